"""Where a window stands and how much room it has."""

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QWidget

from transom.ui.theme import Theme

_USUAL_PX = (1440, 900)
_DRAWER_BELOW_PX, _ONE_PANE_BELOW_PX = 1150, 900


def restore_place(window: QWidget, place: str) -> None:
    """Give a window the size and place of last time, as base64; else the design's."""
    if not (place and window.restoreGeometry(QByteArray.fromBase64(place.encode()))):
        window.resize(*_USUAL_PX)
    # The screen may be smaller than the design, or than the one of last time.
    window.resize(window.size().boundedTo(window.screen().availableGeometry().size()))


def place_of(window: QWidget) -> str:
    """Return a window's size and place, as base64."""
    return window.saveGeometry().toBase64().toStdString()


def narrow_level(window: QWidget, theme: Theme) -> int:
    """Return 0 for room enough, 1 where side panes become drawers, 2 for one pane at a time."""
    width = window.width() * 13 / max(1, theme.px(13))
    return 0 if width >= _DRAWER_BELOW_PX else 1 if width >= _ONE_PANE_BELOW_PX else 2
