"""What an access token allows, as the tenant's Graph sees it."""

import base64
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

    With ``claims`` (JSON) it is a challenge, which ``challenge_header`` puts into words.
    """

    def __init__(self, text: str, *, claims: str = "") -> None:
        super().__init__(text)
        self.claims = claims


def challenge_header(error: BadTokenError) -> str:
    """Return the ``WWW-Authenticate`` of the 401; the claims travel in base64."""
    bearer = 'Bearer realm="", authorization_uri="", '
    if not error.claims:
        return f'{bearer}error="invalid_token"'
    encoded = base64.b64encode(error.claims.encode()).decode()
    return f'{bearer}error="insufficient_claims", claims="{encoded}"'


class TokenBook(Protocol):
    """Knows which access tokens are good."""

    def check(self, bearer: str) -> Grant:
        """Return what ``bearer`` allows, or raise BadTokenError."""
        ...
