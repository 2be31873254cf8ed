"""The event behind an invitation: where it stands in the calendar, and what it collides with."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.calendar import Event, EventId, EventKind
from transom.engine.entities.mail import Meeting, Message, MessageId, MessageKind
from transom.ui.models.conflicts import conflicts_of

if TYPE_CHECKING:
    from transom.engine.store.calendar_reader import CalendarReader


class CalendarDoor(Protocol):
    """The part of the engine's door that leads to stored events."""

    @property
    def reader(self) -> "CalendarReader":
        """Reads stored events on the calling thread."""
        ...


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the stored calendar says of the meeting a message is about."""

    message: MessageId
    meeting: Meeting
    event: Event | None = None
    conflicts: tuple[Event, ...] = ()
    is_charted: bool = False
    """Whether the calendar of that time is stored."""


def occasion_of(door: CalendarDoor, message: Message, meeting: Meeting) -> Occasion:
    """Look a message's meeting up in the stored calendar; runs on any thread."""
    reader = door.reader
    event = stored_meeting(door, message, meeting)
    span = meeting.span
    asked = event or event_of_meeting(message, meeting)
    others = reader.read_events(span.starts_at, span.ends_at)
    conflicts = tuple(one for one in conflicts_of(asked, others) if not _is_same(one, asked))
    is_charted = any(
        _holds(window.starts_at, window.ends_at, span.starts_at, span.ends_at)
        for calendar in reader.read_calendars(message.account)
        for window in reader.read_windows(calendar.id)
    )
    return Occasion(message.id, meeting, event, conflicts, is_charted)


def stored_meeting(door: CalendarDoor, message: Message, meeting: Meeting) -> Event | None:
    """Return a message's meeting as it stands in the calendar, of a series the time it names."""
    if not meeting.event_remote_id:
        return None
    for calendar in door.reader.read_calendars(message.account):
        number = door.reader.find_event(calendar.id, meeting.event_remote_id)
        found = door.reader.read_event(number) if number is not None else None
        if found is not None and found.kind is EventKind.MASTER:
            times = door.reader.read_series(found.id)
            return next(
                (one for one in times if one.span.starts_at == meeting.span.starts_at), None
            )
        if found is not None:
            return found
    return None


def event_of_meeting(message: Message, meeting: Meeting) -> Event:
    """Return a meeting as an event that is nowhere stored."""
    return Event(
        remote_id=RemoteId(message.remote_id),
        calendar_remote_id=RemoteId(""),
        kind=EventKind.SINGLE,
        span=meeting.span,
        subject=message.subject,
        location=meeting.location,
        organizer=message.sender,
        preview=message.preview,
        is_cancelled=message.kind is MessageKind.MEETING_CANCELLED,
        id=EventId(-1),
    )


def _is_same(one: Event, other: Event) -> bool:
    return one.span == other.span and one.subject == other.subject


def _holds(begin: datetime, end: datetime, starts_at: datetime, ends_at: datetime) -> bool:
    return begin <= starts_at and ends_at <= end
