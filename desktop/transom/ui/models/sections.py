"""Titles of the parts a list falls into: days, letters, or sizes."""

from bisect import bisect_right
from datetime import date, timedelta

from transom.engine.entities.listing import SIZE_STEPS, SortKey
from transom.engine.entities.mail import MessageLine
from transom.engine.store.sort_keys import initial, sender_key, subject_key
from transom.ui import text

_SIZES = (
    "Size not known yet",
    "Under 10 KB",
    "10 to 100 KB",
    "100 KB to 1 MB",
    "1 to 5 MB",
    "5 to 25 MB",
    "Over 25 MB",
)
_DIGITS, _OTHERS = "0–9", "Other"
_FIRST_YEAR = 1970
"""Nothing is filed under an earlier one."""


def part_title(sort: SortKey, mark: str | int) -> str:
    """Name a part of a list that is not sorted by date."""
    if sort is SortKey.SIZE:
        return _SIZES[int(mark)]
    return _DIGITS if mark == "0" else str(mark) or _OTHERS


def section_of(line: MessageLine, sort: SortKey, today: date) -> str:
    """Name the part of a list that a row belongs to."""
    match sort:
        case SortKey.SENDER:
            return part_title(sort, initial(sender_key(line.sender.name or line.sender.address)))
        case SortKey.SUBJECT:
            return part_title(sort, initial(subject_key(line.subject)))
        case SortKey.SIZE:
            return part_title(sort, bisect_right(SIZE_STEPS, line.size_bytes))
        case _:
            return text.section_title(text.local(line.received_at).date(), today)


def day_parts(today: date) -> list[tuple[date, str]]:
    """Return the first day of each part of a list by date and its name, the latest first."""
    week = today - timedelta(days=today.weekday())
    days = {today + timedelta(days=1), week - timedelta(days=7)}
    days |= {today - timedelta(days=n) for n in range(max(2, today.weekday() + 1))}
    days |= {date(today.year, month, 1) for month in range(1, today.month + 1)}
    days |= {date(year, 1, 1) for year in range(_FIRST_YEAR, today.year)}
    parts: list[tuple[date, str]] = []
    for day in sorted(days, reverse=True):
        title = text.section_title(day, today)
        if parts and parts[-1][1] == title:
            parts.pop()
        parts.append((day, title))
    return parts
