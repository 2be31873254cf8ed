"""What a reminder says, and the times until which it can be put off; no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from transom.engine.entities.reminders import Reminder
from transom.ui.calendar.words import clock_range
from transom.ui.text import counted, day_words, safe

MORNING = time(9)
_SHORT = ((5, "5 minutes"), (15, "15 minutes"), (60, "1 hour"), (240, "4 hours"))


@dataclass(frozen=True, slots=True)
class Delay:
    """A time until which a reminder can be put off, and what it is called."""

    words: str
    until: datetime


def title_of(reminder: Reminder) -> str:
    """Name the event; a private one's subject stays off the screen that others may see."""
    if reminder.event.is_private:
        return "Private event"
    return safe(reminder.event.subject) or "(no subject)"


def detail_of(reminder: Reminder, now: datetime, zone: tzinfo) -> str:
    """Say how soon, when and where."""
    parts = [nearness(reminder, now), when_words(reminder, now, zone)]
    if not reminder.event.is_private:
        parts.append(safe(reminder.event.location))
    return " · ".join(part for part in parts if part)


def nearness(reminder: Reminder, now: datetime) -> str:
    """Say ``in 10 minutes``, ``now``, ``began 5 minutes ago``; nothing once it is over."""
    if reminder.ends_at <= now and reminder.ends_at > reminder.begins_at:
        return ""
    away = reminder.begins_at - now
    if away > timedelta(0):
        return f"in {_length(away + timedelta(seconds=59))}"
    if away > timedelta(minutes=-1):
        return "now"
    return "today" if reminder.event.span.is_all_day else f"began {_length(-away)} ago"


def when_words(reminder: Reminder, now: datetime, zone: tzinfo) -> str:
    """Say ``14:00 – 15:00``, with the day where it is not today."""
    span, today = reminder.event.span, now.astimezone(zone).date()
    day = span.first_day or reminder.begins_at.astimezone(zone).date()
    hours = "all day" if span.is_all_day else clock_range(span, zone)
    return hours if day == today else f"{day_words(day, today)} {hours}"


def is_over(reminder: Reminder, now: datetime) -> bool:
    """Whether the event ended before anybody answered its reminder."""
    return reminder.ends_at <= now


def heading_of(due: Sequence[Reminder], now: datetime) -> str:
    """Say how many there are, and how many were missed."""
    missed = sum(is_over(one, now) for one in due)
    waiting = len(due) - missed
    if not due:
        return "No reminders"
    if not missed:
        return counted(waiting, "reminder", "reminders")
    if not waiting:
        return f"{counted(missed, 'reminder', 'reminders')} while you were away"
    return f"{counted(waiting, 'reminder', 'reminders')}, {counted(missed, 'missed', 'missed')}"


def delays_for(due: Sequence[Reminder], now: datetime, zone: tzinfo) -> Sequence[Delay]:
    """Return the times until which reminders can be put off, those that make sense."""
    delays = [Delay(words, now + timedelta(minutes=minutes)) for minutes, words in _SHORT]
    begins = min((one.begins_at for one in due), default=now)
    if begins > now + timedelta(minutes=1):
        delays.insert(0, Delay("Until it begins", begins))
        soon = begins - timedelta(minutes=5)
        if soon > now + timedelta(minutes=1):
            delays.insert(0, Delay("5 minutes before", soon))
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    morning = datetime.combine(tomorrow, MORNING, zone).astimezone(UTC)
    return [*delays, Delay("Tomorrow morning", morning)]


def _length(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return counted(max(1, minutes), "minute", "minutes")
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        words = counted(hours, "hour", "hours")
        return f"{words} {counted(rest, 'minute', 'minutes')}" if rest and hours < 6 else words
    return counted(round(hours / 24), "day", "days")
