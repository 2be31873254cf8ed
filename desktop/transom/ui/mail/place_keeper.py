"""What is being read stays where it stands while rows come and go above it."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Slot
from PySide6.QtWidgets import QTableView


class PlaceKeeper(QObject):
    """Scrolls a view by what came or went; made after whoever gives those rows their heights."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._top_row: QPersistentModelIndex | None = None
        self._top_px = 0
        self._keeps_top = False
        model = view.model()
        model.rowsAboutToBeInserted.connect(self._on_rows_moving)
        model.rowsAboutToBeRemoved.connect(self._on_rows_moving)
        model.rowsInserted.connect(self._on_rows_moved)
        model.rowsRemoved.connect(self._on_rows_moved)

    @contextmanager
    def kept_at_top(self) -> Iterator[None]:
        """Keep the place at the very top too, as where older rows are put above."""
        self._keeps_top = True
        yield
        self._keeps_top = False

    @Slot()
    def _on_rows_moving(self) -> None:
        # At the very top the newest are what one wants to see.
        is_at_top = self._view.verticalScrollBar().value() == 0 and not self._keeps_top
        top = self._view.indexAt(self._view.viewport().rect().topLeft())
        self._top_row = None if is_at_top else QPersistentModelIndex(top)
        self._top_px = self._view.rowViewportPosition(top.row())

    @Slot(QModelIndex, int, int)
    def _on_rows_moved(self, _parent: QModelIndex, first: int, _last: int) -> None:
        """Put the row that stood on top where it stood, if rows before it came or went."""
        top, self._top_row = self._top_row, None
        if top is not None and top.isValid() and first <= top.row():
            # Until then the scroll bar ends where the shorter list did.
            self._view.updateGeometries()
            self._view.scrollTo(QModelIndex(top), QTableView.ScrollHint.PositionAtTop)  # type: ignore[call-overload]
            bar = self._view.verticalScrollBar()
            bar.setValue(bar.value() - self._top_px)
