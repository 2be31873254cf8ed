"""Calendars and events."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from transom.engine.entities.accounts import AccountId, Person, RemoteId
from transom.engine.entities.mail import Body
from transom.engine.entities.spans import Span as Span

CalendarId = NewType("CalendarId", int)
EventId = NewType("EventId", int)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar; ``color`` is ``#rrggbb`` or empty where the server gives none."""

    remote_id: RemoteId
    name: str
    color: str = ""
    owner: Person = Person("", "")
    is_default: bool = False
    can_edit: bool = False
    is_shown: bool = True
    account: AccountId = AccountId(0)
    id: CalendarId = CalendarId(0)


class EventKind(StrEnum):
    """Graph's ``type`` of an event."""

    SINGLE = "single"
    OCCURRENCE = "occurrence"
    EXCEPTION = "exception"
    MASTER = "master"


class Answer(StrEnum):
    """Somebody's reply to an invitation."""

    NONE = "none"
    ORGANIZER = "organizer"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    NOT_ANSWERED = "not_answered"


class ShowAs(StrEnum):
    """How an event appears to those who look for a free hour."""

    FREE = "free"
    TENTATIVE = "tentative"
    BUSY = "busy"
    OUT_OF_OFFICE = "out_of_office"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody invited, or a room."""

    person: Person
    answer: Answer = Answer.NONE
    is_optional: bool = False
    is_resource: bool = False


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A series' rule in Graph's words, with ``interval`` and ``count`` as numbers."""

    pattern: str
    interval: int = 1
    days_of_week: tuple[str, ...] = ()
    index: str = ""
    day_of_month: int = 0
    month: int = 0
    first_day: date | None = None
    last_day: date | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """One event as it stands in the calendar; masters carry the rule and fill their stubs."""

    remote_id: RemoteId
    calendar_remote_id: RemoteId
    kind: EventKind
    span: Span
    subject: str = ""
    location: str = ""
    organizer: Person = Person("", "")
    attendees: tuple[Attendee, ...] = ()
    body: Body = Body(is_html=False, content="")
    preview: str = ""
    own_answer: Answer = Answer.NONE
    show_as: ShowAs = ShowAs.BUSY
    is_cancelled: bool = False
    is_organizer: bool = False
    is_private: bool = False
    has_attachments: bool = False
    join_url: str = ""
    categories: tuple[str, ...] = ()
    start_zone: str = ""
    recurrence: Recurrence | None = None
    master_remote_id: RemoteId = RemoteId("")
    reminder_minutes: int | None = None
    web_link: str = ""
    account: AccountId = AccountId(0)
    calendar: CalendarId = CalendarId(0)
    id: EventId = EventId(0)
