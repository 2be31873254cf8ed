"""What each kind of change does to a mailbox."""

from dataclasses import replace
from datetime import UTC, datetime, time
from functools import singledispatch
from html import escape
from typing import Protocol

from transom.demo.mailbox import changes as kinds
from transom.demo.mailbox import seals
from transom.demo.mailbox.calendar import CalendarShelf
from transom.demo.mailbox.changes import BadChangeError, Change
from transom.demo.mailbox.contacts import ContactShelf
from transom.demo.mailbox.doubtful import seal
from transom.demo.mailbox.ids import Ids
from transom.demo.mailbox.items import (
    Address,
    Attachment,
    Contact,
    Event,
    Letter,
    MailFolder,
    MovedMeeting,
    Occurrence,
)
from transom.demo.mailbox.letters import page
from transom.demo.mailbox.mail import MailShelf
from transom.demo.mailbox.users import User
from transom.demo.mailbox.zones import find_zone

YEARS = range(1900, 2200)


class Place(Protocol):
    """The parts of a mailbox that a change may touch."""

    @property
    def user(self) -> User: ...
    @property
    def ids(self) -> Ids: ...
    @property
    def mail(self) -> MailShelf: ...
    @property
    def calendar(self) -> CalendarShelf: ...
    @property
    def contacts(self) -> ContactShelf: ...


def apply_change(mailbox: Place, change: Change) -> str:
    """Let ``change`` happen and return the (immutable) id of its item, or raise BadChangeError."""
    return perform(change, mailbox)


@singledispatch
def perform(change: object, mailbox: Place) -> str:
    raise BadChangeError(f"unknown change {type(change).__name__}")


@perform.register
def add_mail(change: kinds.MailAdded, mailbox: Place) -> str:
    body = change.html or change.text
    sender = Address(change.sender.name, change.sender.address)
    letter = Letter(
        subject=change.subject,
        sender=sender,
        body=body if change.html or change.text else page(f"<p>{escape(change.subject)}</p>"),
        is_html=not change.text or bool(change.html),
        to=(Address(mailbox.user.display_name, mailbox.user.username),),
        categories=change.categories,
        is_focused=change.is_focused,
        attachments=tuple(text_attachment(name) for name in change.attachments),
        headers=change.headers,
        stamp=change.stamp,
    )
    if change.sealed and change.sealed not in seals.KINDS:
        raise BadChangeError(f"no way to seal a mail: {change.sealed}")
    if change.sealed:
        letter = seal(change.subject, letter.to[0], sender, change.sealed, change.text)
    at = change.at or datetime.now(UTC)
    if at.year not in YEARS:
        raise BadChangeError("a time in a year that no mailbox knows")
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    key = mailbox.mail.add(letter, at, folder(mailbox, change.folder), change.is_read)
    return mailbox.ids.make("m", key, immutable=True)


def text_attachment(name: str) -> Attachment:
    return Attachment("file", name, "text/plain", f"txt:{name}")


@perform.register
def move_mail(change: kinds.MailMoved, mailbox: Place) -> str:
    key = message(mailbox, change.id)
    mailbox.mail.move(key, folder(mailbox, change.folder))
    return mailbox.ids.make("m", key, immutable=True)


@perform.register
def delete_mail(change: kinds.MailDeleted, mailbox: Place) -> str:
    key = message(mailbox, change.id)
    mailbox.mail.delete(key)
    return mailbox.ids.make("m", key, immutable=True)


@perform.register
def mark_mail(change: kinds.MailRead, mailbox: Place) -> str:
    key = message(mailbox, change.id)
    mailbox.mail.mark(key, change.is_read)
    return mailbox.ids.make("m", key, immutable=True)


@perform.register
def add_event(change: kinds.EventAdded, mailbox: Place) -> str:
    if find_zone(change.zone) is None:
        raise BadChangeError("a zone nobody knows")
    start, end = span(change.start, change.end)
    if change.is_all_day:
        start, end = datetime.combine(start, time()), datetime.combine(end, time())
    event = Event(
        key=0,
        calendar=calendar(mailbox, change.calendar),
        subject=change.subject,
        start=start,
        end=end,
        zone="UTC" if change.is_all_day else change.zone,
        body=change.body,
        is_all_day=change.is_all_day,
        location=change.location,
        organizer=Address(mailbox.user.display_name, mailbox.user.username),
    )
    return mailbox.ids.make("e", mailbox.calendar.add(event), immutable=True)


@perform.register
def change_event(change: kinds.EventChanged, mailbox: Place) -> str:
    found = event_of(mailbox, change.id)
    if isinstance(found, Occurrence):
        return change_meeting(change, mailbox, found)
    event = found
    start, end = span(change.start or event.start, change.end or event.end)
    mailbox.calendar.change(
        replace(
            event,
            subject=event.subject if change.subject is None else change.subject,
            start=start,
            end=end,
            location=event.location if change.location is None else change.location,
            show_as=change.show_as or event.show_as,
            is_cancelled=event.is_cancelled if change.is_cancelled is None else change.is_cancelled,
        )
    )
    return mailbox.ids.make("e", event.key, immutable=True)


def change_meeting(change: kinds.EventChanged, mailbox: Place, met: Occurrence) -> str:
    """Make one meeting of a series an exception."""
    moved = MovedMeeting(
        met.day,
        *span(change.start or met.start, change.end or met.end),
        met.subject if change.subject is None else change.subject,
    )
    others = tuple(one for one in met.event.exceptions if one.day != met.day)
    mailbox.calendar.change(replace(met.event, exceptions=(*others, moved)))
    return mailbox.ids.make("e", met.event.key, met.day.toordinal(), immutable=True)


@perform.register
def remove_event(change: kinds.EventRemoved, mailbox: Place) -> str:
    found = event_of(mailbox, change.id)
    if isinstance(found, Occurrence):
        mailbox.calendar.drop(found.event, found.day)
        return mailbox.ids.make("e", found.event.key, found.day.toordinal(), immutable=True)
    mailbox.calendar.remove(found.key)
    return mailbox.ids.make("e", found.key, immutable=True)


@perform.register
def add_contact(change: kinds.ContactAdded, mailbox: Place) -> str:
    name = f"{change.given_name} {change.surname}".strip()
    contact = Contact(
        key=0,
        folder=contact_folder(mailbox, change.folder),
        given_name=change.given_name,
        surname=change.surname,
        emails=(Address(name, change.email),) if change.email else (),
        company=change.company,
        job_title=change.job_title,
        mobile=change.mobile,
    )
    return mailbox.ids.make("p", mailbox.contacts.add(contact), immutable=True)


@perform.register
def change_contact(change: kinds.ContactChanged, mailbox: Place) -> str:
    contact = contact_of(mailbox, change.id)
    mailbox.contacts.change(
        replace(
            contact,
            given_name=contact.given_name if change.given_name is None else change.given_name,
            surname=contact.surname if change.surname is None else change.surname,
            company=contact.company if change.company is None else change.company,
            job_title=contact.job_title if change.job_title is None else change.job_title,
            mobile=contact.mobile if change.mobile is None else change.mobile,
            notes=contact.notes if change.notes is None else change.notes,
        )
    )
    return mailbox.ids.make("p", contact.key, immutable=True)


@perform.register
def remove_contact(change: kinds.ContactRemoved, mailbox: Place) -> str:
    contact = contact_of(mailbox, change.id)
    mailbox.contacts.remove(contact.key)
    return mailbox.ids.make("p", contact.key, immutable=True)


@perform.register
def add_folder(change: kinds.FolderAdded, mailbox: Place) -> str:
    parent = folder(mailbox, change.parent) if change.parent else 0
    return mailbox.ids.make("f", mailbox.mail.add_folder(change.name, parent))


@perform.register
def remove_folder(change: kinds.FolderRemoved, mailbox: Place) -> str:
    found = mail_folder(mailbox, change.id)
    mailbox.mail.remove_folder(found)
    return mailbox.ids.make("f", found.key)


def wall(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


def message(mailbox: Place, text: str) -> int:
    key = mailbox.mail.find(mailbox.ids.read(text))
    if key is None:
        raise BadChangeError("no such message")
    return key


def span(start: datetime, end: datetime) -> tuple[datetime, datetime]:
    """Return two wall times in their order, of years that zones can be reckoned in."""
    first, last = wall(start), wall(end)
    if last < first or first.year not in YEARS or last.year not in YEARS:
        raise BadChangeError("an end before the start, or a year that no calendar knows")
    return first, last


def folder(mailbox: Place, text: str) -> int:
    return mail_folder(mailbox, text).key


def mail_folder(mailbox: Place, text: str) -> MailFolder:
    found = mailbox.mail.tree.named(text)
    if found is None:
        raise BadChangeError("no such folder")
    return found


def calendar(mailbox: Place, text: str) -> int:
    ref = mailbox.ids.read(text)
    for one in mailbox.calendar.calendars.values():
        if one.name == text or (ref and ref.kind == "k" and ref.key == one.key):
            return one.key
    if text:
        raise BadChangeError("no such calendar")
    return mailbox.calendar.default.key


def event_of(mailbox: Place, text: str) -> Event | Occurrence:
    found = mailbox.calendar.find(mailbox.ids.read(text))
    if found is None:
        raise BadChangeError("no such event")
    return found


def contact_of(mailbox: Place, text: str) -> Contact:
    found = mailbox.contacts.find(mailbox.ids.read(text))
    if found is None:
        raise BadChangeError("no such contact")
    return found


def contact_folder(mailbox: Place, text: str) -> int:
    ref = mailbox.ids.read(text)
    for one in mailbox.contacts.folders.values():
        if one.name == text or (ref and ref.kind == "d" and ref.key == one.key):
            return one.key
    if text:
        raise BadChangeError("no such contact folder")
    return mailbox.contacts.default
