"""The colour of a calendar: the server's, made readable on the theme, or one of our own."""

from PySide6.QtGui import QColor

from transom.engine.entities.calendar import Calendar
from transom.ui.calendar.ink import Ink

LEAST_CONTRAST = 3.0
_STEP = 0.03


def calendar_color(theme: Ink, calendar: Calendar | None) -> QColor:
    """Return the colour that marks a calendar's events, of at least 3:1 on the grid."""
    colors = theme.tokens.calendars
    color = QColor(calendar.color) if calendar and calendar.color else QColor()
    if not color.isValid():
        return QColor(colors[((calendar.id if calendar else 1) - 1) % len(colors)])
    ground = theme.color("card")
    step = _STEP if theme.is_dark else -_STEP
    lightness = color.lightnessF()
    while contrast(color, ground) < LEAST_CONTRAST:
        lightness = min(1.0, max(0.0, lightness + step))
        color = QColor.fromHslF(max(color.hslHueF(), 0.0), color.hslSaturationF(), lightness)
    return color


def contrast(one: QColor, other: QColor) -> float:
    """Return how far apart two colours are in light, 1 to 21, as WCAG counts."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: QColor) -> float:
    parts = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
