"""A menu that chooses the second zone: those at hand first, then every zone by its region."""

from collections.abc import Mapping
from datetime import tzinfo
from functools import partial
from itertools import groupby
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from transom.ui.calendar.details_body import zone_names
from transom.ui.zones import zone_words


class ZoneMenu(QMenu):
    """Offers zones.

    Signals:
        zone_chosen: a (name, tzinfo) tuple, or None for no second zone.
    """

    zone_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Second time zone", parent)
        self._near: Mapping[str, tzinfo] = {}
        self._chosen = ""
        self.aboutToShow.connect(self._fill)

    def set_near(self, zones: Mapping[str, tzinfo]) -> None:
        """Know the zones at hand by their names."""
        self._near = zones

    def choose(self, name: str, zone: tzinfo | None) -> None:
        """Take a zone, or none."""
        self._chosen = name if zone is not None else ""
        self.zone_chosen.emit((name, zone) if zone is not None else None)

    @Slot()
    def _fill(self) -> None:
        self.clear()
        self._add(self, "None", "", None)
        for name, zone in self._near.items():
            self._add(self, name, name, zone)
        if self._chosen and self._chosen not in self._near:
            self._add(self, self._chosen, self._chosen, None).setEnabled(False)
        self.addSeparator()
        for region, names in groupby(zone_names(), key=lambda name: name.partition("/")[0]):
            menu = self.addMenu(region)
            members = list(names)
            menu.aboutToShow.connect(partial(self._fill_region, menu, members))

    def _fill_region(self, menu: QMenu, names: list[str]) -> None:
        if menu.isEmpty():
            for name in names:
                zone = ZoneInfo(name)
                self._add(menu, name.partition("/")[2].replace("_", " "), zone_words(zone), zone)

    def _add(self, menu: QMenu, words: str, name: str, zone: tzinfo | None) -> QAction:
        action = menu.addAction(words, partial(self.choose, name, zone))
        action.setCheckable(True)
        action.setChecked(name == self._chosen)
        return action
