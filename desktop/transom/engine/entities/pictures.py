"""Pictures that a mail names and does not bring along, and what a person allowed of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from transom.engine.entities.accounts import AccountId


@dataclass(frozen=True, slots=True)
class RemotePicture:
    """A picture elsewhere that was allowed, and the account whose mail names it."""

    account: AccountId
    url_text: str


class AllowanceKind(StrEnum):
    """Whose pictures are always loaded: of a sender's mail, or those that lie on a host."""

    SENDER = "sender"
    HOST = "host"


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a person allowed until it is taken back; ``name`` is an address or a host."""

    account: AccountId
    kind: AllowanceKind
    name: str
    allowed_at: datetime


@dataclass(frozen=True, slots=True)
class PictureConsent:
    """What holds for one message: all of its pictures, or those on some hosts.

    ``sender`` is the address that could be allowed for good: empty where it was not verified.
    """

    account: AccountId = AccountId(0)
    is_whole: bool = False
    hosts: frozenset[str] = frozenset()
    sender: str = ""

    def allows(self, host: str) -> bool:
        """Whether pictures on a host, or below one that was named, are loaded."""
        if self.is_whole:
            return True
        labels = host.split(".")
        return any(".".join(labels[start:]) in self.hosts for start in range(len(labels)))


NO_CONSENT = PictureConsent()
