"""A row of widgets that goes on in the next line where a line is full."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override


class Flow(QWidget):
    """Places widgets side by side from the left, in as many lines as they need."""

    def __init__(self, spacing_px: int) -> None:
        super().__init__()
        self._spacing_px = spacing_px
        self._parts: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, part: QWidget) -> None:
        """Put a widget behind those that are there."""
        part.setParent(self)
        self._parts.append(part)
        self.updateGeometry()

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """The widgets, in order."""
        return tuple(self._parts)

    def clear(self) -> None:
        """Delete the widgets."""
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts = []

    @override
    def heightForWidth(self, width: int) -> int:
        return max((place.bottom() + 1 for _, place in self._places(width)), default=0)

    @override
    def sizeHint(self) -> QSize:
        hints = [part.sizeHint() for part in self._shown()]
        gaps = self._spacing_px * max(0, len(hints) - 1)
        height = max((hint.height() for hint in hints), default=0)
        return QSize(sum(hint.width() for hint in hints) + gaps, height)

    @override
    def minimumSizeHint(self) -> QSize:
        hints = [part.sizeHint() for part in self._shown()]
        size = QSize(0, 0)
        for hint in hints:
            size = size.expandedTo(hint)
        return size

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._place()
        return super().event(event)

    def _place(self) -> None:
        for part, place in self._places(self.width()):
            part.setGeometry(place)

    def _shown(self) -> list[QWidget]:
        return [part for part in self._parts if not part.isHidden()]

    def _places(self, width: int) -> Iterator[tuple[QWidget, QRect]]:
        left = top = line_height = 0
        for part in self._shown():
            hint = part.sizeHint()
            if left and left + hint.width() > width:
                left, top, line_height = 0, top + line_height + self._spacing_px, 0
            yield part, QRect(left, top, min(hint.width(), width), hint.height())
            left += hint.width() + self._spacing_px
            line_height = max(line_height, hint.height())
