"""A check box whose box can be seen in both themes."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox
from typing_extensions import override

from transom.ui.theme import Theme

_HEIGHT, _SIDE, _GAP = 30, 14, 26


class CheckBox(QCheckBox):
    """Paints the box, the tick and the words from the theme."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(text)
        self._theme = theme
        theme.changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        px = self._theme.px
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(words + px(_GAP) + px(12), px(_HEIGHT))

    @override
    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        px, color = self._theme.px, self._theme.color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = px(_SIDE)
        box = QRect(px(4), (self.height() - side) // 2, side, side)
        token = "accent" if self.isChecked() else "dim"
        painter.setPen(QPen(color(token), 1.6))
        painter.drawRoundedRect(box, px(2), px(2))
        if self.isChecked():
            places = ((22, 52), (43, 72), (78, 30))
            ticks = [box.topLeft() + QPoint(side * x // 100, side * y // 100) for x, y in places]
            painter.drawPolyline(ticks)
        painter.setPen(color("text" if self.isEnabled() else "dim"))
        painter.setFont(self._theme.font(13))
        room = self.rect().adjusted(px(_GAP), 0, -px(2), 0)
        words = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        if self.hasFocus():
            painter.setPen(QPen(color("accent"), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), px(6), px(6))
