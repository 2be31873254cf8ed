"""The two ends of a long list, and its days: keys and the menu lead there."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QTableView

from transom.engine.entities.listing import ListWish
from transom.ui.mail.list_selection import ListSelection
from transom.ui.models.messages import MessageListModel


class ListEnds(QObject):
    """Goes to ends and days, once all rows are known."""

    def __init__(self, view: QTableView, model: MessageListModel, selection: ListSelection) -> None:
        super().__init__(view)
        self._view, self._messages, self._selection = view, model, selection
        self._wish: ListWish | None = None
        self._go: Callable[[], None] | None = None
        model.arranged.connect(self._on_arranged)

    def go_to_first(self) -> None:
        """Choose the list's first row."""
        self._go = None
        self._choose(0)

    def go_to_last(self) -> None:
        """Choose the list's last row, however far down it is."""
        self._begin(lambda: self._choose(self._messages.rowCount() - 1))

    def go_to_day(self, day: date) -> None:
        """Choose a day's first row and show what follows it."""
        self._begin(lambda: self._choose_day(day))

    def _begin(self, go: Callable[[], None]) -> None:
        self._wish, self._go = self._messages.wish, go
        self._on_arranged()

    def _choose_day(self, day: date) -> None:
        row = self._messages.row_of_day(day)
        if row >= 0:
            self._choose(row)
            top = QTableView.ScrollHint.PositionAtTop
            self._view.scrollTo(self._messages.index(row, 0), top)

    def _choose(self, row: int) -> None:
        if 0 <= row < self._messages.rowCount():
            self._selection.make_current(row)

    @Slot()
    def _on_arranged(self) -> None:
        """Go where somebody wanted to go before all rows were known."""
        if self._go is None or not self._messages.is_known:
            return
        go, self._go = self._go, None
        if self._messages.wish == self._wish:
            go()
