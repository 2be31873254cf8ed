"""Which messages of the list are chosen, kept by id whatever comes or goes."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QObject, Signal, Slot
from PySide6.QtWidgets import QTableView

from transom.engine.entities.mail import MessageId
from transom.ui.models.messages import MessageListModel
from transom.ui.models.roles import ItemRole
from transom.ui.models.row_edits import runs

_Flag = QItemSelectionModel.SelectionFlag
_ONE_ROW = _Flag.ClearAndSelect | _Flag.Rows

MOST_CHOSEN = 1000
"""So many rows are chosen at once by "all"."""


class ListSelection(QObject):
    """Keeps the message that is read, or the several that are chosen.

    A message that slid into a closed conversation is still read: its conversation's row stands for
    it, and nothing else is opened.

    Signals:
        message_selected: the MessageId that is current now, or None.
        several_selected: the MessageIds of all chosen rows, two or more; none once it is over.
    """

    message_selected = Signal(object)
    several_selected = Signal(object)

    def __init__(self, view: QTableView, model: MessageListModel) -> None:
        super().__init__(view)
        self._view, self._messages = view, model
        self._selected: MessageId | None = None
        self._chosen: tuple[MessageId, ...] = ()
        self._gone_row = -1
        self._is_quiet = self._is_reordering = False
        view.selectionModel().selectionChanged.connect(self._on_selection_changed)
        view.clicked.connect(self._on_clicked)
        model.rowsAboutToBeRemoved.connect(self._on_rows_going)
        model.merged.connect(self._on_merged)
        model.modelReset.connect(self._on_model_reset)
        model.reordering.connect(self._on_reordering)
        model.reordered.connect(self._on_reordered)

    @property
    def selected(self) -> MessageId | None:
        """The message that is read."""
        return self._selected

    @property
    def chosen(self) -> tuple[MessageId, ...]:
        """All that are chosen, where they are several."""
        return self._chosen

    def select(self, message: MessageId | None) -> bool:
        """Make a message the current one, out of its conversation too; say whether it is there."""
        row = self._messages.reveal(message) if message is not None else -1
        if row < 0:
            self._choose(None)
            self._view.selectionModel().clear()
            return False
        self._choose(message)
        self.make_current(row)
        return True

    def make_current(self, row: int) -> None:
        """Choose one row and bring it into sight."""
        index = self._messages.index(row, 0)
        self._view.selectionModel().setCurrentIndex(index, _ONE_ROW)
        self._view.scrollTo(index)

    def select_all(self) -> None:
        """Choose all rows, up to a thousand."""
        last = min(self._messages.rowCount(), MOST_CHOSEN) - 1
        if last >= 0:
            self._view.selectionModel().select(self._run(0, last), _ONE_ROW)

    def _run(self, first: int, last: int) -> QItemSelection:
        return QItemSelection(self._messages.index(first, 0), self._messages.index(last, 0))

    def _is_too_much(self) -> bool:
        """Choose no more than a thousand rows, from the current one on."""
        runs = [
            (one.top(), one.bottom()) for one in self._view.selectionModel().selection().toList()
        ]
        if sum(last - first + 1 for first, last in runs) <= MOST_CHOSEN:
            return False
        first, last = min(run[0] for run in runs), max(run[1] for run in runs)
        begun = last - MOST_CHOSEN + 1 if self._view.currentIndex().row() <= first else first
        self._view.selectionModel().select(self._run(begun, begun + MOST_CHOSEN - 1), _ONE_ROW)
        return True

    def _choose(self, message: MessageId | None) -> None:
        if message != self._selected:
            self._selected = message
            self.message_selected.emit(message)

    def _stand_at(self, row: int) -> None:
        """Let a row stand for what is read."""
        self._is_quiet = True
        self._view.selectionModel().setCurrentIndex(self._messages.index(row, 0), _ONE_ROW)
        self._is_quiet = False

    @Slot(QItemSelection, QItemSelection)
    def _on_selection_changed(self, _selected: QItemSelection, _before: QItemSelection) -> None:
        if self._is_quiet or self._is_too_much():
            return
        rows = sorted(index.row() for index in self._view.selectionModel().selectedRows(0))
        ids = [MessageId(self._messages.index(row, 0).data(ItemRole.ID)) for row in rows]
        was, self._chosen = self._chosen, tuple(ids) if len(ids) > 1 else ()
        if self._chosen or was:
            self.several_selected.emit(self._chosen)
        # Not the current row: the view may have made one current that nobody chose.
        if len(ids) == 1:
            self._choose(ids[0])

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        # The row of a conversation may have stood for another of its messages.
        is_chosen = self._view.selectionModel().isRowSelected(index.row())
        if is_chosen and not self._chosen:
            self._choose(MessageId(index.data(ItemRole.ID)))

    @Slot(QModelIndex, int, int)
    def _on_rows_going(self, _parent: QModelIndex, first: int, last: int) -> None:
        row = self._messages.row_of(self._selected) if self._selected is not None else -1
        if first <= row <= last:
            self._gone_row = first

    @Slot()
    def _on_merged(self) -> None:
        row, self._gone_row = self._gone_row, -1
        if row < 0 or self._selected is None:
            return
        head = self._messages.head_of(self._selected)
        if head >= 0:
            self._stand_at(head)
        elif count := self._messages.rowCount():
            self._stand_at(min(row, count - 1))
            self._choose(MessageId(self._view.currentIndex().data(ItemRole.ID)))
        else:
            self._choose(None)

    @Slot()
    def _on_reordering(self) -> None:
        self._is_reordering = True

    @Slot()
    def _on_reordered(self) -> None:
        """Choose the same messages again, as far as they are there."""
        self._is_reordering = False
        rows = [self._messages.row_of(one) for one in self._chosen]
        several = QItemSelection()
        for first, last in runs(sorted(row for row in rows if row >= 0)):
            several.merge(self._run(first, last), _Flag.Select)
        if self._chosen:
            self._view.selectionModel().select(several, _ONE_ROW)
        elif self._selected is not None:
            self._stay_with(self._selected)

    def _stay_with(self, message: MessageId) -> bool:
        """Let the row that a message stands in stand for it; say whether it has one."""
        head = self._messages.head_of(message)
        if head >= 0:
            self._stand_at(head)
        else:
            self._choose(None)
        return head >= 0

    @Slot()
    def _on_model_reset(self) -> None:
        if self._is_reordering:
            return
        if self._chosen:
            self._chosen = ()
            self.several_selected.emit(())
        if self._selected is None:
            return
        if self._stay_with(self._selected):
            self._view.scrollTo(self._view.currentIndex())
        else:
            self._view.scrollToTop()
