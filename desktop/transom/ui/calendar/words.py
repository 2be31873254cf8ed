"""Words about events: clock times, recurrence and answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final, Literal

from transom.engine.entities.calendar import Answer, Attendee, Recurrence, Span
from transom.ui.calendar.layout import days_of
from transom.ui.text import long_day

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WORK_DAYS: Final = frozenset(DAYS[:5])
ORDINALS: Final = {2: "other", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth"}
UNITS: Final = {
    "daily": "day",
    "weekly": "week",
    "absolutemonthly": "month",
    "relativemonthly": "month",
    "absoluteyearly": "year",
    "relativeyearly": "year",
}
ANSWERS: Final[dict[Answer, tuple[str, Literal["ok", "warn", "bad", "neutral"]]]] = {
    Answer.ORGANIZER: ("Organizer", "ok"),
    Answer.ACCEPTED: ("Yes", "ok"),
    Answer.TENTATIVE: ("Maybe", "warn"),
    Answer.DECLINED: ("No", "bad"),
    Answer.NONE: ("No answer", "neutral"),
    Answer.NOT_ANSWERED: ("No answer", "neutral"),
}
"""What a reply is called, and the tone it is shown in."""


@dataclass(frozen=True, slots=True)
class EventTime:
    """When an event is: in the reader's own zone, and in the organizer's where that differs."""

    own: str
    elsewhere: str = ""


def clock(instant: datetime, zone: tzinfo) -> str:
    """Return the wall-clock time in ``zone``, as ``09:05``."""
    local = instant.astimezone(zone)
    return f"{local.hour:02}:{local.minute:02}"  # a third of the time of strftime


def clock_range(span: Span, zone: tzinfo) -> str:
    """Return ``10:30 – 12:00``, or one time for an event without length."""
    if span.ends_at <= span.starts_at:
        return clock(span.starts_at, zone)
    return f"{clock(span.starts_at, zone)} – {clock(span.ends_at, zone)}"


def event_time(span: Span, zone: tzinfo, other: tzinfo | None, other_place: str) -> EventTime:
    """Say when an event is; its organizer planned it in the zone ``other``, ``in Madrid`` say."""
    first, end = days_of(span, zone)
    last = end - timedelta(days=1)
    if span.is_all_day:
        days = long_day(first) if first == last else f"{long_day(first)} – {long_day(last)}"
        return EventTime(f"{days} · all day")
    if first == last:
        own = f"{long_day(first)} · {clock_range(span, zone)}"
    else:
        starts, ends = clock(span.starts_at, zone), clock(span.ends_at, zone)
        ends_on = span.ends_at.astimezone(zone).date()
        own = f"{long_day(first)} {starts} – {long_day(ends_on)} {ends}"
    elsewhere = ""
    if other and _offset(span, other) != _offset(span, zone):
        elsewhere = f"{clock_range(span, other)} {other_place}"
    return EventTime(own, elsewhere)


def recurrence_words(rule: Recurrence) -> str:
    """Say how a series repeats, as ``every third month``; ``repeats`` where we do not know."""
    unit = UNITS.get(rule.pattern.lower().replace("_", ""))
    if unit is None:
        return "repeats"
    words = _interval(rule.interval, unit)
    days = {day.capitalize() for day in rule.days_of_week}
    if unit == "week" and days == WORK_DAYS and rule.interval == 1:
        words = "every work day"
    else:
        words += _which_days(rule, unit, sorted(days & set(DAYS), key=DAYS.index))
    if rule.count:
        words += ", once" if rule.count == 1 else f", {rule.count} times"
    elif rule.last_day and rule.last_day.year < date.max.year:
        last = rule.last_day
        words += f", until {last.day} {MONTHS[last.month - 1]} {last.year}"
    return words


def answers_summary(attendees: Sequence[Attendee]) -> str:
    """Count the people invited and their replies, as ``5 invited · 3 yes · 1 maybe``."""
    people = [attendee for attendee in attendees if not attendee.is_resource]
    if not people:
        return ""
    parts = [f"{len(people)} invited"]
    for answers, word in (
        ((Answer.ACCEPTED, Answer.ORGANIZER), "yes"),
        ((Answer.TENTATIVE,), "maybe"),
        ((Answer.DECLINED,), "no"),
    ):
        count = sum(attendee.answer in answers for attendee in people)
        if count:
            parts.append(f"{count} {word}")
    return " · ".join(parts)


def _offset(span: Span, zone: tzinfo) -> timedelta | None:
    return span.starts_at.astimezone(zone).utcoffset()


def _interval(interval: int, unit: str) -> str:
    if interval <= 1:
        return f"every {unit}"
    ordinal = ORDINALS.get(interval)
    return f"every {ordinal} {unit}" if ordinal else f"every {interval} {unit}s"


def _which_days(rule: Recurrence, unit: str, days: Sequence[str]) -> str:
    named_days = _joined(days)
    month = f" of {MONTHS[rule.month - 1]}" if unit == "year" and 1 <= rule.month <= 12 else ""
    if unit == "week" and days:
        return f" on {named_days}"
    if unit in ("month", "year") and rule.pattern.lower().startswith("relative") and days:
        return f" on the {rule.index.lower() or 'first'} {named_days}{month}"
    if unit in ("month", "year") and rule.day_of_month:
        return (
            f" on day {rule.day_of_month}"
            if unit == "month"
            else (f" on {rule.day_of_month}{month.replace(' of', '')}")
        )
    return ""


def _joined(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
