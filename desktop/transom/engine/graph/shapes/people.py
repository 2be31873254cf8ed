"""People as JSON, of two kinds: the ranked list's and the directory's."""

import msgspec

from transom.engine.entities.accounts import Person, RemoteId
from transom.engine.entities.contacts import Contact, Phone
from transom.engine.graph.decoding import Item
from transom.engine.graph.shapes.values import text_of

_PHONE_KINDS = {"mobile": "mobile", "business": "work", "home": "home"}


class _Scored(msgspec.Struct):
    address: str | None = None


class _Phone(msgspec.Struct):
    type: str | None = None
    number: str | None = None


class PersonItem(Item, rename="camel"):
    """A person of the ranked list."""

    display_name: str | None = None
    given_name: str | None = None
    surname: str | None = None
    job_title: str | None = None
    company_name: str | None = None
    department: str | None = None
    office_location: str | None = None
    scored_email_addresses: list[_Scored] | None = None
    phones: list[_Phone] | None = None


class UserItem(Item, rename="camel"):
    """A user of the directory; what the permission does not reach is missing."""

    display_name: str | None = None
    given_name: str | None = None
    surname: str | None = None
    mail: str | None = None
    user_principal_name: str | None = None
    job_title: str | None = None
    company_name: str | None = None
    department: str | None = None
    office_location: str | None = None
    mobile_phone: str | None = None
    business_phones: list[str] | None = None


class GroupItem(Item, rename="camel"):
    """A group somebody is in."""

    display_name: str | None = None


class RoomItem(Item, rename="camel"):
    """A meeting room of the organisation's."""

    display_name: str | None = None
    email_address: str | None = None
    phone: str | None = None
    building: str | None = None
    floor_label: str | None = None
    floor_number: int | None = None
    capacity: int | None = None
    audio_device_name: str | None = None
    video_device_name: str | None = None
    display_device_name: str | None = None
    is_wheel_chair_accessible: bool | None = None


def name_from_group(item: GroupItem) -> str:
    """Return what a group is called."""
    return text_of(item.display_name)


def contact_from_room(item: RoomItem) -> Contact:
    """Make a contact of a room, its seats and equipment in the notes."""
    name, address = text_of(item.display_name), text_of(item.email_address)
    floor = text_of(item.floor_label) or (str(item.floor_number) if item.floor_number else "")
    devices = (item.audio_device_name, item.video_device_name, item.display_device_name)
    notes = [
        *map(text_of, devices),
        "Wheelchair accessible" if item.is_wheel_chair_accessible else "",
    ]
    return Contact(
        remote_id=RemoteId(item.id),
        folder_remote_id=RemoteId(""),
        display_name=name,
        job_title=f"{item.capacity} seats" if item.capacity else "",
        company=text_of(item.building),
        office=" · ".join(part for part in (text_of(item.building), floor) if part),
        emails=(Person(name, address),) if address else (),
        phones=(Phone("work", text_of(item.phone)),) if text_of(item.phone) else (),
        notes="\n".join(note for note in notes if note),
    )


def contact_from_person(item: PersonItem) -> Contact:
    """Make a contact of a person of the ranked list."""
    name = text_of(item.display_name)
    addresses = [text_of(one.address) for one in item.scored_email_addresses or ()]
    return Contact(
        remote_id=RemoteId(item.id),
        folder_remote_id=RemoteId(""),
        display_name=name,
        given_name=text_of(item.given_name),
        surname=text_of(item.surname),
        job_title=text_of(item.job_title),
        company=text_of(item.company_name),
        department=text_of(item.department),
        office=text_of(item.office_location),
        emails=tuple(Person(name, address) for address in addresses if address),
        phones=tuple(
            Phone(_PHONE_KINDS.get(text_of(one.type), "work"), text_of(one.number))
            for one in item.phones or ()
            if text_of(one.number)
        ),
    )


def contact_from_user(item: UserItem) -> Contact:
    """Make a contact of a user of the directory."""
    name = text_of(item.display_name)
    # A guest's own address is in neither, and the name to sign in with is no address.
    address = text_of(item.mail) or text_of(item.user_principal_name)
    phones = [Phone("mobile", text_of(item.mobile_phone))]
    phones += [Phone("work", text_of(number)) for number in item.business_phones or ()]
    return Contact(
        remote_id=RemoteId(item.id),
        folder_remote_id=RemoteId(""),
        display_name=name,
        given_name=text_of(item.given_name),
        surname=text_of(item.surname),
        job_title=text_of(item.job_title),
        company=text_of(item.company_name),
        department=text_of(item.department),
        office=text_of(item.office_location),
        emails=(Person(name, address),) if address and "#EXT#" not in address else (),
        phones=tuple(phone for phone in phones if phone.number),
    )
