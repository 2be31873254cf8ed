"""The list of messages: a table of one column, painted row by row."""

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QHeaderView, QTableView, QToolTip
from typing_extensions import override

from transom.engine.entities.mail import MessageId, MessageLine
from transom.ui import text
from transom.ui.hits import hit_pattern
from transom.ui.mail.account_marks import AccountMarks
from transom.ui.mail.message_delegate import MessageDelegate
from transom.ui.mail.place_keeper import PlaceKeeper
from transom.ui.mail.row_heights import RowHeights
from transom.ui.models.messages import MessageListModel
from transom.ui.models.roles import ItemRole
from transom.ui.theme import Theme


class MessageList(QTableView):
    """Shows a MessageListModel and keeps the selection by id, whatever comes or goes.

    Signals:
        message_selected: the MessageId that is current now, or None.
        open_requested: Enter or a double click asks for the message itself.
    """

    message_selected = Signal(object)
    open_requested = Signal()

    def __init__(self, model: MessageListModel, delegate: MessageDelegate, theme: Theme) -> None:
        super().__init__()
        self._messages = model
        self._delegate = delegate
        self._selected: MessageId | None = None
        self.setItemDelegate(delegate)
        self.setModel(model)
        self._set_up()
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._heights = RowHeights(self, model, delegate, theme)
        self._place = PlaceKeeper(self)
        model.rowsRemoved.connect(self._on_rows_gone)
        model.modelReset.connect(self._on_model_reset)

    @property
    def selected(self) -> MessageId | None:
        """The current message."""
        return self._selected

    @property
    def marks(self) -> AccountMarks:
        """What tells the rows of several accounts apart."""
        return self._delegate.marks

    def select(self, message: MessageId | None) -> bool:
        """Make a loaded message the current one; say whether it is there."""
        row = self._messages.row_of(message) if message is not None else -1
        if row < 0:
            self._choose(None)
            self.selectionModel().clear()
            return False
        self._choose(message)
        self._make_current(row)
        return True

    def step(self, rows: int) -> None:
        """Go on or back by some messages."""
        count = self._messages.rowCount()
        if count:
            now = self.currentIndex().row() if self._selected is not None else -1
            row = min(max(0, now + rows), count - 1)
            self._make_current(row)

    def mark(self, words: str) -> None:
        """Mark these words wherever a row shows them."""
        self._delegate.hits = hit_pattern(words)
        self.viewport().update()

    def set_compact(self, is_compact: bool) -> None:
        """Choose between rows of three lines and of two."""
        self._delegate.is_compact = is_compact
        self._heights.measure_all()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_requested.emit()
            return
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):  # a table's own go sideways
            rows = self._messages.rowCount()
            self.step(-rows if event.key() == Qt.Key.Key_Home else rows)
            return
        super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        # The table's own way makes the first row current, as if it had been chosen.
        QAbstractScrollArea.focusInEvent(self, event)
        self.viewport().update()

    @override
    def viewportEvent(self, event: object) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QHelpEvent.Type.ToolTip:
            line = self.indexAt(event.pos()).data(ItemRole.ENTITY)
            words = text.full_date(line.received_at) if isinstance(line, MessageLine) else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().viewportEvent(event)  # type: ignore[arg-type]

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Messages")
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(1)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self._delegate.row_px)
        self.verticalScrollBar().setSingleStep(self._delegate.row_px // 3)
        self.doubleClicked.connect(self._on_double_clicked)

    def _make_current(self, row: int) -> None:
        index = self._messages.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flags | QItemSelectionModel.SelectionFlag.Rows)
        self.scrollTo(index)

    def _choose(self, message: MessageId | None) -> None:
        if message != self._selected:
            self._selected = message
            self.message_selected.emit(message)

    @Slot(QItemSelection, QItemSelection)
    def _on_selection_changed(self, selected: QItemSelection, _before: QItemSelection) -> None:
        # Not the current row: the view may have made one current that nobody chose.
        indexes = selected.indexes()
        number = indexes[0].data(ItemRole.ID) if indexes else None
        if number is not None:
            self._choose(MessageId(number))

    @Slot()
    def _on_rows_gone(self) -> None:
        if self._selected is not None and self._messages.row_of(self._selected) < 0:
            number = self.currentIndex().data(ItemRole.ID)
            self._choose(MessageId(number) if number is not None else None)

    @Slot()
    def _on_model_reset(self) -> None:
        if self._selected is not None and not self.select(self._selected):
            self.scrollToTop()

    @Slot(QModelIndex)
    def _on_double_clicked(self, _index: QModelIndex) -> None:
        self.open_requested.emit()
