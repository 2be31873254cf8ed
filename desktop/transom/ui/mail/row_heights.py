"""How high each row of the message list stands, kept true whatever comes or changes."""

from PySide6.QtCore import QModelIndex, QObject, Slot
from PySide6.QtWidgets import QTableView

from transom.ui.mail.message_delegate import MessageDelegate
from transom.ui.models.messages import MessageListModel
from transom.ui.theme import Theme


class RowHeights(QObject):
    """Asks the delegate anew for the rows that changed, and for their neighbour below."""

    def __init__(
        self, view: QTableView, model: MessageListModel, delegate: MessageDelegate, theme: Theme
    ) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self.delegate = delegate
        """Who knows the heights; the view's own."""
        model.rowsInserted.connect(self._on_rows_came)
        model.rowsRemoved.connect(self._on_rows_gone)
        model.modelReset.connect(self.measure_all)
        model.dataChanged.connect(self._on_data_changed)
        theme.changed.connect(self._on_theme_changed)

    @Slot()
    def measure_all(self) -> None:
        """Ask for every row."""
        self._view.verticalHeader().setDefaultSectionSize(self.delegate.row_px)
        self._measure(0, self._model.rowCount())

    def _measure(self, first: int, last: int) -> None:
        rows = self._view.verticalHeader()
        for row in range(max(0, first), min(last, self._model.rowCount() - 1) + 1):
            height = self.delegate.height(self._model.index(row, 0))
            if rows.sectionSize(row) != height:
                rows.resizeSection(row, height)

    @Slot(QModelIndex, int, int)
    def _on_rows_came(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._measure(first, last + 1)

    @Slot(QModelIndex, int, int)
    def _on_rows_gone(self, _parent: QModelIndex, first: int, _last: int) -> None:
        self._measure(first, first)

    @Slot(QModelIndex, QModelIndex)
    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self._measure(first.row(), last.row() + 1)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.measure_all()
        self._view.viewport().update()
