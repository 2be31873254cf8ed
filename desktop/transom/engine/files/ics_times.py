"""When a series in somebody's file takes place again, as far as its rule is one of a calendar."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, tzinfo
from itertools import islice
from typing import Any, Final

from dateutil.rrule import rrule, rruleset, rrulestr

MOST_TIMES: Final = 59
_MOST_LEFT_OUT: Final = 500
_CALENDARS_OWN: Final = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}


def times_after_first(component: Any, zone: tzinfo) -> Iterator[date]:
    """Return the next times of a series as days or aware times; none of a rule nobody plans by."""
    start = component.start
    try:
        made = _rules(component, start, zone)
        for wall in islice(made or (), MOST_TIMES + 1):
            at = _as_start(wall, start)
            if at != start:
                yield at
    except (ValueError, TypeError, AttributeError, OverflowError, IndexError, KeyError):
        return


def _rules(component: Any, start: date, zone: tzinfo) -> rruleset | None:
    found = component["RRULE"]
    rules = found if isinstance(found, list) else [found]
    made = rruleset()
    for rule in rules[:4]:
        if set(rule.get("FREQ", ())) - _CALENDARS_OWN or min(rule.get("INTERVAL", [1])) < 1:
            return None  # the latter would be the same day for ever
        text = rule.to_ical().decode()
        one = rrulestr(_by_own_clock(text, rule, start), dtstart=_wall(start, start, zone))
        if isinstance(one, rrule):
            made.rrule(one)
    for left_out in islice(_left_out(component), _MOST_LEFT_OUT):
        made.exdate(_wall(left_out, start, zone))
    return made


def _by_own_clock(text: str, rule: Any, start: date) -> str:
    """Give UNTIL by the clock of the start, as which walls are counted."""
    for until in rule.get("UNTIL", ()):
        if isinstance(until, datetime) and until.tzinfo is not None:
            own = start.tzinfo if isinstance(start, datetime) else None
            local = until.astimezone(own or UTC)
            parts = [part for part in text.split(";") if not part.startswith("UNTIL")]
            return ";".join([*parts, f"UNTIL={local:%Y%m%dT%H%M%S}"])
    return text


def _left_out(component: Any) -> Iterator[date]:
    found = component.get("EXDATE")
    for group in found if isinstance(found, list) else [found] if found is not None else []:
        yield from (one.dt for one in group.dts)


def _wall(at: date, start: date, zone: tzinfo) -> datetime:
    if not isinstance(at, datetime):
        hour = start.time() if isinstance(start, datetime) else time()
        return datetime.combine(at, hour)
    own = start.tzinfo if isinstance(start, datetime) else None
    return (at.astimezone(own or zone) if at.tzinfo is not None else at).replace(tzinfo=None)


def _as_start(wall: datetime, start: date) -> date:
    if not isinstance(start, datetime):
        return wall.date()
    return wall.replace(tzinfo=start.tzinfo)
