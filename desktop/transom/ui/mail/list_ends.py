"""The two ends of a long list: a window on its middle grows upwards, and keys lead to the ends."""

from datetime import date

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QTableView

from transom.ui.mail.list_selection import ListSelection
from transom.ui.mail.place_keeper import PlaceKeeper
from transom.ui.models.messages import MessageListModel


class ListEnds(QObject):
    """Loads what comes before the first row once somebody is there, and goes to ends and days."""

    def __init__(
        self,
        view: QTableView,
        model: MessageListModel,
        selection: ListSelection,
        place: PlaceKeeper,
    ) -> None:
        super().__init__(view)
        self._view, self._messages = view, model
        self._selection, self._place = selection, place
        self._look = QTimer(self, singleShot=True, interval=0)
        self._look.timeout.connect(self._on_looked)
        view.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        model.modelReset.connect(self._look.start)

    def go_to_first(self) -> None:
        """Choose the list's first row."""
        self._messages.go_to_beginning()
        self._choose(0)

    def go_to_last(self) -> None:
        """Choose the list's last row, however far down it is."""
        self._messages.go_to_end()
        self._choose(self._messages.rowCount() - 1)

    def go_to_day(self, day: date) -> None:
        """Show a day's messages, and what came before and after them around it."""
        self._messages.go_to_day(day)
        self._view.scrollToTop()
        self._choose(0)

    def _choose(self, row: int) -> None:
        if 0 <= row < self._messages.rowCount():
            self._selection.make_current(row)

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        if value == 0 and self._messages.has_earlier:
            self._look.start()

    @Slot()
    def _on_looked(self) -> None:
        if self._messages.has_earlier and self._view.verticalScrollBar().value() == 0:
            with self._place.kept_at_top():
                self._messages.fetch_earlier()
