"""A stored series held against its rule: which times were moved, left out, or are strangers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import takewhile
from typing import TypeAlias

from transom.engine.entities.calendar import Event, EventKind, Recurrence, Span
from transom.engine.files.series import WEEK_STARTS, last_moment, rule_parts, starts, text_of

When: TypeAlias = datetime | date
_MOST_TIMES = 4_000
_FAR = datetime.combine(date(2200, 1, 1), time())


@dataclass(frozen=True, slots=True)
class Stretch:
    """Instants between which every stored occurrence is known."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Series:
    """A master, its stored occurrences, and where the store knows all of them.

    ``limits`` cuts the exported rule to a range of days, ``until`` exclusive.
    """

    master: Event
    occurrences: tuple[Event, ...]
    known: tuple[Stretch, ...]
    limits: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A rule from its first time on, and where the stored series departs from it."""

    zone: tzinfo
    first: When
    rule: str
    left_out: tuple[When, ...]
    changed: tuple[tuple[When, Event], ...]
    strangers: tuple[Event, ...]


def made_from(series: Series, zone: tzinfo | None) -> Made | None:
    """Read a series' rule so that it makes exactly what is stored; None where that fails."""
    master, rule = series.master, series.master.recurrence
    if rule is None or (zone is None and not master.span.is_all_day):
        return None
    clock = zone or UTC
    kept = [one for one in series.occurrences if one.kind is not EventKind.EXCEPTION]
    wanted = {_when(one.span, clock) for one in kept}
    for week_start in WEEK_STARTS:
        times = _times(series, rule, clock, week_start)
        if times and wanted <= set(times):
            return _made(series, rule, clock, week_start, times)
    return None


def _made(
    series: Series, rule: Recurrence, zone: tzinfo, week_start: str, times: Sequence[When]
) -> Made:
    stored = {_when(one.span, zone): one for one in series.occurrences if not _is_exception(one)}
    changed = [(when, one) for when, one in stored.items() if not _is_like(one, series.master)]
    missing = [when for when in times if when not in stored and _is_known(when, series, zone)]
    exceptions = [one for one in series.occurrences if _is_exception(one)]
    for one in sorted(exceptions, key=lambda one: one.span.starts_at):
        if not missing:
            break
        own = _ordinal(_when(one.span, zone))
        nearest = min(missing, key=lambda when: abs(_ordinal(when) - own))
        missing.remove(nearest)
        changed.append((nearest, one))
    paired = {one.remote_id for _, one in changed}
    strangers = tuple(one for one in exceptions if one.remote_id not in paired)
    text = _rule_text(series, rule, zone, week_start, times)
    return Made(zone, times[0], text, tuple(missing), tuple(changed), strangers)


def _times(series: Series, rule: Recurrence, zone: tzinfo, week_start: str) -> list[When]:
    """Return what the rule makes within the limits, or up to the end of what is known."""
    span = series.master.span
    is_whole = span.first_day is not None
    first = (
        datetime.combine(span.first_day, time())
        if span.first_day is not None
        else span.starts_at.astimezone(zone).replace(tzinfo=None)
    )
    after, end = None, _end_of(series, zone)
    if series.limits is not None:
        after = datetime.combine(series.limits[0], time())
    made = takewhile(lambda at: at < end, starts(rule, first, week_start=week_start, after=after))
    walls = [wall for wall, _ in zip(made, range(_MOST_TIMES), strict=False)]
    if is_whole:
        return [wall.date() for wall in walls]
    # By way of UTC, so that an hour the clock leaves out becomes the one it shows instead.
    return [wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone) for wall in walls]


def _end_of(series: Series, zone: tzinfo) -> datetime:
    if series.limits is not None:
        return datetime.combine(series.limits[1], time())
    latest = max((one.ends_at for one in series.known), default=series.master.span.ends_at)
    return min(latest.astimezone(zone).replace(tzinfo=None) + timedelta(days=1), _FAR)


def _rule_text(
    series: Series, rule: Recurrence, zone: tzinfo, week_start: str, times: Sequence[When]
) -> str:
    parts = rule_parts(rule, week_start)
    end = last_moment(rule)
    if series.limits is not None:
        final = times[-1]
        wall = datetime.combine(final, time()) if not isinstance(final, datetime) else final
        end = wall.replace(tzinfo=None, hour=23, minute=59, second=59)
    elif rule.count:
        parts["COUNT"] = str(rule.count)
    if end is not None and series.master.span.is_all_day:
        parts["UNTIL"] = f"{end:%Y%m%d}"
    elif end is not None:
        parts["UNTIL"] = f"{end.replace(tzinfo=zone).astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return text_of(parts)


def _when(span: Span, zone: tzinfo) -> When:
    return span.first_day if span.first_day is not None else span.starts_at.astimezone(zone)


def _ordinal(when: When) -> float:
    if isinstance(when, datetime):
        return when.timestamp()
    return datetime.combine(when, time(), UTC).timestamp()


def _is_exception(event: Event) -> bool:
    return event.kind is EventKind.EXCEPTION


def _is_known(when: When, series: Series, zone: tzinfo) -> bool:
    at = when if isinstance(when, datetime) else datetime.combine(when, time(12), zone)
    return _lies_in(at.astimezone(UTC), series.known)


def _lies_in(at: datetime, stretches: Iterable[Stretch]) -> bool:
    return any(one.starts_at <= at < one.ends_at for one in stretches)


def _is_like(one: Event, master: Event) -> bool:
    """Whether an occurrence says no more than its series does, but for its own time."""
    length = one.span.ends_at - one.span.starts_at
    if length != master.span.ends_at - master.span.starts_at:
        return False
    return (
        replace(
            master,
            id=one.id,
            remote_id=one.remote_id,
            kind=one.kind,
            span=one.span,
            master_remote_id=one.master_remote_id,
            recurrence=None,
            web_link=one.web_link,
            body=one.body,
            preview=one.preview,
            start_zone=one.start_zone,
        )
        == one
    )
