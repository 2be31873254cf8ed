"""What comes next in a series; no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo
from itertools import islice

from transom.engine.entities.calendar import Event, EventKind, Span
from transom.engine.files.series import WEEK_STARTS, starts

MOST_NEXT = 5


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One coming time of a series; ``mark`` says what is different about it."""

    span: Span
    mark: str = ""


def next_occurrences(
    master: Event,
    stored: Sequence[Event],
    known_until: datetime,
    after: datetime,
    zone: tzinfo | None,
) -> list[Occurrence]:
    """Return the next times: as stored as far as is known, beyond that as the rule makes them."""
    found = [
        Occurrence(one.span, _mark(one))
        for one in sorted(stored, key=lambda one: one.span.starts_at)
        if one.span.starts_at > after
    ][:MOST_NEXT]
    if len(found) < MOST_NEXT and master.recurrence is not None:
        begin = max(known_until, after)
        found += islice(_beyond(master, stored, begin, zone or UTC), MOST_NEXT - len(found))
    return found


def _mark(event: Event) -> str:
    if event.is_cancelled:
        return "cancelled"
    return "changed" if event.kind is EventKind.EXCEPTION else ""


def _beyond(
    master: Event, stored: Sequence[Event], begin: datetime, zone: tzinfo
) -> list[Occurrence]:
    rule, span = master.recurrence, master.span
    if rule is None:
        return []
    first = (
        datetime.combine(span.first_day, time())
        if span.first_day is not None
        else span.starts_at.astimezone(zone).replace(tzinfo=None)
    )
    walls = {
        one.span.starts_at.astimezone(zone).replace(tzinfo=None)
        for one in stored
        if one.kind is EventKind.OCCURRENCE
    }
    wanted = sorted(walls)[:3]
    week_start = next(
        (
            start
            for start in WEEK_STARTS
            if all(
                next(starts(rule, first, week_start=start, after=one), None) == one
                for one in wanted
            )
        ),
        WEEK_STARTS[0],
    )
    after = begin.astimezone(zone).replace(tzinfo=None)
    made = islice(starts(rule, first, week_start=week_start, after=after), MOST_NEXT)
    return [Occurrence(_span_at(wall, span, zone)) for wall in made]


def _span_at(wall: datetime, like: Span, zone: tzinfo) -> Span:
    length = like.ends_at - like.starts_at
    if like.first_day is not None:
        start = wall.replace(tzinfo=UTC)
        return Span(start, start + length, wall.date(), (start + length).date())
    start = wall.replace(tzinfo=zone).astimezone(UTC)
    return Span(start, start + length)
