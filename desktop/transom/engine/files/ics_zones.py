"""Time zones as an iCalendar file describes them: when clocks change, as rules where they are."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

_YEARS_AHEAD: Final = 12
"""A rule that held so long after the last event is taken to hold for ever."""
_STEP: Final = timedelta(days=7)
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EVERY_WEEK: Final = frozenset({-1, 1, 2, 3, 4})


@dataclass(frozen=True, slots=True)
class Observance:
    """An offset from one onset on; ``wall`` is the onset by the clock that it ends."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str
    is_daylight: bool
    weeks: frozenset[int] = _EVERY_WEEK
    last: datetime | None = None
    """The last onset, where it is the same day of the same month of every year until then."""

    @property
    def onset(self) -> datetime:
        """The first onset as an instant."""
        return (self.wall - self.before).replace(tzinfo=UTC)


def timezone_component(zone: ZoneInfo, first: date, last: date) -> Timezone:
    """Describe a zone for events from ``first`` to ``last``, and for what repeats beyond."""
    component = Timezone()
    component.add("TZID", zone.key)
    end_year = min(last.year + _YEARS_AHEAD, 9990)
    for one in _runs(observances(zone, first, end_year)):
        component.add_component(_subcomponent(one, end_year))
    return component


def observances(zone: ZoneInfo, first: date, end_year: int) -> list[Observance]:
    """Return the zone's offsets from before ``first`` until the end of a year, each once."""
    at = datetime(max(first.year - 1, 2), 1, 1, tzinfo=UTC)
    found = [_observance(zone, at, at - timedelta(seconds=1))]
    found[0] = replace(found[0], before=found[0].after, wall=_wall(at, found[0].after))
    offset = _offset(zone, at)
    while at.year <= end_year:
        following = at + _STEP
        if _offset(zone, following) != offset:
            following = _change_between(zone, at, following)
            found.append(_observance(zone, following, at))
            offset = found[-1].after
        at = following
    has_begun = len(found) > 1 and found[1].onset.date() < first - timedelta(days=2)
    return found[1:] if has_begun else found


def _change_between(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """Return the first second by which another offset holds than at ``low``."""
    before = _offset(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low).total_seconds() // 2)
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return high


def _observance(zone: ZoneInfo, onset: datetime, earlier: datetime) -> Observance:
    there, then = onset.astimezone(zone), earlier.astimezone(zone)
    before, after = _offset(zone, earlier), _offset(zone, onset)
    # Ireland counts winter as the time that departs from the standard.
    is_daylight = _dst(there) > timedelta() or _dst(then) < timedelta() == _dst(there)
    return Observance(_wall(onset, before), before, after, there.tzname() or "", is_daylight)


def _runs(changes: Sequence[Observance]) -> Iterator[Observance]:
    """Join what comes back every year on the same weekday of a month."""
    open_runs: list[Observance] = []
    for change in changes:
        weeks = _weeks_of(change.wall)
        run = next((one for one in open_runs if _goes_on(one, change, weeks)), None)
        if run is None:
            open_runs.append(replace(change, weeks=weeks))
        else:
            joined = replace(run, weeks=run.weeks & weeks, last=change.wall)
            open_runs[open_runs.index(run)] = joined
    yield from open_runs


def _goes_on(run: Observance, change: Observance, weeks: frozenset[int]) -> bool:
    last = run.last or run.wall
    return (
        change.wall.year == last.year + 1
        and change.wall.month == last.month
        and change.wall.weekday() == last.weekday()
        and change.wall.time() == last.time()
        and (change.before, change.after, change.name) == (run.before, run.after, run.name)
        and bool(run.weeks & weeks)
    )


def _weeks_of(wall: datetime) -> frozenset[int]:
    """Return which of its weekdays in the month a day is, counted from both ends."""
    is_last = wall.day + 7 > monthrange(wall.year, wall.month)[1]
    return frozenset({(wall.day - 1) // 7 + 1} | ({-1} if is_last else set())) & _EVERY_WEEK


def _subcomponent(one: Observance, end_year: int) -> TimezoneDaylight | TimezoneStandard:
    component = TimezoneDaylight() if one.is_daylight else TimezoneStandard()
    component.add("DTSTART", one.wall)
    component.add("TZOFFSETFROM", one.before)
    component.add("TZOFFSETTO", one.after)
    if one.name:
        component.add("TZNAME", one.name)
    if one.last is not None:
        day = f"{max(one.weeks) if -1 not in one.weeks else -1}{_DAYS[one.wall.weekday()]}"
        rule = f"FREQ=YEARLY;BYMONTH={one.wall.month};BYDAY={day}"
        if one.last.year < end_year:
            # A day later, for readers who take it by the zone's clock.
            rule += f";UNTIL={one.last - one.before + timedelta(days=1):%Y%m%dT%H%M%SZ}"
        component.add("RRULE", vRecur.from_ical(rule))
    return component


def _wall(at: datetime, offset: timedelta) -> datetime:
    return (at + offset).replace(tzinfo=None)


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _dst(at: datetime) -> timedelta:
    return at.dst() or timedelta()
