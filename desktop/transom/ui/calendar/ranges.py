"""Which days a view shows: a day, a work week, a week; and how one goes on from there."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum


class Scale(StrEnum):
    """How many days are seen at once."""

    DAY = "Day"
    WORK_WEEK = "Work week"
    WEEK = "Week"


def days_of_view(scale: Scale, day: date, first_weekday: int) -> Sequence[date]:
    """Return the days seen with ``day`` among them; ``first_weekday`` is 0 for Monday."""
    if scale is Scale.DAY:
        return (day,)
    if scale is Scale.WORK_WEEK:
        monday = day - timedelta(days=day.weekday())
        return tuple(monday + timedelta(days=n) for n in range(5))
    first = week_start(day, first_weekday)
    return tuple(first + timedelta(days=n) for n in range(7))


def week_start(day: date, first_weekday: int) -> date:
    """Return the first day of the week that ``day`` lies in."""
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)


def stepped(scale: Scale, day: date, step: int) -> date:
    """Return the day one view further on, or back for a negative step."""
    return day + timedelta(days=step * (1 if scale is Scale.DAY else 7))


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
