"""What is being read stays where it stands while rows come and go above it."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Slot
from PySide6.QtWidgets import QTableView

from transom.engine.entities.mail import MessageId
from transom.ui.models.messages import MessageListModel
from transom.ui.models.roles import ItemRole


class PlaceKeeper(QObject):
    """Scrolls a view by what came or went; made after whoever gives those rows their heights."""

    def __init__(self, view: QTableView, model: MessageListModel) -> None:
        super().__init__(view)
        self._view, self._messages = view, model
        self._top_row: QPersistentModelIndex | None = None
        self._top_id: MessageId | None = None
        self._top_px = self._scrolled_px = 0
        model.rowsAboutToBeInserted.connect(self._on_rows_moving)
        model.rowsAboutToBeRemoved.connect(self._on_rows_moving)
        model.rowsInserted.connect(self._on_rows_moved)
        model.rowsRemoved.connect(self._on_rows_moved)
        model.reordering.connect(self._on_reordering)
        model.reordered.connect(self._on_reordered)

    def _note_top(self) -> QModelIndex | None:
        """Return what stands on top; at the very top the newest are what one wants to see."""
        if self._view.verticalScrollBar().value() == 0:
            return None
        top = self._view.indexAt(self._view.viewport().rect().topLeft())
        self._top_px = self._view.rowViewportPosition(top.row())
        return top

    def _put_back(self, top: QModelIndex) -> None:
        """Let a row stand where the top one stood."""
        # Until then the scroll bar ends where the shorter list did.
        self._view.updateGeometries()
        self._view.scrollTo(top, QTableView.ScrollHint.PositionAtTop)
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() - self._top_px)

    @Slot()
    def _on_rows_moving(self) -> None:
        top = self._note_top()
        self._top_row = None if top is None else QPersistentModelIndex(top)

    @Slot(QModelIndex, int, int)
    def _on_rows_moved(self, _parent: QModelIndex, first: int, _last: int) -> None:
        top, self._top_row = self._top_row, None
        if top is not None and top.isValid() and first <= top.row():
            self._put_back(QModelIndex(top))  # type: ignore[call-overload]

    @Slot()
    def _on_reordering(self) -> None:
        top = self._note_top()
        self._scrolled_px = self._view.verticalScrollBar().value()
        self._top_id = top.data(ItemRole.ID) if top is not None else None

    @Slot()
    def _on_reordered(self) -> None:
        row = self._messages.head_of(self._top_id) if self._top_id is not None else -1
        if row >= 0:
            self._put_back(self._messages.index(row, 0))
        else:
            self._view.updateGeometries()
            self._view.verticalScrollBar().setValue(self._scrolled_px)
