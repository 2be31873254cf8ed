"""Pixels of the month: whole weeks as rows, events as lines in them, and a count of the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from PySide6.QtCore import QPoint, QRect, QSize

from transom.engine.entities.calendar import Span
from transom.ui.calendar.geometry import Box
from transom.ui.calendar.layout import Bar, days_of, is_banded

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


@dataclass(frozen=True, slots=True)
class Extent:
    """The days of the event ``index``, ``end`` exclusive."""

    index: int
    first: date
    end: date
    is_banded: bool


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
        self._cells = [self._cell(number) for number in range(len(days))]
        extents = extents_of(spans, zone)
        for week in range(self.weeks):
            self._lay_week(week, extents)

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
        return self._cells[number]

    def _cell(self, number: int) -> QRect:
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

    def _lay_week(self, week: int, extents: Sequence[Extent]) -> None:
        first = week * WEEK
        days = self.days[first : first + WEEK]
        here = [one for one in extents if one.first <= days[-1] and one.end > days[0]]
        bands = {one.index for one in here if one.is_banded}
        bars = lay_lines(days, here)
        fit = self._fit(first)
        counts = [self.count_rect(first + number) for number in range(len(days))]
        crowded = crowded_days(bars, fit)
        for bar in bars:
            if is_seen(bar, crowded, fit):
                self.boxes.append(self._bar_box(first, bar, bar.index in bands))
                continue
            for day in range(bar.first, bar.end):
                self.hidden[first + day] += 1
            rect = counts[bar.first]
            self.boxes.append(Box(bar.index, first + bar.first, rect, False, is_counted=True))

    def _bar_box(self, first: int, bar: Bar, is_band: bool) -> Box:
        gap = self.metrics.gap
        left, right = self.day_left(bar.first), self.day_left(bar.end)
        week_top = self.week_top(first // WEEK)
        y = week_top + self.metrics.day_name + bar.lane * self.metrics.lane
        rect = QRect(left + gap, y, right - left - 2 * gap, self.metrics.lane - 2)
        day = first + bar.first
        return Box(bar.index, day, rect, is_band, bar.begins_before, bar.ends_after)


def extents_of(spans: Sequence[Span], zone: tzinfo) -> list[Extent]:
    """Return every span's days, bands first and longer ones before, then by their beginning."""
    found = [
        Extent(index, *days_of(span, zone), is_banded(span)) for index, span in enumerate(spans)
    ]
    found.sort(
        key=lambda one: (
            not one.is_banded,
            one.first if one.is_banded else spans[one.index].starts_at.date(),
            one.first - one.end if one.is_banded else timedelta(),
            spans[one.index].starts_at,
            one.index,
        )
    )
    return found


def lay_lines(days: Sequence[date], extents: Sequence[Extent]) -> list[Bar]:
    """Place a week's events on lanes, in the order given, each in the first that is free."""
    taken: list[set[int]] = [set() for _ in days]
    lowest = [0] * len(days)  # all lanes above it are taken
    bars: list[Bar] = []
    for one in extents:
        first = max(0, (one.first - days[0]).days)
        end = min(len(days), (one.end - days[0]).days)
        # A night shift is two lines, one on each day; only bands run through.
        parts = [(first, end)] if one.is_banded else [(n, n + 1) for n in range(first, end)]
        for begin, stop in parts:
            lane = max(lowest[begin:stop])
            # Of one day the lowest is free; only bands must look further.
            while stop - begin > 1 and any(lane in taken[day] for day in range(begin, stop)):
                lane += 1
            for day in range(begin, stop):
                taken[day].add(lane)
                while lowest[day] in taken[day]:
                    lowest[day] += 1
            begins_before, ends_after = one.first < days[begin], one.end > _next(days[stop - 1])
            bars.append(Bar(one.index, begin, stop, lane, begins_before, ends_after))
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
    if bar.lane >= fit:
        return False
    return bar.lane < fit - 1 or not any(day in crowded for day in range(bar.first, bar.end))


def _next(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)
