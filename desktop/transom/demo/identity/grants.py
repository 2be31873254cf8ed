"""What an access token allows, as the tenant's Graph sees it."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Grant:
    """One access token's meaning; ``scopes`` are short names such as ``Mail.Read``."""

    oid: str
    tid: str
    client_id: str
    scopes: frozenset[str]


class BadTokenError(Exception):
    """The bearer is unknown, expired or revoked; the text is what Graph would answer."""


class TokenBook(Protocol):
    """Knows which access tokens are good."""

    def check(self, bearer: str) -> Grant:
        """Return what ``bearer`` allows, or raise BadTokenError."""
        ...
