"""The calendar's side pane: mini month, calendars by owner, clocks of the zones that matter."""

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from transom.engine.entities.accounts import Account
from transom.engine.entities.calendar import Calendar
from transom.ui.calendar.calendar_groups import grouped
from transom.ui.calendar.calendar_list import CalendarList
from transom.ui.calendar.mini_month import MiniMonth
from transom.ui.calendar.words import clock
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel
from transom.ui.zones import other_zones, zone_words


class CalendarSide(QFrame):
    """What stands left of the grid.

    Signals:
        shown_chosen: a dict of CalendarId to bool.
        save_requested: a Calendar that shall become a file.
    """

    shown_chosen = Signal(object)
    save_requested = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._clocks: list[tuple[tzinfo, PlainLabel]] = []
        self.setProperty("surface", "bg")
        self.setProperty("line", "right")
        self.setFixedWidth(theme.px(232))
        self.month = MiniMonth(theme, icons)
        self.calendars = CalendarList(theme, icons)
        self.calendars.shown_chosen.connect(self.shown_chosen)
        self.calendars.save_requested.connect(self.save_requested)
        self._zones = QVBoxLayout()
        self._zones.setSpacing(theme.px(12))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(12))
        column.setSpacing(theme.px(10))
        column.addWidget(self.month)
        column.addWidget(self.calendars)
        column.addLayout(self._zones)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 1, 0)
        outer.addWidget(scroll)

    def show_calendars(self, calendars: Sequence[Calendar], accounts: Sequence[Account]) -> None:
        """List the calendars, the user's own first, then those of other owners."""
        colors = {account.id: account.color for account in accounts} if len(accounts) > 1 else {}
        self.calendars.show_groups(grouped(calendars, accounts), colors)

    @Slot()
    def toggle(self) -> None:
        """Come, or go away, where the window is narrow."""
        self.setVisible(not self.isVisible())

    def show_zones(self, own: tzinfo, names: Iterable[str], now: datetime) -> None:
        """Show a clock for one's own zone and for each named one that differs."""
        zones = {zone_words(own): own, **other_zones(own, names, now)}
        _clear(self._zones)
        self._clocks = []
        self._zones.addWidget(self._section("Time zones" if len(zones) > 1 else "Time zone"))
        for words, zone in zones.items():
            row = QHBoxLayout()
            row.setContentsMargins(self._theme.px(6), 0, self._theme.px(6), 0)
            time = PlainLabel(style="strong")
            row.addWidget(PlainLabel(words, is_elided=True), 1)
            row.addWidget(time)
            self._zones.addLayout(row)
            self._clocks.append((zone, time))
        self.set_now(now)

    def set_now(self, now: datetime) -> None:
        """Let the clocks go on."""
        for zone, label in self._clocks:
            label.set_text(clock(now, zone))

    def _section(self, title: str) -> PlainLabel:
        label = PlainLabel(title, style="section", is_elided=True)
        label.setContentsMargins(self._theme.px(6), self._theme.px(8), 0, self._theme.px(4))
        return label


def _clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if isinstance(inner, QVBoxLayout | QHBoxLayout):
            _clear(inner)
        if widget is not None:
            widget.deleteLater()
