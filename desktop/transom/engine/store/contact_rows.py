"""Contacts as rows: what lies in which column, both ways."""

from collections.abc import Iterable
from typing import Any, TypeAlias

from transom.engine.entities.accounts import AccountId, RemoteId
from transom.engine.entities.contacts import (
    Contact,
    ContactFolder,
    ContactFolderId,
    ContactId,
    ContactLine,
    Phone,
    PostalAddress,
)
from transom.engine.store.columns import (
    day_from_text,
    json_from_text,
    pairs_from_people,
    people_from_pairs,
    text_from_day,
    text_from_json,
)
from transom.engine.store.transaction import Value
from transom.engine.store.words import fold, index_words

Row: TypeAlias = tuple[Value, ...]

FOLDER_COLUMNS = "id, account, remote_id, name, is_default"
CONTACT_COLUMNS = "account, folder, remote_id, display_name, detail, sort_key, record, search_text"
LINE_COLUMNS = (
    "c.id, c.account, c.display_name, c.detail, c.sort_key,"
    " exists (select 1 from contact_photo p where p.contact = c.id and p.content is not null)"
)
_PLAIN = ("given_name", "surname", "file_as", "job_title", "department", "company", "office")


def folder_from_row(row: tuple[Any, ...]) -> ContactFolder:
    """Read FOLDER_COLUMNS, then how many contacts are stored."""
    return ContactFolder(
        id=ContactFolderId(row[0]),
        account=AccountId(row[1]),
        remote_id=RemoteId(row[2]),
        name=row[3],
        is_default=bool(row[4]),
        contact_count=row[5],
    )


def shown_name(contact: Contact) -> str:
    """Return the best name there is: the display name, its parts, the company, an address."""
    parts = " ".join(part for part in (contact.given_name, contact.surname) if part)
    addresses = (person.address for person in contact.emails)
    names = (contact.display_name, parts, contact.file_as, contact.company, *addresses)
    return next((name.strip() for name in names if name.strip()), "")


def shown_detail(contact: Contact) -> str:
    """Return what stands below the name: the job and the company, else an address."""
    name = shown_name(contact)
    job = ", ".join(part for part in (contact.job_title, contact.company) if part and part != name)
    return job or next((one.address for one in contact.emails if one.address != name), "")


def row_from_contact(contact: Contact, account: AccountId, folder: ContactFolderId) -> Row:
    """Return CONTACT_COLUMNS."""
    name = shown_name(contact)
    return (
        account,
        folder,
        contact.remote_id,
        name,
        shown_detail(contact),
        fold(name),
        text_from_json(_record_from_contact(contact)),
        " ".join(["", *index_words(_searched(contact))]),
    )


def _record_from_contact(contact: Contact) -> dict[str, Any]:
    return {
        **{name: getattr(contact, name) for name in _PLAIN},
        "display_name": contact.display_name,
        "emails": pairs_from_people(contact.emails),
        "phones": [[phone.kind, phone.number] for phone in contact.phones],
        "addresses": [
            [one.kind, one.street, one.city, one.state, one.postal_code, one.country]
            for one in contact.addresses
        ],
        "birthday": text_from_day(contact.birthday),
        "notes": contact.notes,
        "categories": contact.categories,
    }


def _searched(contact: Contact) -> Iterable[str]:
    yield contact.display_name
    yield from (getattr(contact, name) for name in _PLAIN)
    for person in contact.emails:
        yield person.name
        yield person.address
    yield from (phone.number for phone in contact.phones)
    yield from (address.city for address in contact.addresses)


def contact_from_row(row: tuple[Any, ...]) -> Contact:
    """Read the id, the folder's remote id, then account, folder, remote id and record."""
    record = json_from_text(row[5])
    return Contact(
        id=ContactId(row[0]),
        folder_remote_id=RemoteId(row[1]),
        account=AccountId(row[2]),
        folder=ContactFolderId(row[3]),
        remote_id=RemoteId(row[4]),
        emails=people_from_pairs(record.pop("emails")),
        phones=tuple(Phone(*phone) for phone in record.pop("phones")),
        addresses=tuple(PostalAddress(*address) for address in record.pop("addresses")),
        birthday=day_from_text(record.pop("birthday")),
        categories=tuple(record.pop("categories")),
        **record,
    )


def line_from_row(row: tuple[Any, ...]) -> ContactLine:
    """Read LINE_COLUMNS."""
    return ContactLine(
        id=ContactId(row[0]),
        account=AccountId(row[1]),
        display_name=row[2],
        detail=row[3],
        sort_key=row[4],
        has_photo=bool(row[5]),
    )
