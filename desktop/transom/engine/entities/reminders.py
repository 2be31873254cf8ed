"""Reminders of events, and what a person did with them."""

from dataclasses import dataclass
from datetime import datetime

from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.calendar import CalendarId, Event


@dataclass(frozen=True, slots=True)
class ReminderKey:
    """One reminder: an event at a time; the same event at another time has another one."""

    calendar: CalendarId
    remote_id: RemoteId
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """An event that wants to remind soon, or wanted to; ``put_off_until`` was a person's wish.

    ``watched_since`` is when its account's reminders were first looked after.
    """

    event: Event
    watched_since: datetime
    put_off_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder that is due; ``begins_at`` is when its event does, by the reader's own clock."""

    key: ReminderKey
    event: Event
    due_at: datetime
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Reminders:
    """What is due now, earliest event first, and when to look again at the latest."""

    due: tuple[Reminder, ...]
    next_at: datetime
