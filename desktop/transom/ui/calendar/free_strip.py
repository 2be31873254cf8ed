"""One person's days as a strip of hours, aligned with the columns of the grid above."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from transom.engine.entities.availability import Busy
from transom.engine.entities.calendar import ShowAs
from transom.engine.entities.spans import Span
from transom.ui.calendar.layout import minute_of
from transom.ui.calendar.words import clock_range
from transom.ui.text import day_words, safe
from transom.ui.theme import Theme

STATES = {
    ShowAs.ELSEWHERE: "Working elsewhere",
    ShowAs.TENTATIVE: "Tentative",
    ShowAs.UNKNOWN: "Busy",
    ShowAs.BUSY: "Busy",
    ShowAs.OUT_OF_OFFICE: "Out of office",
}
"""What a state is called, the strongest last: it is painted over the others."""
_STRENGTH = list(STATES)
_HEIGHT_PX = 24


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


class FreeStrip(QWidget):
    """Paints what is taken, or, for everybody together, what is free.

    Signals:
        chosen: a datetime within a day that was clicked.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._place: StripDays | None = None
        self._busy: tuple[Busy, ...] = ()
        self._off: tuple[Span, ...] = ()
        self._free: tuple[Span, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    def show_time(
        self,
        place: StripDays,
        busy: Sequence[Busy],
        off: Sequence[Span] = (),
        free: Sequence[Span] = (),
    ) -> None:
        """Show what is taken, the hours nobody works, and what is free for all."""
        self._place, self._off, self._free = place, tuple(off), tuple(free)
        self._busy = tuple(sorted(busy, key=lambda one: _STRENGTH.index(one.show_as)))
        words = [_words(one.span, STATES[one.show_as], place) for one in self._by_time()]
        words += [_words(span, "Free for all", place) for span in self._free]
        self.setAccessibleDescription("; ".join(words) or "Nothing planned")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(_HEIGHT_PX))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        place = self._place
        if place is None:
            return
        painter = QPainter(self)
        for number in range(len(place.days)):
            self._paint_day(painter, place, number)

    def _paint_day(self, painter: QPainter, place: StripDays, number: int) -> None:
        theme, height = self._theme, self.height()
        left, right = place.edges[number], place.edges[number + 1]
        painter.fillRect(left + 2, 0, right - left - 3, height, theme.color("card"))
        for span in self._off:
            painter.fillRect(place.rect_of(span, number, height), theme.color("bg"))
        for span in self._free:
            rect = place.rect_of(span, number, height)
            painter.fillRect(rect, theme.color("ok_soft"))
            painter.fillRect(rect.adjusted(0, height - theme.px(3), 0, 0), theme.color("ok"))
        inset = theme.px(4)
        for one in self._busy:
            rect = place.rect_of(one.span, number, height)
            if not rect.isEmpty():
                paint_state(painter, rect.adjusted(0, inset, 0, -inset), one.show_as, theme)
        painter.fillRect(left, 0, 1, height, theme.color("line"))

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self._words_at(event.pos())
            QToolTip.showText(event.globalPos(), words, self) if words else QToolTip.hideText()
            return True
        return super().event(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place, x = self._place, event.position().toPoint().x()
        if place is None or event.button() != Qt.MouseButton.LeftButton:
            return
        spans = [*self._free, *(one.span for one in self._busy)]
        found = self._spans_at(spans, event.position().toPoint())
        if found:
            self.chosen.emit(found[0].starts_at)
        elif place.edges[0] <= x < place.edges[-1]:
            number = next(n for n in range(len(place.days)) if x < place.edges[n + 1])
            noon = datetime.combine(place.days[number], datetime.min.time(), place.zone)
            self.chosen.emit(noon.replace(hour=place.hours[0]))

    def _by_time(self) -> list[Busy]:
        return sorted(self._busy, key=lambda one: one.span.starts_at)

    def _spans_at(self, spans: Sequence[Span], point: QPoint) -> list[Span]:
        place = self._place
        if place is None:
            return []
        numbers = range(len(place.days))
        return [
            span
            for span in spans
            if any(place.rect_of(span, number, self.height()).contains(point) for number in numbers)
        ]

    def _words_at(self, point: QPoint) -> str:
        if self._place is None:
            return ""
        lines = [
            _words(one.span, safe(one.subject) or STATES[one.show_as], self._place)
            for one in self._by_time()
            if self._spans_at([one.span], point)
        ]
        lines += [
            _words(one, "Free for all", self._place) for one in self._spans_at(self._free, point)
        ]
        return "\n".join(lines)


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


def _words(span: Span, state: str, place: StripDays) -> str:
    day = span.starts_at.astimezone(place.zone).date()
    return f"{day_words(day, date.min)} {clock_range(span, place.zone)} {state}"
