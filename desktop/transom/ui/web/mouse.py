"""What a mouse asks for anywhere in a mail: the side buttons' ways, and the wheel's zoom."""

from PySide6.QtCore import QChildEvent, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

_STEPS = {Qt.MouseButton.BackButton: -1, Qt.MouseButton.ForwardButton: 1}


class MouseWays(QObject):
    """Takes the side buttons and, where asked to, Ctrl and the wheel from the widgets it watches.

    Signals:
        side_pressed: -1 for back, 1 for forward.
        zoom_wished: 1 for larger, -1 for smaller.
    """

    side_pressed = Signal(int)
    zoom_wished = Signal(int)

    def __init__(self, parent: QObject, *, takes_wheel: bool = False) -> None:
        super().__init__(parent)
        self._takes_wheel = takes_wheel

    def watch(self, widget: QWidget) -> None:
        """Watch a widget and what comes to lie in it; a click it leaves alone is its parent's."""
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QChildEvent) and event.type() is QEvent.Type.ChildAdded:
            event.child().installEventFilter(self)
            return False
        if isinstance(event, QMouseEvent) and event.button() in _STEPS:
            if event.type() is QEvent.Type.MouseButtonPress:
                self.side_pressed.emit(_STEPS[event.button()])
            return True
        return self._takes_wheel and isinstance(event, QWheelEvent) and self._zoom(event)

    def _zoom(self, event: QWheelEvent) -> bool:
        if event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            return False
        turned = event.angleDelta().y()
        if turned:
            self.zoom_wished.emit(1 if turned > 0 else -1)
        return True
