"""Decides which reminders are due: pure, the time is always given."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from transom.engine.entities.calendar import Answer, Event
from transom.engine.entities.reminders import Candidate, Reminder, ReminderKey, Reminders

LOOK_AGAIN = timedelta(minutes=30)
"""So often at least, whatever is known: a clock may jump, a computer may sleep."""
KEPT = timedelta(days=31)
"""So long after its event's end a reminder that nobody saw still waits."""
LONGEST_LEAD = timedelta(days=36)
"""Reminders further ahead of their event than this come as late as this."""


def decide(candidates: Iterable[Candidate], now: datetime, zone: tzinfo) -> Reminders:
    """Say what is due at ``now`` and when that changes next."""
    due: dict[object, Reminder] = {}
    next_at = now + LOOK_AGAIN
    for candidate in candidates:
        reminder = reminder_of(candidate, zone)
        if reminder is None or _is_history(reminder, candidate, now):
            continue
        if reminder.due_at <= now:
            # A meeting that two accounts were invited to is still one meeting.
            due.setdefault(_same_meeting(reminder), reminder)
        else:
            next_at = min(next_at, reminder.due_at)
    ordered = sorted(due.values(), key=lambda one: (one.begins_at, one.event.id))
    return Reminders(tuple(ordered), next_at)


def reminder_of(candidate: Candidate, zone: tzinfo) -> Reminder | None:
    """Return an event's reminder; None where it is silent: without one, declined or cancelled."""
    event = candidate.event
    minutes = event.reminder_minutes
    if minutes is None or event.is_cancelled or event.own_answer is Answer.DECLINED:
        return None
    begins_at, ends_at = bounds_of(event, zone)
    lead = min(timedelta(minutes=max(0, minutes)), LONGEST_LEAD)
    due_at = candidate.put_off_until or begins_at - lead
    return Reminder(key_of(event), event, due_at, begins_at, ends_at)


def key_of(event: Event) -> ReminderKey:
    """Return what names an event's reminder."""
    return ReminderKey(event.calendar, event.remote_id, event.span.starts_at)


def bounds_of(event: Event, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return the instants of beginning and end; whole days begin at midnight where one is."""
    span = event.span
    if span.first_day is None:
        return span.starts_at, span.ends_at
    end_day = span.end_day or span.first_day
    return _midnight(span.first_day, zone), _midnight(end_day, zone)


def _midnight(day: date, zone: tzinfo) -> datetime:
    try:
        return datetime.combine(day, time(), zone).astimezone(UTC)
    except OverflowError:
        return datetime.combine(day, time(), UTC)


def _is_history(reminder: Reminder, candidate: Candidate, now: datetime) -> bool:
    """Whether an event was over before anybody asked for its reminder, or very long ago."""
    if reminder.ends_at > now:
        return False
    is_old = reminder.due_at <= min(candidate.watched_since, now)
    return is_old or reminder.ends_at < now - KEPT


def _same_meeting(reminder: Reminder) -> object:
    event = reminder.event
    if not event.organizer.address or not event.subject:
        return reminder.key
    return event.subject, event.organizer.address.casefold(), event.span
