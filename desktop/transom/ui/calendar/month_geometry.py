"""Pixels of the month: whole weeks as rows, events as lines in them, and a count of the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from PySide6.QtCore import QPoint, QRect, QSize

from transom.engine.entities.calendar import Span
from transom.ui.calendar.geometry import Box
from transom.ui.calendar.layout import Bar, days_of, is_banded, lay_band

WEEK = 7


@dataclass(frozen=True, slots=True)
class MonthMetrics:
    """The lengths of the month in pixels, already scaled with the system's font."""

    gutter: int
    header: int
    day_name: int
    lane: int
    gap: int
    least_week: int


class MonthGeometry:
    """The rectangles of whole weeks in a viewport of one size."""

    def __init__(
        self,
        days: Sequence[date],
        spans: Sequence[Span],
        zone: tzinfo,
        size: QSize,
        metrics: MonthMetrics,
    ) -> None:
        self.days = tuple(days)
        self.metrics = metrics
        self._width = max(size.width(), metrics.gutter + WEEK)
        self.weeks = max(1, len(days) // WEEK)
        self._height = max(size.height() - metrics.header, self.weeks * metrics.least_week)
        self.hidden = [0] * len(days)
        self.boxes: list[Box] = []
        for week in range(self.weeks):
            self._lay_week(week, spans, zone)

    @property
    def top(self) -> int:
        """Where the weeks begin."""
        return self.metrics.header

    @property
    def content_height(self) -> int:
        """The height of all weeks."""
        return self._height

    @property
    def step(self) -> int:
        """How far one notch of the wheel goes."""
        return self._height // self.weeks // 2

    def week_top(self, week: int) -> int:
        """Return where a week begins below the names of the days."""
        return self._height * week // self.weeks

    def day_left(self, column: int) -> int:
        """Return the left edge of a weekday's column; one past the last is the right edge."""
        room = self._width - self.metrics.gutter
        return self.metrics.gutter + room * column // WEEK

    def cell(self, number: int) -> QRect:
        """Return the rectangle of a day, not scrolled."""
        week, column = divmod(number, WEEK)
        left, top = self.day_left(column), self.week_top(week)
        return QRect(left, top, self.day_left(column + 1) - left, self.week_top(week + 1) - top)

    def count_rect(self, number: int) -> QRect:
        """Return where a day says how much more there is."""
        cell, gap = self.cell(number), self.metrics.gap
        top = cell.top() + self.metrics.day_name + max(0, self._fit(number) - 1) * self.metrics.lane
        return QRect(cell.left() + gap, top, cell.width() - 2 * gap, self.metrics.lane - 2)

    def day_at(self, point: QPoint, scroll: int) -> int:
        """Return the number of the day under a point of the viewport, or -1."""
        inside = QPoint(point.x(), point.y() - self.top + scroll)
        numbers = range(len(self.days)) if point.y() >= self.top else ()
        return next((number for number in numbers if self.cell(number).contains(inside)), -1)

    def box_at(self, point: QPoint, scroll: int) -> Box | None:
        """Return the box under a point of the viewport."""
        if point.y() < self.top:
            return None
        inside = QPoint(point.x(), point.y() - self.top + scroll)
        return next(
            (box for box in self.boxes if not box.is_counted and box.rect.contains(inside)), None
        )

    def placed(self, box: Box, scroll: int) -> QRect:
        """Return where a box stands in the viewport."""
        return box.rect.translated(0, self.top - scroll)

    def _fit(self, number: int) -> int:
        """Return how many lines a day has room for."""
        height = self.cell(number).height() - self.metrics.day_name
        return max(1, height // self.metrics.lane)

    def _lay_week(self, week: int, spans: Sequence[Span], zone: tzinfo) -> None:
        first = week * WEEK
        bars = lay_lines(self.days[first : first + WEEK], spans, zone)
        fit = self._fit(first)
        crowded = crowded_days(bars, fit)
        for bar in bars:
            days = range(bar.first, bar.end)
            if is_seen(bar, crowded, fit):
                self.boxes.append(self._bar_box(first, bar, is_banded(spans[bar.index])))
                continue
            for day in days:
                self.hidden[first + day] += 1
            rect = self.count_rect(first + bar.first)
            self.boxes.append(Box(bar.index, first + bar.first, rect, False, is_counted=True))

    def _bar_box(self, first: int, bar: Bar, is_band: bool) -> Box:
        gap = self.metrics.gap
        left, right = self.day_left(bar.first), self.day_left(bar.end)
        week_top = self.week_top(first // WEEK)
        y = week_top + self.metrics.day_name + bar.lane * self.metrics.lane
        rect = QRect(left + gap, y, right - left - 2 * gap, self.metrics.lane - 2)
        day = first + bar.first
        return Box(bar.index, day, rect, is_band, bar.begins_before, bar.ends_after)


def lay_lines(days: Sequence[date], spans: Sequence[Span], zone: tzinfo) -> list[Bar]:
    """Place a week's events on lanes: bands first, then the timed ones of each day in order."""
    bars = lay_band(days, spans, zone)
    taken = {(day, bar.lane) for bar in bars for day in range(bar.first, bar.end)}
    timed = sorted(
        (span.starts_at, index)
        for index, span in enumerate(spans)
        if not is_banded(span) and _touches(span, days, zone)
    )
    for _, index in timed:
        first, end = days_of(spans[index], zone)
        for number, day in enumerate(days):
            if first <= day < end:
                lane = 0
                while (number, lane) in taken:
                    lane += 1
                taken.add((number, lane))
                bars.append(Bar(index, number, number + 1, lane, first < day, False))
    return bars


def crowded_days(bars: Sequence[Bar], fit: int) -> frozenset[int]:
    """Return the days whose last line must be a count, so that nothing is hidden unsaid."""
    crowded: set[int] = set()
    while True:
        more = {
            day
            for bar in bars
            if not is_seen(bar, crowded, fit)
            for day in range(bar.first, bar.end)
        }
        if more <= crowded:
            return frozenset(crowded)
        crowded |= more


def is_seen(bar: Bar, crowded: frozenset[int] | set[int], fit: int) -> bool:
    """Whether a bar has a line on each of its days, where a crowded day gives its last away."""
    return all(bar.lane < fit - (day in crowded) for day in range(bar.first, bar.end))


def _touches(span: Span, days: Sequence[date], zone: tzinfo) -> bool:
    first, end = days_of(span, zone)
    return first <= days[-1] and end > days[0]
