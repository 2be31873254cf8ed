"""Whose message a row shows, where a list holds several accounts' messages."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from transom.engine.entities.accounts import Account, AccountId
from transom.ui.theme import Theme

_DOT_PX, _RING_PX = 10, 2


class AccountMarks:
    """Knows the colours of the accounts, once there are several to tell apart."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._colors: dict[AccountId, int] = {}

    def learn(self, accounts: Sequence[Account]) -> None:
        """Take these accounts, in place of those known before."""
        self._colors = {one.id: one.color for one in accounts} if len(accounts) > 1 else {}

    def color_of(self, account: AccountId) -> int | None:
        """Return which of the theme's colours marks an account, if any does."""
        return self._colors.get(account)

    def paint(self, painter: QPainter, disc: QRect, account: AccountId, ground: QColor) -> None:
        """Paint an account's dot over the lower edge of a sender's disc."""
        color = self.color_of(account)
        if color is None:
            return
        px = self._theme.px
        side, ring = px(_DOT_PX), px(_RING_PX)
        dot = QRect(disc.right() - side + ring, disc.bottom() - side + ring, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawEllipse(dot.adjusted(-ring, -ring, ring, ring))
        painter.setBrush(self._theme.account_color(color))
        painter.drawEllipse(dot)
