"""The whole invented tenant: one mailbox for each user, and what happens to them later."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from transom.demo.mailbox import agenda, folders, rolodex
from transom.demo.mailbox.apply import apply_change
from transom.demo.mailbox.calendar import CalendarShelf
from transom.demo.mailbox.changes import BadChangeError, Change, Changes
from transom.demo.mailbox.contacts import ContactShelf
from transom.demo.mailbox.ids import Ids
from transom.demo.mailbox.items import Address, Category
from transom.demo.mailbox.log import Log
from transom.demo.mailbox.mail import MailShelf
from transom.demo.mailbox.users import USERS, User
from transom.demo.mailbox.writer import TALLINN, Writer

PERSONAL_MESSAGES = 40
CATEGORIES = (
    Category("Harbour", "preset4"),
    Category("Planning", "preset7"),
    Category("Invoices", "preset3"),
    Category("Family", "preset8"),
    Category("Urgent", "preset0"),
)  # "Suppliers" is used by contacts and stands in no list: real mailboxes have such names too


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Everything that belongs to one user."""

    user: User
    born: datetime
    zone_name: str
    ids: Ids
    log: Log
    mail: MailShelf
    calendar: CalendarShelf
    contacts: ContactShelf
    categories: tuple[Category, ...]
    photo: int


class World:
    """Makes the mailboxes from a seed, a size and a day, then lets the later changes happen.

    ``born`` may be a day or an aware instant. The newest letters are those of 09:38 on that day in
    Tallinn; with an instant before that hour they move to the day before, so none is in the future.
    """

    def __init__(self, seed: int, messages: int, born: date, changes: Changes) -> None:
        self.seed = seed
        self.anchor = anchor_of(born)
        self._changes = changes
        self._mailboxes = {
            user.oid: make_mailbox(user, seed, messages, self.anchor) for user in USERS
        }
        for change in changes:
            apply_change(self.mailbox_of(change.user), change)

    def mailbox(self, oid: str) -> Mailbox:
        """Return the mailbox of a user's object id, or raise KeyError."""
        return self._mailboxes[oid]

    def mailboxes(self) -> list[Mailbox]:
        return list(self._mailboxes.values())

    def mailbox_of(self, name: str) -> Mailbox:
        """Return the mailbox of an object id or a username; no name means the first user."""
        for user in USERS:
            if name.lower() in ("", user.oid, user.username):
                return self._mailboxes[user.oid]
        raise BadChangeError("no such user")

    def apply(self, change: Change) -> str:
        """Let a change happen, keep it, and return the id of what it made or touched."""
        if change.at is None:
            change = msgspec.structs.replace(change, at=datetime.now(UTC).replace(microsecond=0))
        made = apply_change(self.mailbox_of(change.user), change)
        self._changes.append(change)
        return made


def anchor_of(born: date) -> datetime:
    """Return 09:41 in Tallinn on the day of birth, or on the day before if that is yet to come."""
    moment = born.astimezone(TALLINN) if isinstance(born, datetime) else None
    day = moment.date() if moment else born
    anchor = datetime.combine(day, time(9, 41), TALLINN)
    if moment and moment < anchor:
        anchor = datetime.combine(day - timedelta(days=1), time(9, 41), TALLINN)
    return anchor.astimezone(UTC)


def make_mailbox(user: User, seed: int, messages: int, anchor: datetime) -> Mailbox:
    is_work = user.kind == "work"
    ids, log = Ids(user.oid), Log()
    born = anchor.astimezone(TALLINN).date()
    owner = Address(user.display_name, user.username)
    count = messages if is_work else min(messages, PERSONAL_MESSAGES)
    calendars = agenda.CALENDARS if is_work else agenda.CALENDARS[:1]
    groups = agenda.GROUPS if is_work else {agenda.MINE: agenda.GROUPS[agenda.MINE]}
    events = agenda.events(born) if is_work else agenda.personal_events(born, owner)
    return Mailbox(
        user=user,
        born=anchor,
        zone_name="FLE Standard Time",
        ids=ids,
        log=log,
        mail=MailShelf(
            Writer(user, seed, count, anchor),
            folders.WORK_FOLDERS if is_work else folders.PERSONAL_FOLDERS,
            ids,
            log,
        ),
        calendar=CalendarShelf(calendars, groups, events, log),
        contacts=ContactShelf(
            rolodex.FOLDERS if is_work else rolodex.FOLDERS[:1],
            rolodex.contacts(seed) if is_work else rolodex.personal_contacts(seed),
            log,
        ),
        categories=CATEGORIES if is_work else CATEGORIES[3:],
        photo=8,
    )
