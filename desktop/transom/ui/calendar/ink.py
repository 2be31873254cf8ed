"""What painters take colours and lengths from: the window's theme, or paper's."""

from typing import Protocol

from PySide6.QtGui import QColor, QFont
from typing_extensions import override

from transom.ui.theme import LIGHT, Theme, Tokens


class Ink(Protocol):
    """Colours by their tokens, and sizes of the design scaled."""

    @property
    def tokens(self) -> Tokens:
        """All colours."""
        ...

    @property
    def is_dark(self) -> bool:
        """Whether the ground is dark."""
        ...

    def px(self, design_px: float) -> int:
        """Scale a length of the design."""
        ...

    def font(self, size_px: float = ..., weight: int = ...) -> QFont:
        """Return the font at a size of the design."""
        ...

    def color(self, token: str) -> QColor:
        """Return the colour of a token."""
        ...

    def mixed(self, color: QColor, over: QColor, share: float) -> QColor:
        """Lay a share of one colour over another."""
        ...


class PaperInk(Ink):
    """The theme's sizes with the light colours, whatever the window shows."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    @property
    @override
    def tokens(self) -> Tokens:
        return LIGHT

    @property
    @override
    def is_dark(self) -> bool:
        return False

    @override
    def px(self, design_px: float) -> int:
        return self._theme.px(design_px)

    @override
    def font(self, size_px: float = 13, weight: int = 400) -> QFont:
        return self._theme.font(size_px, weight)

    @override
    def color(self, token: str) -> QColor:
        return QColor(getattr(LIGHT, token))

    @override
    def mixed(self, color: QColor, over: QColor, share: float) -> QColor:
        return self._theme.mixed(color, over, share)
