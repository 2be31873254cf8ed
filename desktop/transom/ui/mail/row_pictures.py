"""Rows as they were painted: what comes into sight again costs no measuring and no words."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Slot
from PySide6.QtGui import QPainter, QPixmap

from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.mirror import painter_on

_MOST_BYTES = 6 << 20
"""Two screenfuls of a usual list, or one where pixels are half as large."""


class RowPictures(QObject):
    """Keeps the latest, by everything that a row's look depends on."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._kept: dict[Hashable, tuple[object, QPixmap]] = {}
        self._bytes = 0
        theme.changed.connect(self._forget)
        icons.ready.connect(self._forget)

    def draw(
        self,
        painter: QPainter,
        room: QRect,
        direction: Qt.LayoutDirection,
        look: Hashable,
        shown: object,
        paint: Callable[[QPainter, QRect], None],
    ) -> None:
        """Draw the row that ``shown`` looks like, which ``paint`` paints where it is new.

        What is shown is known by its identity, and by ``look`` what is said about it.
        """
        ratio = painter.device().devicePixelRatioF()
        is_mirrored = direction is Qt.LayoutDirection.RightToLeft
        if ratio != int(ratio) and not is_mirrored:
            paint(painter, room)  # a picture between two pixels is blurred
            return
        key = (id(shown), room.width(), room.height(), ratio, is_mirrored, look)
        known = self._kept.pop(key, None)
        picture = known[1] if known is not None else self._painted(room, ratio, direction, paint)
        if known is None:
            self._bytes += _bytes_of(picture)
        self._kept[key] = shown, picture  # the latest stand last
        while self._bytes > _MOST_BYTES and len(self._kept) > 1:
            _, oldest = self._kept.pop(next(iter(self._kept)))
            self._bytes -= _bytes_of(oldest)
        painter.drawPixmap(room.topLeft(), picture)

    def _painted(
        self,
        room: QRect,
        ratio: float,
        direction: Qt.LayoutDirection,
        paint: Callable[[QPainter, QRect], None],
    ) -> QPixmap:
        picture = QPixmap(room.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._theme.color("panel"))
        inner = painter_on(picture, direction)
        paint(inner, QRect(QPoint(0, 0), room.size()))
        inner.end()
        return picture

    @Slot()
    def _forget(self) -> None:
        self._kept.clear()
        self._bytes = 0


def _bytes_of(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4
