"""A part that is as tall as what it holds, and scrolls where a window has less room than that."""

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from transom.ui.widgets.scrolled import Scrolled


class Yielding(Scrolled):
    """Gives way, down to ``least_px``, before its neighbours lose what they need."""

    def __init__(self, inner: QWidget, least_px: int) -> None:
        super().__init__(inner)
        self._least_px = least_px
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._fit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._held().sizeHint().width(), self._wanted_px())

    @override
    def minimumSizeHint(self) -> QSize:
        width = self._held().minimumSizeHint().width()
        return QSize(width, min(self._wanted_px(), self._least_px))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The area watches what it holds by itself.
        if event.type() is QEvent.Type.LayoutRequest and watched is self.widget():
            self._fit()
        return super().eventFilter(watched, event)

    def _held(self) -> QWidget:
        held = self.widget()
        assert held is not None
        return held

    def _wanted_px(self) -> int:
        layout, width = self._held().layout(), self.viewport().width()
        if layout is not None and layout.hasHeightForWidth() and width > 0:
            return layout.totalHeightForWidth(width)
        return self._held().sizeHint().height()

    def _fit(self) -> None:
        wanted = self._wanted_px()
        if wanted != self.maximumHeight():
            self.setMaximumHeight(wanted)
            self.updateGeometry()
