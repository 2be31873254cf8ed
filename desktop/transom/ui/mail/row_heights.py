"""How high each row of the message list stands, kept true whatever comes or changes."""

from PySide6.QtCore import QObject, QPersistentModelIndex, Slot
from PySide6.QtWidgets import QTableView

from transom.ui.mail.message_delegate import MessageDelegate
from transom.ui.models.messages import MessageListModel
from transom.ui.theme import Theme


class RowHeights(QObject):
    """Gives all rows one height, but the few with a title above; a list may have a million."""

    def __init__(
        self, view: QTableView, model: MessageListModel, delegate: MessageDelegate, theme: Theme
    ) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._tall: list[QPersistentModelIndex] = []
        self.delegate = delegate
        """Who knows the heights; the view's own."""
        model.rowsInserted.connect(self._measure)
        model.rowsRemoved.connect(self._measure)
        model.merged.connect(self._measure)
        model.dataChanged.connect(self._measure)
        model.modelAboutToBeReset.connect(self._lower_all)
        model.modelReset.connect(self.measure_all)
        theme.changed.connect(self._on_theme_changed)

    @Slot()
    def measure_all(self) -> None:
        """Give every row its height."""
        rows, height = self._view.verticalHeader(), self.delegate.row_px
        if rows.defaultSectionSize() != height:
            rows.setDefaultSectionSize(height)
        self._measure()

    @Slot()
    def _lower_all(self) -> None:
        """The header keeps its heights by number whatever comes to stand there."""
        for index in self._tall:
            if index.isValid():
                self._view.verticalHeader().resizeSection(index.row(), self.delegate.row_px)
        self._tall = []

    @Slot()
    def _measure(self) -> None:
        rows = self._view.verticalHeader()
        usual, tall = self.delegate.row_px, self.delegate.row_px + self.delegate.title_px
        wanted = set(self._model.titles())
        known = {index.row() for index in self._tall if index.isValid()}
        for row in known - wanted:
            rows.resizeSection(row, usual)
        for row in wanted:
            if rows.sectionSize(row) != tall:
                rows.resizeSection(row, tall)
        if known != wanted or len(known) != len(self._tall):
            self._tall = [QPersistentModelIndex(self._model.index(row, 0)) for row in wanted]

    @Slot()
    def _on_theme_changed(self) -> None:
        self.measure_all()
        self._view.viewport().update()
