"""While a window is painted, the workers step aside."""

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from transom.engine.courtesy import Courtesy


class RightOfWay(QObject):
    """Watches a window: from the moment it begins a frame until all of it is painted."""

    def __init__(self, window: QWidget, courtesy: Courtesy) -> None:
        super().__init__(window)
        self._courtesy = courtesy
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.UpdateRequest:
            self._courtesy.begin()
            # Comes next, once what is painted with this event stands on the screen.
            QTimer.singleShot(0, self, self._on_painted)
        return False

    @Slot()
    def _on_painted(self) -> None:
        self._courtesy.end()
