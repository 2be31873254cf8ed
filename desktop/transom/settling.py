"""What a window does once its first list is painted: icons, servers, reminders, each by itself."""

from PySide6.QtCore import QObject, QTimer, Slot

from transom.engine.engine import Engine, EngineState
from transom.surroundings import Surroundings
from transom.ui.bridge import Bridge
from transom.ui.pages import PageBuilder
from transom.ui.widgets.icons import Icons

_ICONS_MS, _SERVERS_MS, _LOOKS_MS, _REMINDERS_MS = 20, 60, 500, 700
_PATIENCE_MS = 600
"""A key ring may wait for a person: the window has its icons all the same."""


class Settling(QObject):
    """Waits until something stands in the window, so that nothing is painted later for it."""

    def __init__(
        self,
        engine: Engine,
        bridge: Bridge,
        icons: Icons,
        pages: PageBuilder,
        surroundings: Surroundings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._engine, self._icons, self._pages = engine, icons, pages
        self._surroundings = surroundings
        self._has_begun = False
        bridge.changed.connect(self._on_changed)
        QTimer.singleShot(_PATIENCE_MS, self, icons.load)

    @Slot()
    def _on_changed(self) -> None:
        if self._has_begun or self._engine.state is EngineState.OPENING:
            return
        self._has_begun = True
        QTimer.singleShot(_ICONS_MS, self, self._icons.load)
        QTimer.singleShot(_SERVERS_MS, self, self._engine.go_online)
        QTimer.singleShot(_LOOKS_MS, self, self._surroundings.begin)
        QTimer.singleShot(_REMINDERS_MS, self, self._pages.begin_reminders)
