"""The calendar's side pane: mini month, calendars by owner, clocks of the zones that matter."""

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from itertools import groupby

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from transom.engine.entities.accounts import Account, AccountId
from transom.engine.entities.calendar import Calendar
from transom.ui.calendar.calendar_box import CalendarBox
from transom.ui.calendar.mini_month import MiniMonth
from transom.ui.calendar.words import clock
from transom.ui.text import name_of
from transom.ui.theme import Theme
from transom.ui.widgets.account_mark import AccountDot
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel
from transom.ui.zones import other_zones, zone_words


class CalendarSide(QFrame):
    """What stands left of the grid.

    Signals:
        shown_toggled: a (CalendarId, bool) tuple.
        save_requested: a Calendar that shall become a file.
    """

    shown_toggled = Signal(object)
    save_requested = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._groups: list[tuple[str, list[Calendar]]] = []
        self._colors: dict[AccountId, int] = {}
        self._clocks: list[tuple[tzinfo, PlainLabel]] = []
        self.setProperty("surface", "bg")
        self.setProperty("line", "right")
        self.setFixedWidth(theme.px(232))
        self.month = MiniMonth(theme, icons)
        self._lists = QVBoxLayout()
        self._lists.setSpacing(theme.px(2))
        self._zones = QVBoxLayout()
        self._zones.setSpacing(theme.px(12))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(12))
        column.setSpacing(theme.px(10))
        column.addWidget(self.month)
        column.addLayout(self._lists)
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
        groups = grouped(calendars, accounts)
        colors = {account.id: account.color for account in accounts} if len(accounts) > 1 else {}
        if (groups, colors) == (self._groups, self._colors):
            return
        self._groups, self._colors = groups, colors
        _clear(self._lists)
        for title, members in groups:
            color = colors.get(members[0].account)
            if color is None:
                self._lists.addWidget(self._section(title))
            else:
                self._lists.addLayout(self._marked_section(title, color))
            for calendar in members:
                box = CalendarBox(self._theme, calendar)
                box.shown_toggled.connect(self.shown_toggled)
                box.save_requested.connect(self.save_requested)
                self._lists.addWidget(box)

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

    def _marked_section(self, title: str, color: int) -> QHBoxLayout:
        row = QHBoxLayout()
        px = self._theme.px
        row.setContentsMargins(px(6), px(8), 0, px(4))
        row.setSpacing(px(7))
        label = self._section(title)
        label.setContentsMargins(0, 0, 0, 0)
        row.addWidget(AccountDot(self._theme, color))
        row.addWidget(label, 1)
        return row


def grouped(
    calendars: Sequence[Calendar], accounts: Sequence[Account]
) -> list[tuple[str, list[Calendar]]]:
    """Put calendars under titles by account and owner; own ones come first."""
    names = {account.id: account.username for account in accounts}

    def title(calendar: Calendar) -> tuple[int, bool, str]:
        username = names.get(calendar.account, "")
        owner = calendar.owner.address.casefold()
        is_shared = bool(owner) and owner != username.casefold() and not calendar.is_default
        words = f"Shared by {name_of(calendar.owner)}" if is_shared else "My calendars"
        if len(names) > 1:
            words += f" · {username}"
        return calendar.account, is_shared, words

    ordered = sorted(calendars, key=lambda one: (title(one), not one.is_default, one.name.lower()))
    return [(key[2], list(members)) for key, members in groupby(ordered, key=title)]


def _clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if isinstance(inner, QVBoxLayout | QHBoxLayout):
            _clear(inner)
        if widget is not None:
            widget.deleteLater()
