"""What an access token allows, as the tenant's Graph sees it."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Grant:
    """One access token's meaning; ``scopes`` are short names such as ``Mail.Read``.

    An app that signed in as itself has ``is_app_only``: ``oid`` is the app's own and ``scopes`` are
    application permissions, good for every mailbox of ``tid``.
    """

    oid: str
    tid: str
    client_id: str
    scopes: frozenset[str]
    is_app_only: bool = False


class BadTokenError(Exception):
    """The bearer is unknown, expired or revoked; the text is what Graph would answer.

    With ``claims`` (JSON) it is a challenge: the 401 must carry them, in base64, in
    ``WWW-Authenticate: Bearer … error="insufficient_claims", claims="…"``.
    """

    def __init__(self, text: str, *, claims: str = "") -> None:
        super().__init__(text)
        self.claims = claims


class TokenBook(Protocol):
    """Knows which access tokens are good."""

    def check(self, bearer: str) -> Grant:
        """Return what ``bearer`` allows, or raise BadTokenError."""
        ...
