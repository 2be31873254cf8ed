"""The organisation's directory: people, rooms, shared mailboxes and groups, signed in or not."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

from transom.demo.mailbox import people
from transom.demo.mailbox.items import Address
from transom.demo.mailbox.users import PERSONAL_TENANT, USERS, WORK_TENANT, User

Kind = Literal["member", "guest", "shared", "room", "app"]
NAMESPACE = uuid.UUID("6d1f1c8e-27b5-4f6c-9d53-0c5a6a4f2e71")
TENDERS = Address("Tenders", "tenders@contoso.example")
BOARD = Address("Board", "board@contoso.example")
CLERKS = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One account of a directory; ``manager`` is a username, ``photo`` a portrait's number."""

    oid: str
    tid: str
    username: str
    display_name: str
    given_name: str = ""
    surname: str = ""
    job_title: str = ""
    department: str = ""
    office: str = ""
    mobile: str = ""
    manager: str = ""
    photo: int | None = None
    kind: Kind = "member"

    @property
    def is_personal(self) -> bool:
        return self.tid == PERSONAL_TENANT


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people, by username; some are for mail and files too."""

    oid: str
    tid: str
    name: str
    description: str
    mail: str
    members: tuple[str, ...]
    is_unified: bool = True


GRACE = "grace.ode@contoso.example"
# Who, what for, where, reached how, whose portrait, reporting to whom.
COLLEAGUES = (
    (people.TOMAS, "Head of planning", "Planning", "Tallinn · 4th floor", "+46 8 555 0199", 7, ""),
    (
        people.INES,
        "Structural engineer",
        "Bridges",
        "Madrid · 3rd floor",
        "+34 600 555 010",
        None,
        people.TOMAS.address,
    ),
    (
        people.MEI,
        "Finance",
        "Finance",
        "Tallinn · 2nd floor",
        "+372 5555 0144",
        4,
        people.TOMAS.address,
    ),
    (people.AMARA, "Facilitator", "Workshops", "", "+372 5555 0101", 1, people.TOMAS.address),
    (
        people.SOFIA,
        "Office manager",
        "Office",
        "Tallinn · reception",
        "+372 5555 0100",
        6,
        people.TOMAS.address,
    ),
)
REPORTS_TO = {
    "adele.vance@contoso.example": people.TOMAS.address,
    "uma.seidl@contoso.example": "adele.vance@contoso.example",
    "theo.brandt@contoso.example": "adele.vance@contoso.example",
    "mila.fabre@contoso.example": people.MEI.address,
}
PHOTOS = {"adele.vance@contoso.example": 8}
SHARED = (people.BRIDGE_OFFICE, TENDERS, BOARD)


def invented_oid(username: str) -> str:
    return str(uuid.uuid5(NAMESPACE, username))


def signed_in(user: User) -> Entry:
    """Return how the directory sees somebody who can sign in."""
    is_adele = user.username in PHOTOS
    return Entry(
        oid=user.oid,
        tid=user.tid,
        username=user.username,
        display_name=user.display_name,
        given_name=user.given_name,
        surname=user.surname,
        job_title=user.job_title,
        department="Bridges" if is_adele else "",
        office="Tallinn · 4th floor" if is_adele else "",
        mobile="+372 5555 0123" if is_adele else "",
        manager=REPORTS_TO.get(user.username, ""),
        photo=PHOTOS.get(user.username),
    )


def entries() -> Iterator[Entry]:
    """Yield everybody: those who sign in, the colleagues, what is shared, and the clerks."""
    yield from (signed_in(user) for user in USERS if user.kind == "work")
    for who, job, department, office, mobile, photo, manager in COLLEAGUES:
        given, surname = who.name.split(" ", 1)
        yield Entry(
            invented_oid(who.address),
            WORK_TENANT,
            who.address,
            who.name,
            given,
            surname,
            job,
            department,
            office,
            mobile,
            manager,
            photo,
        )
    for who in SHARED:
        yield Entry(invented_oid(who.address), WORK_TENANT, who.address, who.name, kind="shared")
    room = people.ROOM_BALTIC
    yield Entry(invented_oid(room.address), WORK_TENANT, room.address, room.name, kind="room")
    yield from clerks()


def clerks() -> Iterator[Entry]:
    """Yield enough others that lists of people have more than one page."""
    for number in range(CLERKS):
        dice = Random(f"clerk/{number}")
        given, surname = dice.choice(people.GIVEN_NAMES), dice.choice(people.SURNAMES)
        local = f"{given}.{surname}".lower().encode("ascii", "ignore").decode()
        username = f"{local}{number}@contoso.example"
        yield Entry(
            invented_oid(username),
            WORK_TENANT,
            username,
            f"{given} {surname}",
            given,
            surname,
            dice.choice(people.JOBS),
            dice.choice(("Bridges", "Finance", "Planning", "Harbour")),
            manager=people.TOMAS.address,
            photo=700 + number if number % 3 else None,
        )


def groups() -> tuple[Group, ...]:
    adele, cast = "adele.vance@contoso.example", tuple(row[0].address for row in COLLEAGUES)
    rows = (
        ("Harbour bridge", "Everybody on the bridge", "harbour.bridge", (adele, *cast), True),
        ("Tallinn office", "The fourth floor and below", "tallinn", (adele, *cast[2:]), True),
        ("Badge holders", "May enter at night", "", (adele, GRACE), False),
        ("Steering group", "", "steering", cast, True),
    )
    return tuple(
        Group(
            invented_oid(f"group/{name}"),
            WORK_TENANT,
            name,
            description,
            f"{mail}@contoso.example" if mail else "",
            members,
            is_unified,
        )
        for name, description, mail, members, is_unified in rows
    )


class Organisation:
    """Finds people and groups of a tenant; one tenant's people do not see another's."""

    def __init__(self, found: Iterable[Entry], known: Iterable[Group]) -> None:
        self._entries = {entry.oid: entry for entry in found}
        self._groups = tuple(known)

    def entry(self, tid: str, name: str) -> Entry | None:
        """Return an account by object id or username."""
        entry = self._entries.get(name.lower())
        if entry is None:
            entry = next((one for one in self.entries(tid) if one.username == name.lower()), None)
        return entry if entry is not None and entry.tid == tid else None

    def entries(self, tid: str) -> list[Entry]:
        return [entry for entry in self._entries.values() if entry.tid == tid]

    def manager(self, entry: Entry) -> Entry | None:
        return self.entry(entry.tid, entry.manager) if entry.manager else None

    def reports(self, entry: Entry) -> list[Entry]:
        return [one for one in self.entries(entry.tid) if one.manager == entry.username]

    def groups(self, entry: Entry) -> list[Group]:
        return [one for one in self._groups if entry.username in one.members]

    def groups_of(self, tid: str) -> list[Group]:
        return [one for one in self._groups if one.tid == tid]
