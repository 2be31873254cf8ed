"""What a mailbox holds, as plain frozen values."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Address:
    """A name and a mail address, as on an envelope."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something hung on a letter; ``recipe`` names how documents.make() builds its bytes."""

    kind: Literal["file", "item", "reference"]
    name: str
    content_type: str | None
    recipe: str = ""
    is_inline: bool = False
    content_id: str | None = None
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """What makes a letter an invitation or an answer to one; ``event_key`` 0 means gone."""

    kind: Literal["request", "accepted", "declined", "cancelled"]
    event_key: int


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody wrote; an empty ``preview`` is taken from the body.

    ``stamp`` is what the receiving service made of it, where that is not the usual, empty for
    nothing; ``headers`` are the sender's own. ``sealed`` names the recipe of a MIME form that
    stands for the body: signed or encrypted.
    """

    subject: str
    sender: Address | None
    body: str
    is_html: bool = True
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    topic: str = ""
    preview: str = ""
    attachments: tuple[Attachment, ...] = ()
    categories: tuple[str, ...] = ()
    importance: Literal["low", "normal", "high"] = "normal"
    flag: Literal["notFlagged", "flagged", "complete"] = "notFlagged"
    is_focused: bool = True
    meeting: Meeting | None = None
    headers: tuple[tuple[str, str], ...] = ()
    stamp: str | None = None
    sender_zone: str = "FLE Standard Time"
    sealed: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A letter where it lies: its folder, time and state; ``moves`` counts changes of folder."""

    key: int
    letter: Letter
    folder: int
    received_at: datetime
    is_read: bool
    is_draft: bool = False
    moves: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class MailFolder:
    """A folder; ``well_known`` is its fixed name in Graph's paths, if it has one."""

    key: int
    name: str
    parent: int
    well_known: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Category:
    """A category the user defined, with its preset colour."""

    name: str
    color: str


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How a series repeats, in Graph's words; no ``until`` and no ``count`` means endless."""

    kind: Literal[
        "daily",
        "weekly",
        "absoluteMonthly",
        "relativeMonthly",
        "absoluteYearly",
        "relativeYearly",
    ]
    start: date
    interval: int = 1
    days: tuple[str, ...] = ()
    day_of_month: int = 0
    month: int = 0
    index: Literal["first", "second", "third", "fourth", "last"] = "first"
    until: date | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody invited, and the answer."""

    address: Address
    response: str = "none"
    kind: Literal["required", "optional", "resource"] = "required"


@dataclass(frozen=True, slots=True)
class MovedMeeting:
    """One occurrence that was moved or renamed; ``day`` is when it should have been."""

    day: date
    start: datetime
    end: datetime
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """An appointment or a series; ``start`` and ``end`` are wall times in ``zone``."""

    key: int
    calendar: int
    subject: str
    start: datetime
    end: datetime
    zone: str
    body: str = ""
    is_all_day: bool = False
    location: str = ""
    organizer: Address | None = None
    attendees: tuple[Attendee, ...] = ()
    response: str = "organizer"
    show_as: str = "busy"
    sensitivity: str = "normal"
    importance: str = "normal"
    categories: tuple[str, ...] = ()
    online_url: str = ""
    reminder_minutes: int | None = 15
    is_cancelled: bool = False
    recurrence: Recurrence | None = None
    exceptions: tuple[MovedMeeting, ...] = ()
    dropped: tuple[date, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One meeting of an event on one day; a single event has exactly one."""

    event: Event
    day: date
    start: datetime
    end: datetime
    subject: str
    kind: Literal["singleInstance", "occurrence", "exception"]


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar of the user, or one that somebody shared."""

    key: int
    name: str
    color: str
    hex_color: str
    group: int
    can_edit: bool = True
    is_default: bool = False
    owner: Address | None = None


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Where post goes."""

    street: str
    city: str
    postal_code: str
    country: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody in the address book; ``photo`` is a portrait's number, or none."""

    key: int
    folder: int
    given_name: str
    surname: str
    emails: tuple[Address, ...] = ()
    company: str = ""
    job_title: str = ""
    department: str = ""
    office: str = ""
    manager: str = ""
    mobile: str = ""
    business_phones: tuple[str, ...] = ()
    home_phones: tuple[str, ...] = ()
    business_address: PostalAddress | None = None
    home_address: PostalAddress | None = None
    birthday: date | None = None
    notes: str = ""
    categories: tuple[str, ...] = ()
    nick_name: str = ""
    photo: int | None = None
    version: int = 0

    @property
    def display_name(self) -> str:
        return f"{self.given_name} {self.surname}".strip()


@dataclass(frozen=True, slots=True)
class ContactFolder:
    """A folder of the address book."""

    key: int
    name: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What one change did to one item of one collection, for whoever asks what is new."""

    seq: int
    collection: Literal["messages", "folders", "events", "contacts", "contactFolders"]
    scope: int
    key: int
    is_removed: bool = False
    is_created: bool = False
    moves: int = 0
    before: Event | None = field(default=None, compare=False)
