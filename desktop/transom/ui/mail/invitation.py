"""When an invited meeting takes place, as far as the calendar knows it."""

import re
from collections.abc import Sequence

from transom.engine.entities.calendar import Event
from transom.engine.entities.mail import Message, MessageKind
from transom.ui import text

_MARKS = re.compile(
    r"\A(?:(?:invitation|canceled|cancelled|updated|accepted|declined|tentative)\s*:\s*)+", re.I
)
MEETING_KINDS = (MessageKind.INVITATION, MessageKind.MEETING_CANCELLED)


def meeting_subject(message: Message) -> str:
    """Return the meeting's own subject, without what mail programs put before it."""
    return _MARKS.sub("", text.safe(message.subject))


def event_of(message: Message, found: Sequence[Event]) -> Event | None:
    """Return the event an invitation speaks of: the same organiser and subject, the latest."""
    subject = meeting_subject(message).casefold()
    sender = message.sender.address.casefold()
    fitting = [
        event
        for event in found
        if meeting_words(event) == subject and event.organizer.address.casefold() == sender
    ]
    return max(fitting, key=lambda event: event.span.starts_at, default=None)


def meeting_words(event: Event) -> str:
    """Return an event's subject as subjects are compared."""
    return _MARKS.sub("", text.safe(event.subject)).casefold()


def time_line(event: Event) -> str:
    """Return when and where: Thursday 26 November · 13:00 – 15:00 · Room Baltic."""
    where = text.safe(event.location)
    when = text.span_words(event.span)
    return f"{when} · {where}" if where else when
