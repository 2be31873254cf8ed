"""What the strips of free and busy times are made of: hours in pixels, states in colours."""

from dataclasses import dataclass
from datetime import date, tzinfo
from itertools import pairwise

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from transom.engine.entities.calendar import ShowAs
from transom.engine.entities.spans import Span
from transom.ui.calendar.layout import minute_of
from transom.ui.theme import Theme

STATES = {
    ShowAs.ELSEWHERE: "Working elsewhere",
    ShowAs.TENTATIVE: "Tentative",
    ShowAs.UNKNOWN: "Busy",
    ShowAs.BUSY: "Busy",
    ShowAs.OUT_OF_OFFICE: "Out of office",
}
"""What a state is called, the strongest last: it is painted over the others."""


@dataclass(frozen=True, slots=True)
class StripDays:
    """The days shown with their left edges, one more than days, and the hours from and until."""

    days: tuple[date, ...]
    edges: tuple[int, ...]
    hours: tuple[int, int]
    zone: tzinfo

    def rect_of(self, span: Span, number: int, height: int) -> QRect:
        """Return where a span lies on a day; empty where it does not touch the hours shown."""
        day = self.days[number]
        first, last = self.hours[0] * 60, self.hours[1] * 60
        top = max(first, minute_of(span.starts_at, day, self.zone))
        bottom = min(last, minute_of(span.ends_at, day, self.zone))
        if bottom <= top:
            return QRect()
        left, right = self.edges[number] + 2, self.edges[number + 1] - 1
        begin = left + (right - left) * (top - first) // (last - first)
        end = left + (right - left) * (bottom - first) // (last - first)
        return QRect(begin, 0, max(2, end - begin), height)


class HourScale(QWidget):
    """The hours above the strips, as many as have room."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._place: StripDays | None = None
        self.setFixedHeight(theme.px(14))
        theme.changed.connect(self.update)

    def show_hours(self, place: StripDays) -> None:
        """Name the hours of these days."""
        self._place = place
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        place = self._place
        if place is None:
            return
        painter = QPainter(self)
        painter.setFont(self._theme.font(10))
        painter.setPen(self._theme.color("dim"))
        first, last = place.hours
        room = painter.fontMetrics().horizontalAdvance("00:00") + self._theme.px(8)
        for left, right in pairwise(place.edges):
            width = (right - left) / (last - first)
            step = next((n for n in (1, 2, 3, 4, 6) if n * width >= room), 12)
            for hour in range(first + 1, last):
                if hour % step == 0:
                    middle = round(left + (hour - first) * width)
                    label = QRect(middle - room // 2, 0, room, self.height())
                    if label.left() < left or label.right() > right:
                        continue  # the neighbour's hours stand there
                    painter.drawText(label, Qt.AlignmentFlag.AlignCenter, f"{hour:02}:00")


def paint_state(painter: QPainter, rect: QRect, show_as: ShowAs, theme: Theme) -> None:
    """Paint a span as its state is painted everywhere: solid, hatched, or a mere outline."""
    is_away = show_as is ShowAs.OUT_OF_OFFICE
    color = QColor(theme.tokens.calendars[3]) if is_away else theme.color("accent")
    if show_as is ShowAs.ELSEWHERE:
        painter.setPen(color)
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
    elif show_as is ShowAs.TENTATIVE:
        painter.fillRect(rect, theme.color("accent_soft"))
        painter.fillRect(rect, QBrush(color, Qt.BrushStyle.BDiagPattern))
    else:
        painter.fillRect(rect, color)
