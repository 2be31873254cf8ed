"""What happened in the tenant after it was born: an append-only list, kept as JSON lines."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import msgspec


class BadChangeError(Exception):
    """A change that cannot be: unknown kind, missing field, or a thing that is not there."""


class Base(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every change says; no ``user`` means the first, ``at`` is stamped when accepted."""

    user: str = ""
    at: datetime | None = None


class Sender(msgspec.Struct, frozen=True):
    """Who a new mail comes from."""

    name: str
    address: str


class MailAdded(Base, frozen=True, kw_only=True, tag_field="kind", tag="mail_added"):
    """New mail; ``sender`` is spelled ``from`` in JSON, a folder is a well-known name or an id.

    ``headers`` are the sender's own, ``stamp`` is what the service found, where not the usual.
    ``sealed`` says how it is signed or encrypted, as the recipes of ``seals`` do.
    """

    sender: Sender = msgspec.field(name="from")
    subject: str
    html: str = ""
    text: str = ""
    folder: str = "inbox"
    is_read: bool = False
    categories: tuple[str, ...] = ()
    is_focused: bool = True
    attachments: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    stamp: str | None = None
    sealed: str = ""


class MailMoved(Base, frozen=True, kw_only=True, tag_field="kind", tag="mail_moved"):
    """A message went to another folder."""

    id: str
    folder: str


class MailDeleted(Base, frozen=True, kw_only=True, tag_field="kind", tag="mail_deleted"):
    """A message is gone for good; a mere move to Deleted Items is a MailMoved."""

    id: str


class MailRead(Base, frozen=True, kw_only=True, tag_field="kind", tag="mail_read"):
    """A message was marked as read or unread."""

    id: str
    is_read: bool = True


class EventAdded(Base, frozen=True, kw_only=True, tag_field="kind", tag="event_added"):
    """A new appointment; times are wall times in ``zone``, no calendar means the default one."""

    subject: str
    start: datetime
    end: datetime
    zone: str = "FLE Standard Time"
    calendar: str = ""
    location: str = ""
    body: str = ""
    is_all_day: bool = False


class EventChanged(Base, frozen=True, kw_only=True, tag_field="kind", tag="event_changed"):
    """Fields of an event, a series or one meeting of it became others; none means unchanged."""

    id: str
    subject: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    location: str | None = None
    show_as: str | None = None
    is_cancelled: bool | None = None


class EventRemoved(Base, frozen=True, kw_only=True, tag_field="kind", tag="event_removed"):
    """An event, a whole series, or with an occurrence's id that one meeting is gone."""

    id: str


class ContactAdded(Base, frozen=True, kw_only=True, tag_field="kind", tag="contact_added"):
    """Somebody new in the address book; no folder means the default one."""

    given_name: str
    surname: str = ""
    email: str = ""
    company: str = ""
    job_title: str = ""
    mobile: str = ""
    folder: str = ""


class ContactChanged(Base, frozen=True, kw_only=True, tag_field="kind", tag="contact_changed"):
    """Fields of a contact became others; none means unchanged."""

    id: str
    given_name: str | None = None
    surname: str | None = None
    company: str | None = None
    job_title: str | None = None
    mobile: str | None = None
    notes: str | None = None


class ContactRemoved(Base, frozen=True, kw_only=True, tag_field="kind", tag="contact_removed"):
    """Somebody left the address book."""

    id: str


class FolderAdded(Base, frozen=True, kw_only=True, tag_field="kind", tag="folder_added"):
    """A new mail folder; no parent means the top."""

    name: str
    parent: str = ""


class FolderRemoved(Base, frozen=True, kw_only=True, tag_field="kind", tag="folder_removed"):
    """A mail folder is gone, with all that was in and below it."""

    id: str


Change: TypeAlias = (
    MailAdded
    | MailMoved
    | MailDeleted
    | MailRead
    | EventAdded
    | EventChanged
    | EventRemoved
    | ContactAdded
    | ContactChanged
    | ContactRemoved
    | FolderAdded
    | FolderRemoved
)


def read_changes(body: bytes) -> list[Change]:
    """Read one change or a list of them from JSON, or raise BadChangeError."""
    try:
        if body.lstrip().startswith(b"["):
            return msgspec.json.decode(body, type=list[Change])
        return [msgspec.json.decode(body, type=Change)]
    except msgspec.DecodeError as error:
        raise BadChangeError(str(error)) from error


class Changes:
    """The list itself; with a path it outlives the process, without one it does not."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._list: list[Change] = []
        if path is not None and path.exists():
            self._list = [change for line in whole_lines(path) for change in read_changes(line)]

    def __iter__(self) -> Iterator[Change]:
        return iter(self._list)

    def append(self, change: Change) -> None:
        if self._path is not None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab") as file:
                file.write(msgspec.json.encode(change) + b"\n")
        self._list.append(change)


def whole_lines(path: Path) -> list[bytes]:
    """Return the finished lines; a half line is what a crash left of a change never answered."""
    text = path.read_bytes()
    whole, newline, rest = text.rpartition(b"\n")
    if rest:
        path.write_bytes(whole + newline)
    return [line for line in whole.splitlines() if line.strip()]
