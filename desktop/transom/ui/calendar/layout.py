"""Where events stand in a grid of days: minutes, shared columns and lanes of the band; no Qt."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from transom.engine.entities.calendar import Span

DAY_MINUTES = 24 * 60
LEAST_MINUTES = 20
"""A shorter event is drawn this long, so that its subject can be read and clicked."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of event ``index`` that lies on one day, in wall-clock minutes from midnight.

    It takes ``breadth`` of the ``columns`` equal columns, from ``column`` on.
    """

    index: int
    top: int
    bottom: int
    column: int = 0
    breadth: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Bar:
    """The part of event ``index`` that lies in the all-day band; ``end`` is exclusive."""

    index: int
    first: int
    end: int
    lane: int
    begins_before: bool
    ends_after: bool


def local_date(instant: datetime, zone: tzinfo) -> date:
    """Return the day an instant falls on; years without a neighbour keep their own."""
    try:
        return instant.astimezone(zone).date()
    except OverflowError:
        return instant.date()


def days_of(span: Span, zone: tzinfo) -> tuple[date, date]:
    """Return the first day a span touches and the day after its last."""
    if span.first_day is not None:
        least_end = _next_day(span.first_day)
        return span.first_day, max(span.end_day or least_end, least_end)
    first = local_date(span.starts_at, zone)
    if span.ends_at <= span.starts_at:
        return first, _next_day(first)
    # The last instant inside decides: an end at midnight belongs to the day before, in any zone.
    last = local_date(span.ends_at - timedelta(microseconds=1), zone)
    return first, _next_day(max(first, last))


def is_banded(span: Span) -> bool:
    """Whether a span stands in the all-day band: whole days, or a whole day long and more."""
    return span.is_all_day or span.ends_at - span.starts_at >= timedelta(days=1)


def lay_day(
    day: date, spans: Sequence[Span], zone: tzinfo, rows: Collection[int] | None = None
) -> list[Piece]:
    """Place the timed spans of one day side by side where they overlap; all, or those of rows."""
    pieces: list[Piece] = []
    for index in range(len(spans)) if rows is None else rows:
        span = spans[index]
        if is_banded(span):
            continue
        first, end = days_of(span, zone)
        if first <= day < end:
            pieces.append(_piece(index, span, day, zone))
    pieces.sort(key=lambda piece: (piece.top, -piece.bottom, piece.index))
    placed: list[Piece] = []
    for cluster in _clusters(pieces):
        placed.extend(_share_columns(cluster))
    return placed


def rows_by_day(days: Sequence[date], spans: Sequence[Span], zone: tzinfo) -> list[list[int]]:
    """Return which timed spans touch each of the days, so that no day looks at all of them."""
    found: list[list[int]] = [[] for _ in days]
    for index, span in enumerate(spans):
        if not is_banded(span):
            first, end = days_of(span, zone)
            for rows, day in zip(found, days, strict=True):
                if first <= day < end:
                    rows.append(index)
    return found


def lay_band(
    days: Sequence[date],
    spans: Sequence[Span],
    zone: tzinfo,
    rows: Collection[int] | None = None,
) -> list[Bar]:
    """Place the spans of the all-day band on lanes, earlier and longer ones higher."""
    found: list[Bar] = []
    for index, span in enumerate(spans):
        if not is_banded(span) or (rows is not None and index not in rows):
            continue
        first, end = days_of(span, zone)
        columns = [number for number, day in enumerate(days) if first <= day < end]
        if columns:
            begins_before, ends_after = first < days[columns[0]], end > _next_day(days[columns[-1]])
            found.append(Bar(index, columns[0], columns[-1] + 1, 0, begins_before, ends_after))
    found.sort(key=lambda bar: (bar.first, bar.first - bar.end, bar.index))
    lanes: list[int] = []
    placed: list[Bar] = []
    for bar in found:
        lane = next((n for n, free in enumerate(lanes) if free <= bar.first), len(lanes))
        lanes[lane:] = [bar.end, *lanes[lane + 1 :]]
        placed.append(replace(bar, lane=lane))
    return placed


def minute_of(instant: datetime, day: date, zone: tzinfo) -> int:
    """Return the wall-clock minute of an instant within ``day``, held to the day's ends."""
    on_day = local_date(instant, zone)
    if on_day != day:
        return 0 if on_day < day else DAY_MINUTES
    local = instant.astimezone(zone)
    return local.hour * 60 + local.minute


def _next_day(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


def _piece(index: int, span: Span, day: date, zone: tzinfo) -> Piece:
    top = minute_of(span.starts_at, day, zone)
    bottom = minute_of(span.ends_at, day, zone)
    if bottom <= top < DAY_MINUTES and span.ends_at > span.starts_at:
        # In the hour that the clock repeats the end can read earlier than the start.
        bottom = top + int((span.ends_at - span.starts_at).total_seconds() // 60)
    top = min(top, DAY_MINUTES - LEAST_MINUTES)
    bottom = min(max(bottom, top + LEAST_MINUTES), DAY_MINUTES)
    return Piece(index, top, bottom)


def _clusters(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Split pieces sorted by start into runs that no piece of another run touches."""
    clusters: list[list[Piece]] = []
    reach = -1
    for piece in pieces:
        if piece.top >= reach:
            clusters.append([])
        clusters[-1].append(piece)
        reach = max(reach, piece.bottom)
    return clusters


def _share_columns(cluster: Sequence[Piece]) -> list[Piece]:
    """Give each piece the first free column, then let it grow to the right where nothing is."""
    bottoms: list[int] = []
    placed: list[Piece] = []
    for piece in cluster:
        column = next((n for n, low in enumerate(bottoms) if low <= piece.top), len(bottoms))
        bottoms[column:] = [piece.bottom, *bottoms[column + 1 :]]
        placed.append(replace(piece, column=column))
    columns = len(bottoms)
    return [
        replace(piece, columns=columns, breadth=_room_right(piece, placed, columns))
        for piece in placed
    ]


def _room_right(piece: Piece, placed: Sequence[Piece], columns: int) -> int:
    taken = [
        other.column
        for other in placed
        if other.column > piece.column and other.top < piece.bottom and piece.top < other.bottom
    ]
    return min(taken, default=columns) - piece.column
