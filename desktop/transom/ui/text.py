"""Words for dates, sizes and names, and the one path for every string a server sent."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta, tzinfo

from PySide6.QtCore import QDate, QLocale, QTime
from tzlocal import get_localzone

from transom.engine.entities.accounts import Person
from transom.engine.entities.calendar import Span

_FIRST_STRONG_ISOLATE = "\u2068"
_POP_ISOLATE = "\u2069"
_CONTROLS = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]"
)


def local_zone() -> tzinfo:
    """Return the zone this computer shows times in."""
    return get_localzone()


def now() -> datetime:
    """Return the current instant in the local zone."""
    return datetime.now(local_zone())


def start_of_day(day: date) -> datetime:
    """Return the instant a day begins here."""
    return datetime.combine(day, time(), local_zone())


def local(at: datetime, zone: tzinfo | None = None) -> datetime:
    """Put an instant into the local zone, or a given one."""
    return at.astimezone(zone or local_zone())


def safe(text: str, *, is_isolated: bool = False) -> str:
    """Make a server's string one line without controls, which bidi marks cannot reorder.

    ``is_isolated`` wraps it so that a right-to-left name cannot turn the words around it.
    """
    line = " ".join(_CONTROLS.sub("", text).split())
    return f"{_FIRST_STRONG_ISOLATE}{line}{_POP_ISOLATE}" if is_isolated and line else line


def safe_lines(text: str) -> str:
    """Strip controls from a server's text of several lines."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def name_of(person: Person) -> str:
    """Return what to call somebody: the name, else the address, else words for nobody."""
    return safe(person.name) or safe(person.address) or "Unknown sender"


def initials(name: str) -> str:
    """Return one or two capital letters for a disc."""
    words = [w for w in re.split(r"[\s@._-]+", safe(name)) if w and _is_letter(w[0])]
    if not words:
        return "?"
    if not words[0][0].isascii() and _is_wide(words[0][0]):
        return words[0][0]
    letters = words[0][0] + (words[1][0] if len(words) > 1 else "")
    return letters.upper()


def clock(at: datetime, zone: tzinfo | None = None) -> str:
    """Return the hour and minute of an instant in a zone or the local one, such as 09:38."""
    when = local(at, zone)
    return QLocale().toString(QTime(when.hour, when.minute), "HH:mm")


def ago(at: datetime, moment: datetime) -> str:
    """Say how long ago something was: just now, 20 s ago, 3 min ago, 2 h ago, then when it was."""
    seconds = (moment - at).total_seconds()
    if seconds < 10:  # or ahead, by a clock that was set
        return "just now"
    if seconds < 60:
        return f"{int(seconds) // 10 * 10} s ago"
    if seconds < 3600:
        return f"{int(seconds) // 60} min ago"
    if seconds < 12 * 3600:
        return f"{int(seconds) // 3600} h ago"
    return message_time(at, local(moment).date())


def message_time(at: datetime, today: date) -> str:
    """Return the shortest time that is clear: 09:38, Sun 21:16, 14 Nov, 14 Nov 2024."""
    day = local(at).date()
    age = (today - day).days
    if age == 0:
        return clock(at)
    if 0 < age < 7:
        return f"{_day_text(day, 'ddd')} {clock(at)}"
    if day.year == today.year:
        return _day_text(day, "d MMM")
    return _day_text(day, "d MMM yyyy")


def full_date(at: datetime) -> str:
    """Return everything: Monday 23 November 2026, 09:38, with the zone's name."""
    when = local(at)
    zone = when.tzname() or ""
    return f"{_day_text(when.date(), 'dddd d MMMM yyyy')}, {clock(at)} {zone}".rstrip()


def sent_elsewhere(at: datetime) -> str:
    """Return "Sent 14:02 +0900, 07:02 here" for a time whose own zone has another clock."""
    if at.utcoffset() == local(at).utcoffset():
        return ""
    return f"Sent {at:%H:%M %z}, {clock(at)} here"


def day_and_time(at: datetime, today: date) -> str:
    """Return Today 09:38, Yesterday 21:16, or the day's words and the time."""
    return f"{day_words(local(at).date(), today)} {clock(at)}"


def day_words(day: date, today: date) -> str:
    """Return Today, Yesterday, Tomorrow, or the day itself."""
    near = {0: "Today", 1: "Yesterday", -1: "Tomorrow"}.get((today - day).days)
    if near:
        return near
    return _day_text(day, "ddd d MMM" if day.year == today.year else "d MMM yyyy")


def long_day(day: date) -> str:
    """Return Thursday 26 November."""
    return _day_text(day, "dddd d MMMM")


def short_weekday(day: date) -> str:
    """Return Mon."""
    return _day_text(day, "ddd")


def month_words(day: date) -> str:
    """Return November 2026."""
    return _day_text(day, "MMMM yyyy")


def month_name(day: date) -> str:
    """Return Nov."""
    return _day_text(day, "MMM")


def section_title(day: date, today: date) -> str:
    """Name the part of a list a day belongs to: Today, Yesterday, Last week, October, 2024."""
    age = (today - day).days
    if age < 0:
        return "Upcoming"
    if age < 2:
        return ("Today", "Yesterday")[age]
    week_start = today - timedelta(days=today.weekday())
    if day >= week_start:
        return _day_text(day, "dddd")
    if day >= week_start - timedelta(days=7):
        return "Last week"
    if (day.year, day.month) == (today.year, today.month):
        return "Earlier this month"
    if day.year == today.year:
        return _day_text(day, "MMMM")
    return str(day.year)


def range_words(first: date, last: date) -> str:
    """Return 23 – 29 November 2026, naming month and year as often as needed."""
    end = _day_text(last, "d MMMM yyyy")
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} – {end}"
    if first.year == last.year:
        return f"{_day_text(first, 'd MMMM')} – {end}"
    return f"{_day_text(first, 'd MMMM yyyy')} – {end}"


def span_words(span: Span, zone: tzinfo | None = None) -> str:
    """Return when an event is, in a zone or the local one; all-day events keep their own days."""
    if span.first_day is not None and span.end_day is not None:
        last = max(span.first_day, span.end_day - timedelta(days=1))
        if last == span.first_day:
            return f"{long_day(span.first_day)} · all day"
        return f"{long_day(span.first_day)} – {long_day(last)}"
    start, end = local(span.starts_at, zone), local(span.ends_at, zone)
    if start.date() == end.date():
        return f"{long_day(start.date())} · {clock(start, zone)} – {clock(end, zone)}"
    return (
        f"{long_day(start.date())} {clock(start, zone)} – {long_day(end.date())} {clock(end, zone)}"
    )


def size_words(size_bytes: int) -> str:
    """Return 184 KB or 1.2 MB."""
    if size_bytes < 1024:
        return f"{size_bytes} bytes"
    size = size_bytes / 1024
    for unit in ("KB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            return f"{size:.0f} {unit}" if size >= 10 or unit == "KB" else f"{size:.1f} {unit}"
        size /= 1024
    return ""


def number(value: int) -> str:
    """Return 128,400, grouped as the locale does."""
    return QLocale().toString(value)


def counted(count: int, one: str, many: str) -> str:
    """Return ``1 picture`` or ``3 pictures``."""
    return f"{number(count)} {one if count == 1 else many}"


def _day_text(day: date, pattern: str) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), pattern)


def _is_letter(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LN"


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"
