"""Contacts and the folders they lie in."""

from dataclasses import dataclass
from datetime import date
from typing import NewType

from transom.engine.entities.accounts import AccountId, Person, RemoteId

ContactFolderId = NewType("ContactFolderId", int)
ContactId = NewType("ContactId", int)


@dataclass(frozen=True, slots=True)
class ContactFolder:
    """A folder of contacts; ``contact_count`` says how many of them are stored."""

    remote_id: RemoteId
    name: str
    is_default: bool = False
    contact_count: int = 0
    account: AccountId = AccountId(0)
    id: ContactFolderId = ContactFolderId(0)


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """A postal address; ``kind`` is ``work``, ``home`` or ``other``."""

    kind: str
    street: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number; ``kind`` is ``mobile``, ``work`` or ``home``."""

    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Everything known of a contact but the photo."""

    remote_id: RemoteId
    folder_remote_id: RemoteId
    display_name: str
    given_name: str = ""
    surname: str = ""
    file_as: str = ""
    job_title: str = ""
    department: str = ""
    company: str = ""
    office: str = ""
    emails: tuple[Person, ...] = ()
    phones: tuple[Phone, ...] = ()
    addresses: tuple[PostalAddress, ...] = ()
    birthday: date | None = None
    notes: str = ""
    categories: tuple[str, ...] = ()
    account: AccountId = AccountId(0)
    folder: ContactFolderId = ContactFolderId(0)
    id: ContactId = ContactId(0)


@dataclass(frozen=True, slots=True)
class ContactLine:
    """What a row of the contact list paints; ``sort_key`` orders and sections the list."""

    id: ContactId
    account: AccountId
    display_name: str
    detail: str
    sort_key: str
    has_photo: bool = False
