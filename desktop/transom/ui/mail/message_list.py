"""The list of messages: a table that is painted row by row, or cell by cell."""

import html

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QHeaderView, QTableView, QToolTip
from typing_extensions import override

from transom.engine.entities.mail import MessageId
from transom.engine.settings import Density
from transom.ui.hits import hit_pattern
from transom.ui.mail.account_marks import AccountMarks
from transom.ui.mail.list_ends import ListEnds
from transom.ui.mail.list_selection import ListSelection
from transom.ui.mail.message_delegate import MessageDelegate
from transom.ui.mail.place_keeper import PlaceKeeper
from transom.ui.mail.row_heights import RowHeights
from transom.ui.mail.table_delegate import TableDelegate
from transom.ui.mail.table_header import TableHeader
from transom.ui.mail.unfolding import Unfolding
from transom.ui.models.messages import MessageListModel
from transom.ui.theme import Theme


class MessageList(QTableView):
    """Shows a MessageListModel; what is chosen is kept by id, whatever comes or goes.

    Signals:
        message_selected: the MessageId that is current now, or None.
        several_selected: the MessageIds of all chosen rows, two or more; none once it is over.
        open_requested: Enter asks for the message itself.
        window_requested: a double click asks for it in a window of its own.
    """

    message_selected = Signal(object)
    several_selected = Signal(object)
    open_requested = Signal()
    window_requested = Signal()

    def __init__(self, model: MessageListModel, delegate: MessageDelegate, theme: Theme) -> None:
        super().__init__()
        self._messages = model
        self._delegate, self._table = delegate, TableDelegate(delegate)
        self.setItemDelegate(delegate)
        self.setModel(model)
        self._set_up()
        self._heights = RowHeights(self, model, delegate, theme)
        self.selection = ListSelection(self, model)
        PlaceKeeper(self, model)
        self.selection.message_selected.connect(self.message_selected)
        self.selection.several_selected.connect(self.several_selected)
        Unfolding(self, model, self.selection, theme)
        self.ends = ListEnds(self, model, self.selection)
        self.header = TableHeader(self, theme)

    @property
    def selected(self) -> MessageId | None:
        """The message that is read."""
        return self.selection.selected

    @property
    def marks(self) -> AccountMarks:
        """What tells the rows of several accounts apart."""
        return self._delegate.marks

    def select(self, message: MessageId | None) -> bool:
        """Make a message the current one; say whether it is there."""
        return self.selection.select(message)

    def step(self, rows: int) -> None:
        """Go on or back by some messages."""
        count = self._messages.rowCount()
        if count:
            now = self.currentIndex().row() if self.selected is not None else -1
            self.selection.make_current(min(max(0, now + rows), count - 1))

    def mark(self, words: str) -> None:
        """Mark these words wherever a row shows them."""
        self._delegate.hits = self._table.hits = hit_pattern(words)
        self.viewport().update()

    def set_density(self, density: Density) -> None:
        """Choose between rows of three lines, of two and of one."""
        if density is not self._delegate.density:
            self._delegate.density = self._table.density = density
            self._heights.measure_all()

    def set_table(self, is_table: bool) -> None:
        """Show a table with a column for each fact, or rows that hold all of it."""
        if is_table != self._messages.is_table:
            delegate = self._table if is_table else self._delegate
            self._heights.delegate = delegate
            self.setItemDelegate(delegate)
            self._messages.set_table(is_table)
            self.header.show_table(is_table)

    @override
    def selectAll(self) -> None:
        self.selection.select_all()

    @override
    def keyboardSearch(self, search: str) -> None:
        """Look for nothing: a match may be a million rows away; Ctrl+K searches all mail."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_requested.emit()
            return
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if is_plain and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):  # a table's go sideways
            if event.key() == Qt.Key.Key_Home:
                self.ends.go_to_first()
            else:
                self.ends.go_to_last()
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
            words = self.indexAt(event.pos()).data(Qt.ItemDataRole.ToolTipRole)
            shown = f"<span>{html.escape(words)}</span>" if words else ""
            QToolTip.showText(event.globalPos(), shown, self)
            return True
        return super().viewportEvent(event)  # type: ignore[arg-type]

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Messages")
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(1)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self._delegate.row_px)
        self.verticalScrollBar().setSingleStep(self._delegate.row_px // 3)
        self.doubleClicked.connect(self._on_double_clicked)

    @Slot(QModelIndex)
    def _on_double_clicked(self, _index: QModelIndex) -> None:
        self.window_requested.emit()
