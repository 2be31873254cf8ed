"""When everybody is free: working hours less what is taken; no Qt."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from transom.engine.entities.availability import Availability, Trouble
from transom.engine.entities.calendar import ShowAs
from transom.engine.entities.spans import Span
from transom.ui.calendar.working_hours import WorkingHours, working_hours_of

USUAL_HOURS = WorkingHours(frozenset(range(5)), time(8), time(18))
TAKEN = frozenset({ShowAs.TENTATIVE, ShowAs.BUSY, ShowAs.OUT_OF_OFFICE, ShowAs.UNKNOWN})
"""Who works elsewhere can still be met."""
_QUARTER = timedelta(minutes=15)


def common_free(
    people: Sequence[Availability],
    days: Sequence[date],
    zone: tzinfo,
    least: timedelta,
    now: datetime,
) -> list[Span]:
    """Return the spans within everybody's working hours in which nobody has anything."""
    known = [one for one in people if one.trouble is Trouble.NONE]
    if not known:
        return []
    taken = [busy.span for one in known for busy in one.busy if busy.show_as in TAKEN]
    free: list[Span] = []
    for day in days:
        shared = shared_hours(known, day, zone)
        if shared is None:
            continue
        start = max(shared.starts_at, _quarter_after(now))
        if start < shared.ends_at:
            free += _less(Span(start, shared.ends_at), taken)
    return [span for span in free if span.ends_at - span.starts_at >= least]


def shared_hours(people: Iterable[Availability], day: date, zone: tzinfo) -> Span | None:
    """Return the part of a day in which all work; who says nothing works as is usual."""
    begins, ends = 0, 24 * 60
    for one in people:
        hours = working_hours_of(one.hours) or USUAL_HOURS
        minutes = hours.minutes_on(day, zone)
        if minutes is None:
            return None
        begins, ends = max(begins, minutes[0]), min(ends, minutes[1])
    if begins >= ends:
        return None
    return Span(_instant(day, begins, zone), _instant(day, ends, zone))


def hours_seen(
    people: Iterable[Availability], days: Sequence[date], zone: tzinfo
) -> tuple[int, int]:
    """Return the hours of the day that a strip shows: all working hours, a little wider."""
    found = [
        minutes
        for one in people
        for day in days
        if (minutes := (working_hours_of(one.hours) or USUAL_HOURS).minutes_on(day, zone))
    ]
    first = min((begins for begins, _ in found), default=8 * 60)
    last = max((ends for _, ends in found), default=18 * 60)
    return max(0, first // 60 - 1), min(24, -(-last // 60) + 1)


def _less(span: Span, taken: Iterable[Span]) -> list[Span]:
    """Return what is left of a span once others are cut out of it."""
    left: list[Span] = []
    at = span.starts_at
    for other in sorted(taken, key=lambda one: one.starts_at):
        if other.starts_at >= span.ends_at:
            break
        if other.starts_at > at:
            left.append(Span(at, other.starts_at))
        at = max(at, other.ends_at)
    if at < span.ends_at:
        left.append(Span(at, span.ends_at))
    return left


def _quarter_after(now: datetime) -> datetime:
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    return midnight + -(-(now - midnight) // _QUARTER) * _QUARTER


def _instant(day: date, minute: int, zone: tzinfo) -> datetime:
    hour, rest = divmod(min(minute, 24 * 60 - 1), 60)
    wall = datetime.combine(day, time(hour, rest), zone).astimezone(UTC)
    return wall + timedelta(minutes=max(0, minute - (24 * 60 - 1)))
