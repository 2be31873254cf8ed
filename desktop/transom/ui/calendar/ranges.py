"""Which days a view shows, from a day to a year, and how one goes on from there."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from enum import StrEnum


class Scale(StrEnum):
    """How many days are seen at once."""

    DAY = "Day"
    WORK_WEEK = "Work week"
    WEEK = "Week"
    MONTH = "Month"
    AGENDA = "Agenda"
    YEAR = "Year"


def days_of_view(
    scale: Scale, day: date, first_weekday: int, work_days: Collection[int] = range(5)
) -> Sequence[date]:
    """Return the days seen around ``day``; ``first_weekday`` is 0 for Monday, as in work days."""
    match scale:
        case Scale.DAY | Scale.AGENDA:
            return (day,)
        case Scale.WORK_WEEK:
            week = _run(week_start(day, first_weekday), 7)
            return tuple(one for one in week if one.weekday() in work_days) or week
        case Scale.WEEK:
            return _run(week_start(day, first_weekday), 7)
        case Scale.MONTH:
            return weeks_of_month(day, first_weekday)
        case Scale.YEAR:
            first = date(day.year, 1, 1)
            return _run(first, (date(day.year, 12, 31) - first).days + 1)


def weeks_of_month(day: date, first_weekday: int) -> Sequence[date]:
    """Return the whole weeks that hold the month of ``day``."""
    start = week_start(day.replace(day=1), first_weekday)
    weeks = -(-(month_stepped(day.replace(day=1), 1) - start).days // 7)
    return _run(start, 7 * weeks)


def week_start(day: date, first_weekday: int) -> date:
    """Return the first day of the week that ``day`` lies in."""
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)


def stepped(scale: Scale, day: date, step: int) -> date:
    """Return the day one view further on, or back for a negative step."""
    match scale:
        case Scale.DAY:
            return day + timedelta(days=step)
        case Scale.MONTH:
            return month_stepped(day, step)
        case Scale.YEAR:
            return month_stepped(day, 12 * step)
        case _:
            return day + timedelta(days=7 * step)


def week_number(days: Sequence[date]) -> int:
    """Return the ISO week that most of the days lie in."""
    return days[len(days) // 2].isocalendar().week


def month_stepped(day: date, step: int) -> date:
    """Return the same day of another month, or that month's last."""
    months = day.year * 12 + day.month - 1 + step
    year, month = divmod(months, 12)
    first = date(year, month + 1, 1)
    after = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), after - timedelta(days=1))


def _run(first: date, count: int) -> Sequence[date]:
    return tuple(first + timedelta(days=n) for n in range(count))
