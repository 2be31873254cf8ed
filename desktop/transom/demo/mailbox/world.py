"""The whole invented tenant: one mailbox for each user, and what happens to them later."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from transom.demo.mailbox import agenda, folders, people, rolodex
from transom.demo.mailbox.apply import apply_change
from transom.demo.mailbox.calendar import CalendarShelf
from transom.demo.mailbox.changes import BadChangeError, Change, Changes
from transom.demo.mailbox.contacts import ContactShelf
from transom.demo.mailbox.ids import Ids
from transom.demo.mailbox.items import Address, Category
from transom.demo.mailbox.log import Log
from transom.demo.mailbox.mail import MailShelf
from transom.demo.mailbox.organisation import SHARED, Organisation, entries, groups, invented_oid
from transom.demo.mailbox.users import USERS, WORK_TENANT, User
from transom.demo.mailbox.writer import TALLINN, Writer

OTHERS_MESSAGES = 40
SHARED_USERS = tuple(
    User(
        oid=invented_oid(who.address),
        tid=WORK_TENANT,
        username=who.address,
        password="",
        kind="work",
        display_name=who.name,
        given_name=who.name,
        surname="",
    )
    for who in (*SHARED, people.INES)
)
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
        self.organisation = Organisation(entries(), groups())
        self._mailboxes = {
            user.oid: make_mailbox(user, seed, messages, self.anchor)
            for user in (*USERS, *SHARED_USERS)
        }
        for change in changes:
            apply_change(self.mailbox_of(change.user), change)

    def mailbox(self, oid: str) -> Mailbox:
        """Return the mailbox of a user's object id, or raise KeyError."""
        return self._mailboxes[oid]

    def find_mailbox(self, oid: str) -> Mailbox | None:
        return self._mailboxes.get(oid)

    def mailboxes(self) -> list[Mailbox]:
        return list(self._mailboxes.values())

    def mailbox_of(self, name: str) -> Mailbox:
        """Return the mailbox of an object id or a username; no name means the first user."""
        for user in (*USERS, *SHARED_USERS):
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
    """Return a mailbox: the first user's is the one of the pictures, the others' are small."""
    is_work, is_star = user.kind == "work", user is USERS[0]
    ids, log = Ids(user.oid), Log()
    count = messages if is_star else min(messages, OTHERS_MESSAGES)
    return Mailbox(
        user=user,
        born=anchor,
        zone_name="FLE Standard Time",
        ids=ids,
        log=log,
        mail=MailShelf(
            Writer(user, seed, count, anchor, is_star=is_star),
            folders.WORK_FOLDERS if is_work else folders.PERSONAL_FOLDERS,
            ids,
            log,
        ),
        calendar=make_calendar(user, anchor, log, is_star=is_star),
        contacts=ContactShelf(
            rolodex.FOLDERS if is_star else rolodex.FOLDERS[:1],
            rolodex.contacts(seed) if is_star else rolodex.personal_contacts(seed),
            log,
        ),
        categories=CATEGORIES if is_work else CATEGORIES[3:],
        photo=8,
    )


def make_calendar(user: User, anchor: datetime, log: Log, *, is_star: bool) -> CalendarShelf:
    born = anchor.astimezone(TALLINN).date()
    if is_star:
        return CalendarShelf(agenda.CALENDARS, agenda.GROUPS, agenda.events(born), log)
    groups = {agenda.MINE: agenda.GROUPS[agenda.MINE]}
    owner = Address(user.display_name, user.username)
    if user.username == people.INES.address:
        events = agenda.neighbours_events(born, owner)
    else:
        events = agenda.personal_events(born, owner)
    return CalendarShelf(agenda.CALENDARS[:1], groups, events, log)
