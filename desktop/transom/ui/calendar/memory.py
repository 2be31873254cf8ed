"""How a person left the calendar: its view, the height of its hours, the second zone."""

from dataclasses import replace
from datetime import tzinfo
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from transom.engine.engine import Engine
from transom.engine.errors import SettingsError
from transom.ui.calendar.ranges import Scale
from transom.ui.zones import zone_from_name, zone_words

_SETTLE_MS = 1_000


class ViewMemory(QObject):
    """Reads the arrangement, and writes it a moment after its last change.

    Signals:
        failed: a sentence that says why nothing was kept.
    """

    failed = Signal(str)

    def __init__(self, engine: Engine, parent: QObject) -> None:
        super().__init__(parent)
        self._engine = engine
        self._changed: dict[str, Any] = {}
        self._settled = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settled.timeout.connect(self.save)

    @property
    def scale(self) -> Scale:
        """The view shown last."""
        names = {scale.value: scale for scale in Scale}
        return names.get(self._engine.settings.calendar_view, Scale.WEEK)

    @property
    def hour_px(self) -> int:
        """How high an hour was, in pixels of the design."""
        return self._engine.settings.calendar_hour_px

    @property
    def is_split(self) -> bool:
        """Whether calendars had columns of their own."""
        return self._engine.settings.calendar_side_by_side

    @property
    def second_zone(self) -> tuple[str, tzinfo] | None:
        """The second zone, by what to call it."""
        zone = zone_from_name(self._engine.settings.calendar_second_zone)
        return None if zone is None else (zone_words(zone), zone)

    def keep(self, **changes: object) -> None:
        """Keep these of the settings soon; what is kept already costs nothing."""
        settings = self._engine.settings
        self._changed |= {k: v for k, v in changes.items() if getattr(settings, k) != v}
        if self._changed:
            self._settled.start()

    def keep_zone(self, named: tuple[str, tzinfo] | None) -> None:
        """Keep the second zone; one without a name that others know is not kept."""
        self.keep(calendar_second_zone="" if named is None else getattr(named[1], "key", ""))

    @Slot()
    def save(self) -> None:
        """Write what changed."""
        self._settled.stop()
        changes, self._changed = self._changed, {}
        if not changes:
            return
        try:
            self._engine.save_settings(replace(self._engine.settings, **changes))
        except SettingsError as error:
            self.failed.emit(error.message)
