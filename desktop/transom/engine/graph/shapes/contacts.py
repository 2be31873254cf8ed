"""Contacts and the folders they lie in."""

import msgspec

from transom.engine.entities.accounts import Person, RemoteId
from transom.engine.entities.contacts import Contact, ContactFolder, Phone, PostalAddress
from transom.engine.graph.decoding import Item
from transom.engine.graph.shapes.values import (
    EmailAddress,
    birthday_of,
    person_of,
    text_of,
    texts_of,
)


class ContactFolderItem(Item, rename="camel"):
    """A folder of contacts."""

    display_name: str | None = None
    parent_folder_id: str | None = None


class PhysicalAddress(msgspec.Struct, rename="camel"):
    """A postal address."""

    street: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country_or_region: str | None = None


class ContactItem(Item, rename="camel"):
    """A contact."""

    parent_folder_id: str | None = None
    display_name: str | None = None
    given_name: str | None = None
    surname: str | None = None
    nick_name: str | None = None
    file_as: str | None = None
    job_title: str | None = None
    department: str | None = None
    company_name: str | None = None
    office_location: str | None = None
    email_addresses: list[EmailAddress | None] | None = None
    primary_email_address: EmailAddress | None = None
    secondary_email_address: EmailAddress | None = None
    tertiary_email_address: EmailAddress | None = None
    mobile_phone: str | None = None
    business_phones: list[str | None] | None = None
    home_phones: list[str | None] | None = None
    business_address: PhysicalAddress | None = None
    home_address: PhysicalAddress | None = None
    other_address: PhysicalAddress | None = None
    birthday: str | None = None
    personal_notes: str | None = None
    categories: list[str | None] | None = None


def contact_folder_from_json(item: ContactFolderItem) -> ContactFolder:
    """Turn a folder of contacts into ours."""
    return ContactFolder(RemoteId(item.id), text_of(item.display_name))


def contact_from_json(item: ContactItem, folder: RemoteId) -> Contact:
    """Turn a contact into ours; one that says nothing of its folder lies in ``folder``."""
    return Contact(
        remote_id=RemoteId(item.id),
        folder_remote_id=RemoteId(item.parent_folder_id or folder),
        display_name=_name_of(item),
        given_name=text_of(item.given_name),
        surname=text_of(item.surname),
        file_as=text_of(item.file_as),
        job_title=text_of(item.job_title),
        department=text_of(item.department),
        company=text_of(item.company_name),
        office=text_of(item.office_location),
        emails=_emails_of(item),
        phones=_phones_of(item),
        addresses=_addresses_of(item),
        birthday=birthday_of(item.birthday),
        notes=text_of(item.personal_notes),
        categories=texts_of(item.categories),
    )


def _name_of(item: ContactItem) -> str:
    """Return the name to show: the next best where the server has none."""
    full = " ".join(texts_of((item.given_name, item.surname)))
    names = (item.display_name, full, item.nick_name, item.company_name, item.file_as)
    emails = (person.address for person in _emails_of(item))
    return next((name for name in texts_of((*names, *emails))), "")


def _emails_of(item: ContactItem) -> tuple[Person, ...]:
    numbered = (
        item.primary_email_address,
        item.secondary_email_address,
        item.tertiary_email_address,
    )
    people: dict[str, Person] = {}
    for email in (*(item.email_addresses or ()), *numbered):
        person = person_of(email)
        if person.address:
            people.setdefault(person.address.lower(), person)
    return tuple(people.values())


def _phones_of(item: ContactItem) -> tuple[Phone, ...]:
    numbers = {
        "mobile": texts_of((item.mobile_phone,)),
        "work": texts_of(item.business_phones),
        "home": texts_of(item.home_phones),
    }
    return tuple(Phone(kind, number) for kind, many in numbers.items() for number in many)


def _addresses_of(item: ContactItem) -> tuple[PostalAddress, ...]:
    found = {"work": item.business_address, "home": item.home_address, "other": item.other_address}
    ours = (_address_of(kind, address) for kind, address in found.items() if address is not None)
    return tuple(address for address in ours if address != PostalAddress(address.kind))


def _address_of(kind: str, address: PhysicalAddress) -> PostalAddress:
    return PostalAddress(
        kind=kind,
        street=text_of(address.street).strip(),
        city=text_of(address.city).strip(),
        state=text_of(address.state).strip(),
        postal_code=text_of(address.postal_code).strip(),
        country=text_of(address.country_or_region).strip(),
    )
