"""Days in words and figures: yesterday, last week, March 2024, 2024-03-05."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_UNITS = {
    "day": relativedelta(days=1),
    "week": relativedelta(weeks=1),
    "month": relativedelta(months=1),
    "year": relativedelta(years=1),
}
_EARLIEST, _LATEST = 1970, 2099
_SHORTEST = 3

_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})")
_RELATIVE = re.compile(r"(this|last|past|next) (?:(\d{1,3}) )?(day|week|month|year)s?")
_AGO = re.compile(r"(\d{1,3}) (day|week|month|year)s? ago")


@dataclass(frozen=True, slots=True)
class Days:
    """Days from ``first`` on and before ``end``."""

    first: date
    end: date


def days_of(text: str, today: date) -> Days | None:
    """Return the days that ``text`` names, None if it names none.

    Where figures leave it open, the day stands before the month.
    """
    words = " ".join(text.lower().replace(",", " ").split())
    first, dots, last = words.partition("..")
    if dots:
        start, end = days_of(first, today), days_of(last, today)
        return Days(start.first, end.end) if start and end and start.first < end.end else None
    try:
        return (
            _by_name(words, today)
            or _relative(words, today)
            or _figures(words)
            or _with_month(words, today)
        )
    except (ValueError, OverflowError):
        return None


def _by_name(words: str, today: date) -> Days | None:
    near = {"today": 0, "yesterday": -1, "tomorrow": 1}
    if words in near:
        return _day(today + timedelta(days=near[words]))
    is_last = words.startswith("last ")
    weekday = _place(words.removeprefix("last "), _WEEKDAYS)
    if weekday is None:
        return None
    back = (today.weekday() - weekday) % 7
    return _day(today - timedelta(days=back or 7 * is_last))


def _relative(words: str, today: date) -> Days | None:
    if ago := _AGO.fullmatch(words):
        return _day(today - _UNITS[ago[2]] * int(ago[1]))
    match = _RELATIVE.fullmatch(words)
    if match is None:
        return None
    which, count, unit = match.groups()
    if count:
        span = _UNITS[unit] * int(count)
        if which == "next":
            return _checked(today, today + span)
        return _checked(today - span, today + timedelta(days=1))
    start = _start_of(unit, today)
    if which in ("last", "past"):
        start -= _UNITS[unit]
    elif which == "next":
        start += _UNITS[unit]
    return _checked(start, start + _UNITS[unit])


def _start_of(unit: str, today: date) -> date:
    match unit:
        case "week":
            return today - timedelta(days=today.weekday())
        case "month":
            return today.replace(day=1)
        case "year":
            return today.replace(month=1, day=1)
        case _:
            return today


def _figures(words: str) -> Days | None:
    if match := _ISO.fullmatch(words):
        year, month, day = match.groups()
        if day:
            return _day(date(int(year), int(month), int(day)))
        if month:
            return _month(int(year), int(month))
        return _checked(date(int(year), 1, 1), date(int(year) + 1, 1, 1))
    if match := _DAY_FIRST.fullmatch(words):
        day, month, year = (int(part) for part in match.groups())
        if month > 12:
            day, month = month, day
        return _day(date(year if year > 99 else 2000 + year, month, day))
    return None


def _with_month(words: str, today: date) -> Days | None:
    parts = words.split(" ")
    months = [(place, month) for place, part in enumerate(parts) if (month := _month_of(part))]
    if len(months) != 1 or len(parts) > 3:
        return None
    place, month = months[0]
    figures = [int(part) for n, part in enumerate(parts) if n != place and part.isdecimal()]
    if len(figures) != len(parts) - 1:
        return None
    years = [figure for figure in figures if figure > 31]
    days = [figure for figure in figures if figure <= 31]
    if len(years) > 1 or len(days) > 1:
        return None
    year = years[0] if years else today.year
    if not years and date(year, month, days[0] if days else 1) > today:
        year -= 1
    return _day(date(year, month, days[0])) if days else _month(year, month)


def _month_of(word: str) -> int | None:
    place = _place(word.rstrip("."), _MONTHS)
    return None if place is None else place + 1


def _place(word: str, names: tuple[str, ...]) -> int | None:
    if len(word) < _SHORTEST:
        return None
    return next((place for place, name in enumerate(names) if name.startswith(word)), None)


def _month(year: int, month: int) -> Days | None:
    first = date(year, month, 1)
    return _checked(first, first + relativedelta(months=1))


def _day(day: date) -> Days | None:
    return _checked(day, day + timedelta(days=1))


def _checked(first: date, end: date) -> Days | None:
    return Days(first, end) if _EARLIEST <= first.year <= _LATEST else None
