"""The menu above the list: what it leaves in, how it is sorted and how it looks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import QDate, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QCalendarWidget, QMenu, QPushButton, QWidgetAction

from transom.engine.entities.listing import EVERYTHING, ListWish, Sieve, SortKey
from transom.engine.settings import Density
from transom.ui import text
from transom.ui.mail.list_habits import usual_direction
from transom.ui.mail.order_words import SORTS, direction_words
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import set_tool_tip

_DENSITIES = {
    Density.COMFORTABLE: "Comfortable",
    Density.MEDIUM: "Medium",
    Density.COMPACT: "Compact",
}
_MOST_LETTERS = 60


class ListMenu(QPushButton):
    """A button with a menu that is made when it opens.

    Signals:
        arranged: the ListWish by which lists are to be shown now.
        day_chosen: a date to go to.
        density_chosen: a Density.
        table_chosen: whether the list is to be a table.
    """

    arranged = Signal(object)
    day_chosen = Signal(object)
    density_chosen = Signal(object)
    table_chosen = Signal(bool)

    def __init__(self, theme: Theme, icons: Icons, categories: Callable[[], list[str]]) -> None:
        super().__init__()
        self._categories = categories
        self.manner: ListWish | None = None
        self.density = Density.COMFORTABLE
        self.is_table = False
        self.has_days = True
        self.setProperty("kind", "icon")
        self.setAccessibleName("Filter, sort and view")
        set_tool_tip(self, "Filter, sort and view")
        icons.put(self, "ph.funnel-simple", "dim", size=18)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.clicked.connect(self.open)

    @Slot()
    def open(self) -> None:
        """Open the menu below the button."""
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    @Slot()
    def _fill(self) -> None:
        for made in (*self._menu.findChildren(QMenu), *self._menu.findChildren(QActionGroup)):
            made.deleteLater()
        self._menu.clear()
        if self.manner is None:
            return
        self._add_sieve(self.manner)
        self._menu.addSeparator()
        self._add_order(self.manner)
        self._add_days(self.manner)
        self._menu.addSeparator()
        self._add_look()

    def _add_sieve(self, manner: ListWish) -> None:
        sieve = manner.sieve
        for words, is_on, other in (
            ("Unread", sieve.is_unread, replace(sieve, is_unread=not sieve.is_unread)),
            ("Flagged", sieve.is_flagged, replace(sieve, is_flagged=not sieve.is_flagged)),
            (
                "With attachments",
                sieve.has_attachments,
                replace(sieve, has_attachments=not sieve.has_attachments),
            ),
        ):
            self._sieve_action(self._menu, words, other, is_on=is_on)
        categories = self._categories()
        if sieve.category and sieve.category not in categories:
            categories = [*categories, sieve.category]
        menu = self._menu.addMenu("Category")
        menu.setEnabled(bool(categories))
        for name in categories:
            is_on = name == sieve.category
            words = text.safe(name)[:_MOST_LETTERS].replace("&", "&&")
            self._sieve_action(
                menu, words, replace(sieve, category="" if is_on else name), is_on=is_on
            )
        every = self._menu.addAction("Show everything")
        every.setEnabled(bool(sieve))
        every.triggered.connect(partial(self._arrange, replace(manner, sieve=EVERYTHING)))

    def _sieve_action(self, menu: QMenu, words: str, sieve: Sieve, *, is_on: bool) -> None:
        assert self.manner is not None
        action = _checkable(menu, words, is_on=is_on)
        action.triggered.connect(partial(self._arrange, replace(self.manner, sieve=sieve)))

    def _add_order(self, manner: ListWish) -> None:
        menu = self._menu.addMenu("Sort by")
        keys, ways = QActionGroup(menu), QActionGroup(menu)
        for sort, words in SORTS.items():
            other = replace(manner, sort=sort, is_descending=usual_direction(sort))
            action = _checkable(menu, words, is_on=sort is manner.sort, group=keys)
            action.triggered.connect(partial(self._arrange, other))
        menu.addSeparator()
        for is_descending in (True, False):
            words = direction_words(manner.sort, is_descending=is_descending)
            is_on = is_descending is manner.is_descending
            action = _checkable(menu, words, is_on=is_on, group=ways)
            action.triggered.connect(
                partial(self._arrange, replace(manner, is_descending=is_descending))
            )
        words = "Conversations" if manner.sort is SortKey.DATE else "Conversations (by date only)"
        grouped = _checkable(self._menu, words, is_on=manner.makes_conversations)
        grouped.setEnabled(manner.sort is SortKey.DATE)
        grouped.triggered.connect(
            partial(self._arrange, replace(manner, is_grouped=not manner.is_grouped))
        )

    def _add_days(self, manner: ListWish) -> None:
        menu = self._menu.addMenu("Go to date")
        menu.setEnabled(self.has_days and manner.sort is SortKey.DATE)
        calendar = QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setMaximumDate(QDate.currentDate())
        calendar.setAccessibleName("Day to go to")
        calendar.clicked.connect(self._choose_day)
        calendar.activated.connect(self._choose_day)
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        menu.aboutToShow.connect(calendar.setFocus)

    def _add_look(self) -> None:
        views = QActionGroup(self._menu)
        for words, is_table in (
            ("Rows beside the message", False),
            ("Table above the message", True),
        ):
            action = _checkable(self._menu, words, is_on=is_table is self.is_table, group=views)
            action.triggered.connect(partial(self._choose_table, is_table))
        menu = self._menu.addMenu("Density")
        densities = QActionGroup(menu)
        for density, words in _DENSITIES.items():
            action = _checkable(menu, words, is_on=density is self.density, group=densities)
            action.triggered.connect(partial(self._choose_density, density))

    def _arrange(self, manner: ListWish, _is_on: bool = False) -> None:
        self.arranged.emit(manner)

    @Slot(QDate)
    def _choose_day(self, day: QDate) -> None:
        self._menu.close()
        self.day_chosen.emit(date(day.year(), day.month(), day.day()))

    def _choose_table(self, is_table: bool, _is_on: bool = False) -> None:
        self.table_chosen.emit(is_table)

    def _choose_density(self, density: Density, _is_on: bool = False) -> None:
        self.density_chosen.emit(density)


def _checkable(
    menu: QMenu, words: str, *, is_on: bool, group: QActionGroup | None = None
) -> QAction:
    action = menu.addAction(words)
    action.setCheckable(True)
    action.setChecked(is_on)
    if group is not None:
        group.addAction(action)
    return action
