"""Small things that many rows show alike, painted once: discs with initials, counts."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Slot
from PySide6.QtGui import QPainter, QPixmap

from transom.ui.theme import Theme

_MOST = 200


class Stamps(QObject):
    """Keeps the latest, until the theme changes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._kept: dict[Hashable, QPixmap] = {}
        theme.changed.connect(self._forget)

    def draw(
        self,
        painter: QPainter,
        place: QRect,
        look: Hashable,
        paint: Callable[[QPainter, QRect], None],
    ) -> None:
        """Draw what looks like this, which ``paint`` paints where it is new."""
        ratio = painter.device().devicePixelRatioF()
        if ratio != int(ratio):
            paint(painter, place)  # a picture between two pixels is blurred
            return
        key = (look, place.width(), place.height(), ratio)
        known = self._kept.pop(key, None)
        stamp = known if known is not None else _painted(place, ratio, paint)
        self._kept[key] = stamp  # the latest stand last
        if len(self._kept) > _MOST:
            del self._kept[next(iter(self._kept))]
        painter.drawPixmap(place.topLeft(), stamp)

    @Slot()
    def _forget(self) -> None:
        self._kept.clear()


def _painted(place: QRect, ratio: float, paint: Callable[[QPainter, QRect], None]) -> QPixmap:
    stamp = QPixmap(place.size() * ratio)
    stamp.setDevicePixelRatio(ratio)
    stamp.fill(Qt.GlobalColor.transparent)
    painter = QPainter(stamp)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint(painter, QRect(QPoint(0, 0), place.size()))
    painter.end()
    return stamp
