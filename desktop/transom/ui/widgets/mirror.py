"""What is painted for those who read from right to left: one painter mirrors, the rest stays."""

from collections.abc import Callable
from unicodedata import bidirectional

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QPaintDevice,
    QPainter,
    QPainterPath,
    QPixmap,
    QTextLayout,
    QTransform,
)
from typing_extensions import override

_SIDES = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignHCenter
_Ink = QColor | QBrush


class MirrorPainter(QPainter):
    """Draws everything where a mirror would show it, but words as they are read."""

    def __init__(self, device: QPaintDevice, width: int) -> None:
        super().__init__(device)
        self._width = width
        self._turned = QTransform(-1, 0, 0, 1, width, 0)
        self.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)

    @override
    def fillRect(self, *where: object) -> None:
        *place, ink = where
        assert isinstance(ink, _Ink)
        super().fillRect(mirrored(_rect_of(place), self._width), ink)

    @override
    def drawText(self, rect: QRect, flags: int, text: str) -> None:  # type: ignore[override]
        given = Qt.AlignmentFlag(int(flags))
        side = given & _SIDES
        if not side & Qt.AlignmentFlag.AlignHCenter:
            is_right = bool(side & Qt.AlignmentFlag.AlignRight)
            if self.fontMetrics().horizontalAdvance(text) > rect.width():
                is_right = not _runs_from_right(text)  # what is cut off is its end
            other = Qt.AlignmentFlag.AlignLeft if is_right else Qt.AlignmentFlag.AlignRight
            given = (given & ~_SIDES) | other | Qt.AlignmentFlag.AlignAbsolute
        super().drawText(mirrored(rect, self._width), int(given), text)

    @override
    def drawLine(self, left: int, top: int, right: int, bottom: int) -> None:  # type: ignore[override]
        super().drawLine(self._width - left, top, self._width - right, bottom)

    @override
    def drawRect(self, rect: QRect) -> None:  # type: ignore[override]
        super().drawRect(mirrored(rect, self._width))

    @override
    def drawEllipse(self, *where: object) -> None:
        if isinstance(where[0], QPoint):
            middle, (width, height) = where[0], (int(one) for one in where[1:])  # type: ignore[call-overload]
            where = (middle.x() - width, middle.y() - height, 2 * width, 2 * height)
        super().drawEllipse(mirrored(_rect_of([*where]), self._width))

    @override
    def drawPixmap(self, *where: object) -> None:
        *place, pixmap = where
        assert isinstance(pixmap, QPixmap)
        if isinstance(place[0], QRect):
            super().drawPixmap(mirrored(place[0], self._width), pixmap)
            return
        corner = place[0] if isinstance(place[0], QPoint) else QPoint(*place)
        width = round(pixmap.width() / pixmap.devicePixelRatio())
        super().drawPixmap(self._width - corner.x() - width, corner.y(), pixmap)

    def draw_layout(self, layout: QTextLayout, room: QRect, top: float) -> None:
        """Draw a line of words so that it begins where those who read from the right begin."""
        width = layout.lineAt(0).naturalTextWidth()
        layout.draw(self, QPointF(mirrored(room, self._width).right() + 1 - width, top))

    @override
    def drawRoundedRect(self, rect: QRect | QRectF, x: float, y: float) -> None:  # type: ignore[override]
        super().drawRoundedRect(self._turned.mapRect(QRectF(rect)), x, y)

    @override
    def fillPath(self, path: QPainterPath, brush: QBrush | QColor) -> None:  # type: ignore[override]
        super().fillPath(self._turned.map(path), brush)

    @override
    def drawPath(self, path: QPainterPath) -> None:
        super().drawPath(self._turned.map(path))

    @override
    def setClipPath(
        self, path: QPainterPath, operation: Qt.ClipOperation = Qt.ClipOperation.ReplaceClip
    ) -> None:
        super().setClipPath(self._turned.map(path), operation)

    @override
    def setClipRect(self, rect: QRect) -> None:  # type: ignore[override]
        super().setClipRect(mirrored(rect, self._width))


def painter_on(device: QPaintDevice, direction: Qt.LayoutDirection) -> QPainter:
    """Return a painter that draws in the direction of a layout."""
    if direction is Qt.LayoutDirection.RightToLeft:
        return MirrorPainter(device, round(device.width() / device.devicePixelRatioF()))
    return QPainter(device)


def paint_mirrored(
    painter: QPainter, room: QRect, paint: Callable[["MirrorPainter", QRect], None]
) -> None:
    """Let ``paint`` paint a room of its own, and show it in ``room`` as a mirror would."""
    ratio = painter.device().devicePixelRatioF()
    pixmap = QPixmap(room.size() * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    inner = MirrorPainter(pixmap, room.width())
    paint(inner, QRect(QPoint(0, 0), room.size()))
    inner.end()
    painter.drawPixmap(room.topLeft(), pixmap)


def mirrored(rect: QRect, width: int) -> QRect:
    """Return where a mirror as wide as ``width`` shows a rectangle."""
    return QRect(width - rect.left() - rect.width(), rect.top(), rect.width(), rect.height())


def mirrored_point(point: QPoint, width: int) -> QPoint:
    """Return where such a mirror shows a pixel."""
    return QPoint(width - 1 - point.x(), point.y())


def _runs_from_right(text: str) -> bool:
    strong = (bidirectional(letter) for letter in text)
    return next((one in ("R", "AL") for one in strong if one in ("L", "R", "AL")), False)


def _rect_of(place: list[object]) -> QRect:
    if len(place) == 1 and isinstance(place[0], QRect):
        return place[0]
    left, top, width, height = (int(one) for one in place)  # type: ignore[call-overload]
    return QRect(left, top, width, height)
