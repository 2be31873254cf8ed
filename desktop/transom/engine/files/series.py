"""A series' rule as the calendar standard spells it, and the times it makes."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Final

from dateutil.rrule import rrule, rrulestr

from transom.engine.entities.calendar import Recurrence

WEEK_STARTS: Final = ("SU", "MO")
"""Graph's usual first day of a week, and Europe's; it matters to every second week."""

_DAYS: Final = {
    "monday": "MO",
    "tuesday": "TU",
    "wednesday": "WE",
    "thursday": "TH",
    "friday": "FR",
    "saturday": "SA",
    "sunday": "SU",
}
_PLACES: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_SHORTEST_MONTH = 28


def rule_parts(rule: Recurrence, week_start: str = "SU") -> dict[str, str]:
    """Return the parts of an RRULE without its end; nothing where the pattern is unknown."""
    pattern = rule.pattern.lower().replace("_", "")
    days = ",".join(_DAYS[day.lower()] for day in rule.days_of_week if day.lower() in _DAYS)
    parts = _frequency(pattern, rule, days)
    if not parts:
        return {}
    if rule.interval > 1:
        parts["INTERVAL"] = str(rule.interval)
    if pattern == "weekly" and rule.interval > 1:
        parts["WKST"] = week_start
    return parts


def starts(
    rule: Recurrence, first: datetime, *, week_start: str = "SU", after: datetime | None = None
) -> Iterator[datetime]:
    """Give the wall-clock starts a rule makes from ``first`` on; ``after`` skips earlier ones.

    ``first`` and the results carry no zone: a series keeps its hour, whatever clocks do.
    """
    parts = rule_parts(rule, week_start)
    if not parts:
        return
    if rule.count:
        parts["COUNT"] = str(rule.count)
    made = rrulestr(text_of(parts), dtstart=first, cache=False)
    assert isinstance(made, rrule)
    end = last_moment(rule)
    for start in made if after is None else made.xafter(after, inc=True):
        if end is not None and start > end:
            return
        yield start


def last_moment(rule: Recurrence) -> datetime | None:
    """Return the end of the rule's last day as a wall-clock time, None where it goes on."""
    if rule.count or rule.last_day is None or rule.last_day >= date(9999, 1, 1):
        return None
    return datetime.combine(rule.last_day, time(23, 59, 59))


def text_of(parts: dict[str, str]) -> str:
    """Join the parts of a rule."""
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _frequency(pattern: str, rule: Recurrence, days: str) -> dict[str, str]:
    match pattern:
        case "daily":
            return {"FREQ": "DAILY"}
        case "weekly":
            return {"FREQ": "WEEKLY", **({"BYDAY": days} if days else {})}
        case "absolutemonthly" if rule.day_of_month:
            return {"FREQ": "MONTHLY", **_day_of_month(rule.day_of_month)}
        case "relativemonthly" if days:
            return {"FREQ": "MONTHLY", **_day_by_place(rule.index, days)}
        case "absoluteyearly" if rule.day_of_month and rule.month:
            month = {"BYMONTH": str(rule.month)}
            return {"FREQ": "YEARLY", **month, **_day_of_month(rule.day_of_month)}
        case "relativeyearly" if days and rule.month:
            month = {"BYMONTH": str(rule.month)}
            return {"FREQ": "YEARLY", **month, **_day_by_place(rule.index, days)}
    return {}


def _day_of_month(day: int) -> dict[str, str]:
    if day <= _SHORTEST_MONTH:
        return {"BYMONTHDAY": str(day)}
    # The server takes a short month's last day; the standard would leave that month out.
    days = ",".join(str(one) for one in range(_SHORTEST_MONTH, day + 1))
    return {"BYMONTHDAY": days, "BYSETPOS": "-1"}


def _day_by_place(index: str, days: str) -> dict[str, str]:
    place = _PLACES.get(index.lower(), 1)
    if "," in days:
        return {"BYDAY": days, "BYSETPOS": str(place)}
    return {"BYDAY": f"{place}{days}"}
