"""Pixels of the grid of days: from minutes, columns and lanes to rectangles, and back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from typing import Protocol

from PySide6.QtCore import QPoint, QRect

from transom.engine.entities.calendar import Span
from transom.ui.calendar.layout import DAY_MINUTES, Bar, Piece, lay_band, lay_day, rows_by_day

MOST_LANES = 4
"""More lanes than this in a week become a count that leads to the day."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """The lengths of the grid in pixels, already scaled with the system's font."""

    hour: int
    gutter: int
    header: int
    lane: int
    gap: int


@dataclass(frozen=True, slots=True)
class Box:
    """Where a part of the event in ``row`` stands; timed boxes scroll, banded ones do not."""

    row: int
    day: int
    rect: QRect
    is_banded: bool
    begins_before: bool = False
    ends_after: bool = False
    is_counted: bool = False
    """Without room of its own: the rectangle is that of the count it is part of."""


class Placement(Protocol):
    """What an item view asks of the arithmetic behind it."""

    @property
    def boxes(self) -> Sequence[Box]:
        """Where every row stands, some rows in several places."""
        ...

    @property
    def top(self) -> int:
        """Where the scrolling part begins."""
        ...

    @property
    def content_height(self) -> int:
        """The height of all that scrolls."""
        ...

    @property
    def step(self) -> int:
        """How far one notch of the wheel goes."""
        ...

    def box_at(self, point: QPoint, scroll: int) -> Box | None:
        """Return the box under a point of the viewport."""
        ...

    def placed(self, box: Box, scroll: int) -> QRect:
        """Return where a box stands in the viewport."""
        ...


class Geometry:
    """The rectangles of one range of days in a viewport of one size.

    With ``parts`` one day stands in several columns, each with the rows of its part alone.
    """

    def __init__(
        self,
        days: Sequence[date],
        spans: Sequence[Span],
        zone: tzinfo,
        width: int,
        metrics: Metrics,
        parts: Sequence[Collection[int]] = (),
    ) -> None:
        self.days = tuple(days)[:1] * len(parts) if parts else tuple(days)
        self.metrics = metrics
        self._width = max(width, metrics.gutter + len(self.days))
        bars = lay_parts(self.days, spans, zone, parts) if parts else lay_band(days, spans, zone)
        most = MOST_LANES if len(self.days) > 1 else 2 * MOST_LANES
        self.lanes = min(max((bar.lane + 1 for bar in bars), default=0), most)
        self.hidden = [0] * len(self.days)
        self.boxes: list[Box] = []
        for bar in bars:
            self._add_bar(bar)
        timed = parts or rows_by_day(self.days, spans, zone)
        for number, (day, rows) in enumerate(zip(self.days, timed, strict=True)):
            pieces = lay_day(day, spans, zone, rows)
            self.boxes += [self._piece_box(number, piece) for piece in pieces]

    @property
    def band_height(self) -> int:
        """The height of the all-day band, with room for a count where lanes are hidden."""
        rows = max(1, self.lanes) + (0.7 if any(self.hidden) else 0)
        return round(rows * self.metrics.lane) + 2 * self.metrics.gap

    @property
    def top(self) -> int:
        """Where the scrolling hours begin."""
        return self.metrics.header + self.band_height

    @property
    def content_height(self) -> int:
        """The height of all hours of a day."""
        return 24 * self.metrics.hour

    @property
    def step(self) -> int:
        """How far one notch of the wheel goes."""
        return self.metrics.hour // 2

    def day_left(self, number: int) -> int:
        """Return the left edge of a day's column; one past the last is the right edge."""
        room = self._width - self.metrics.gutter
        return self.metrics.gutter + room * number // max(1, len(self.days))

    def day_at(self, x: int) -> int:
        """Return the column under ``x``, or -1 in the gutter."""
        for number in range(len(self.days)):
            if self.day_left(number) <= x < self.day_left(number + 1):
                return number
        return -1

    def minute_y(self, minute: float) -> int:
        """Return how far below midnight a minute lies."""
        return round(minute * self.metrics.hour / 60)

    def box_at(self, point: QPoint, scroll: int) -> Box | None:
        """Return the box under a point of the viewport, the topmost first."""
        for box in reversed(self.boxes):
            is_here = box.is_banded == (point.y() < self.top) and not box.is_counted
            if is_here and self.placed(box, scroll).contains(point):
                return box
        return None

    def placed(self, box: Box, scroll: int) -> QRect:
        """Return where a box stands in the viewport."""
        return box.rect if box.is_banded else box.rect.translated(0, self.top - scroll)

    def count_rect(self, number: int) -> QRect:
        """Return where a day says how many bars are hidden."""
        gap, lane = self.metrics.gap, self.metrics.lane
        left, right = self.day_left(number) + gap, self.day_left(number + 1) - gap
        top = self.metrics.header + gap + self.lanes * lane
        return QRect(left, top, right - left, round(lane * 0.7))

    def _add_bar(self, bar: Bar) -> None:
        if bar.lane >= self.lanes:
            for day in range(bar.first, bar.end):
                self.hidden[day] += 1
            rect = self.count_rect(bar.first)
            self.boxes.append(Box(bar.index, bar.first, rect, True, is_counted=True))
            return
        gap, lane = self.metrics.gap, self.metrics.lane
        left, right = self.day_left(bar.first), self.day_left(bar.end)
        y = self.metrics.header + gap + bar.lane * lane
        rect = QRect(left + gap, y, right - left - 2 * gap, lane - gap // 2)
        self.boxes.append(Box(bar.index, bar.first, rect, True, bar.begins_before, bar.ends_after))

    def _piece_box(self, day: int, piece: Piece) -> Box:
        gap = self.metrics.gap
        left = self.day_left(day) + gap
        room = self.day_left(day + 1) - left - gap
        begin = left + room * piece.column // piece.columns
        end = left + room * (piece.column + piece.breadth) // piece.columns
        if piece.column + piece.breadth < piece.columns:
            end -= gap
        top, bottom = self.minute_y(piece.top) + 1, self.minute_y(piece.bottom) - 1
        rect = QRect(begin, top, max(1, end - begin), max(1, bottom - top))
        return Box(piece.index, day, rect, False, piece.top == 0, piece.bottom == DAY_MINUTES)


def lay_parts(
    days: Sequence[date], spans: Sequence[Span], zone: tzinfo, parts: Sequence[Collection[int]]
) -> list[Bar]:
    """Lay the band of each column by itself: a bar never leads from one calendar to another."""
    return [
        replace(bar, first=number, end=number + 1)
        for number, rows in enumerate(parts)
        for bar in lay_band(days[:1], spans, zone, rows)
    ]
