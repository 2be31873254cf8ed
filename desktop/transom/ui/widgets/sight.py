"""Which rows of a view a person can see, once scrolling and changes have come to rest."""

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView
from typing_extensions import override

_SETTLE_MS = 30


class RowsInSight(QObject):
    """Watches a view of one column.

    Signals:
        settled: the first and the last row in sight.
    """

    settled = Signal(int, int)

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._pause = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._pause.timeout.connect(self._on_pause_ended)
        model, bar = view.model(), view.verticalScrollBar()
        changes = (model.rowsInserted, model.rowsRemoved, model.modelReset, model.dataChanged)
        for change in (*changes, bar.valueChanged, bar.rangeChanged):
            change.connect(self.look)
        view.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Resize):
            self.look()
        return super().eventFilter(watched, event)

    @Slot()
    def look(self) -> None:
        """Tell the rows soon."""
        self._pause.start()

    @Slot()
    def _on_pause_ended(self) -> None:
        if not self._view.isVisible():  # another page is up, or the window has closed
            return
        room = self._view.viewport().rect()
        # In the middle: from right to left the very edge belongs to no column.
        middle = room.center().x()
        first = self._view.indexAt(QPoint(middle, room.top())).row()
        last = self._view.indexAt(QPoint(middle, room.bottom())).row()
        if first >= 0:
            self.settled.emit(first, last if last >= 0 else self._view.model().rowCount() - 1)
