"""Accounts, the cloud they live in, and the people behind addresses."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

AccountId = NewType("AccountId", int)
"""A local number, given when an account is first saved; the journal names mailboxes by it."""

RemoteId = NewType("RemoteId", str)
"""An id as the server spells it: opaque, case-sensitive, possibly with ``/``, ``+`` and ``=``."""


PERSONAL_TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad"
"""The one tenant of all personal Microsoft accounts."""


@dataclass(frozen=True, slots=True)
class Person:
    """A name and an address, either of which may be empty."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Cloud:
    """Where to sign in and where Graph answers.

    ``ca_file`` and ``certificate_sha256`` pin a server that the system's roots do not know;
    ``mark`` is a word shown beside the account, such as "demo". ``pictures_url`` is a server of the
    cloud's own that hands out remote pictures (``?url=``), asked instead of those that mail names.
    """

    name: str
    authority_url: str
    graph_url: str
    redirect_uri: str
    ca_file: str = ""
    certificate_sha256: str = ""
    has_instance_discovery: bool = True
    mark: str = ""
    pictures_url: str = ""


@dataclass(frozen=True, slots=True)
class Registration:
    """The app registration a sign-in uses: a public client in one cloud.

    With a ``certificate`` (a file) it is an app that reads by itself, as nobody signed in.
    """

    client_id: str
    tenant: str
    cloud: Cloud
    certificate: str = ""


class AccountState(StrEnum):
    """Whether an account can reach its mailbox."""

    READY = "ready"
    SIGN_IN_NEEDED = "sign_in_needed"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody's mailbox; ``oid`` and ``tid`` identify it, the words are for display only.

    ``wished_scopes`` are the further permissions its person turned on. ``mailbox`` is the address
    it is read by, where it is not the signed-in person's own; it is read with the sign-in of
    ``via``, or by an app of the organisation's. ``checked_at`` is when it was last seen to be up
    to date; ``color`` is a place in the palette of accounts.
    """

    oid: str
    tid: str
    username: str
    name: str
    registration: Registration
    granted_scopes: frozenset[str] = field(default_factory=frozenset)
    wished_scopes: frozenset[str] = field(default_factory=frozenset)
    mailbox: str = ""
    via: AccountId | None = None
    state: AccountState = AccountState.READY
    checked_at: datetime | None = None
    color: int = 0
    id: AccountId = AccountId(0)

    @property
    def is_own(self) -> bool:
        """Whether its owner signed in here."""
        return not self.mailbox

    @property
    def is_personal(self) -> bool:
        """Whether it is an account of nobody's organisation."""
        return self.tid == PERSONAL_TENANT

    def uses(self, scope: str) -> bool:
        """Whether a further permission was granted and is turned on."""
        return scope in self.granted_scopes and scope in self.wished_scopes


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """What a person chose for the mailbox; empty where the server says nothing.

    ``time_zone`` is a Windows or IANA name, ``language`` a tag such as ``de-DE``, the formats are
    the server's spelling, such as ``dd.MM.yyyy``. ``work_days`` are English names with commas
    between them, the hours ISO times by the clock of ``work_zone``.
    """

    time_zone: str = ""
    language: str = ""
    date_format: str = ""
    time_format: str = ""
    work_days: str = ""
    work_starts: str = ""
    work_ends: str = ""
    work_zone: str = ""


@dataclass(frozen=True, slots=True)
class SignInRequest:
    """The page to show; an answer is a navigation to ``redirect_uri`` before ``expires_at``."""

    url_text: str
    redirect_uri: str
    state: str
    expires_at: datetime
