"""The disc with a photo or initials that stands for a person."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from transom.ui.text import initials
from transom.ui.theme import Theme


def paint_avatar(
    painter: QPainter,
    rect: QRect,
    name: str,
    theme: Theme,
    photo: QPixmap | None = None,
    color: QColor | None = None,
) -> None:
    """Paint a round photo, or initials on ``color``, or on the one that ``name`` always has."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if photo is not None and not photo.isNull():
        disc = QPainterPath()
        disc.addEllipse(rect)
        painter.setClipPath(disc)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(rect, photo)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color or theme.avatar_color(name))
        painter.drawEllipse(rect)
        font = theme.font(13, 600)
        font.setPixelSize(max(8, round(rect.height() * 0.38)))
        painter.setFont(font)
        painter.setPen(QColor(Qt.GlobalColor.white))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initials(name))
    painter.restore()


class Avatar(QWidget):
    """A person's disc as a widget of ``size`` design pixels."""

    def __init__(self, theme: Theme, size: int = 40, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size = size
        self._name = ""
        self._photo: QPixmap | None = None
        self._account_color = -1
        theme.changed.connect(self.update)
        self.setFixedSize(self.sizeHint())

    def show_person(self, name: str, photo: QPixmap | None = None, account_color: int = -1) -> None:
        """Show somebody; an account's owner in the account's colour."""
        self._name, self._photo, self._account_color = name, photo, account_color
        self.setAccessibleName(name)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        side = self._theme.px(self._size)
        return QSize(side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._name:
            place = self._account_color
            color = self._theme.account_disc(place) if place >= 0 else None
            painter = QPainter(self)
            paint_avatar(painter, self.rect(), self._name, self._theme, self._photo, color)
