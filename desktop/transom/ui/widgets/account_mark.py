"""The colour that tells one account from another, as a dot, an icon and a choice."""

from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from typing_extensions import override

from transom.ui.theme import ACCOUNT_COLOR_NAMES, Theme

_DOT, _ICON = 9, 16


class AccountDot(QWidget):
    """A small disc in an account's colour."""

    def __init__(self, theme: Theme, color: int) -> None:
        super().__init__()
        self._theme, self._color = theme, color
        self.setFixedSize(theme.px(_DOT), theme.px(_DOT))
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.account_color(self._color))
        painter.drawEllipse(self.rect())


def account_icon(theme: Theme, color: int) -> QIcon:
    """Return an account's disc for a menu."""
    side = theme.px(_ICON)
    pixmap = QPixmap(QSize(side, side))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.account_color(color))
    margin = side // 5
    painter.drawEllipse(QRect(0, 0, side, side).adjusted(margin, margin, -margin, -margin))
    painter.end()
    return QIcon(pixmap)


class ColorButton(QPushButton):
    """Shows an account's colour and offers the others.

    Signals:
        color_chosen: the place of the colour in the palette of accounts.
    """

    color_chosen = Signal(int)

    def __init__(self, theme: Theme, color: int, whose: str) -> None:
        super().__init__("Colour")
        self._theme, self._color = theme, color
        self.setAccessibleName(f"Colour of {whose}: {ACCOUNT_COLOR_NAMES[color]}")
        self.setIcon(account_icon(theme, color))
        self.setMenu(self._new_menu())

    def _new_menu(self) -> QMenu:
        menu = QMenu(self)
        for place, name in enumerate(ACCOUNT_COLOR_NAMES):
            action = menu.addAction(account_icon(self._theme, place), name)
            action.setCheckable(True)
            action.setChecked(place == self._color)
            action.triggered.connect(partial(self.color_chosen.emit, place))
        return menu
