"""Authorization codes and refresh tokens: what they say, how long, and how they are redeemed."""

import hashlib
import hmac
import uuid
from dataclasses import dataclass
from typing import Any

from transom.demo.identity.authorization import AuthorizeRequest
from transom.demo.identity.directory import Directory
from transom.demo.identity.errors import IdentityError
from transom.demo.identity.keys import base64url
from transom.demo.identity.ledger import Ledger
from transom.demo.identity.login import Login
from transom.demo.identity.sealing import BadSealError, Sealer
from transom.demo.identity.tokens import Clock
from transom.demo.mailbox.users import User

CODE_LIFE_S = 600
REFRESH_LIFE_S = 90 * 24 * 3600
_CODE_PREFIX = "1."
_REFRESH_PREFIX = "1.A"


@dataclass(frozen=True, slots=True)
class Redeemed:
    """Who may have tokens, for which scopes as the request spelled them."""

    user: User
    login: Login
    scope: str
    nonce: str
    wants_client_info: bool
    resource: str = ""


class Codes:
    """Issues and redeems what is exchanged for tokens."""

    def __init__(self, sealer: Sealer, ledger: Ledger, directory: Directory, clock: Clock) -> None:
        self._sealer = sealer
        self._ledger = ledger
        self._directory = directory
        self._clock = clock

    def new_code(self, request: AuthorizeRequest, login: Login) -> str:
        value = {
            "id": uuid.uuid4().hex,
            "login": login.to_json(),
            "until": self._clock() + CODE_LIFE_S,
            "request": request.to_json(),
        }
        return _CODE_PREFIX + self._sealer.seal("code", value)

    def redeem_code(self, code: str, client_id: str, redirect_uri: str, verifier: str) -> Redeemed:
        """Return what the code stands for and use it up; raise where it must not be honoured."""
        value = self._open("code", code, _CODE_PREFIX)
        request = AuthorizeRequest.from_json(value["request"])
        if value["until"] <= self._clock():
            raise IdentityError(70008, suberror="token_expired")
        if request.client_id != client_id:
            raise IdentityError(70000, suberror="client_mismatch", parameter="code")
        if request.redirect_uri != redirect_uri:
            facts = {"redirect_uri": redirect_uri, "client_id": client_id}
            raise IdentityError(50011, error="invalid_grant", **facts)
        if not _verifier_fits(verifier, request):
            raise IdentityError(501481)
        if not self._ledger.redeem(value["id"], value["until"], self._clock()):
            raise IdentityError(54005)
        login = Login.from_json(value["login"])
        return Redeemed(
            self._user(login.oid),
            login,
            request.scope,
            request.nonce,
            request.wants_client_info,
            request.resource,
        )

    def new_refresh_token(self, login: Login, client_id: str, scope: str) -> str:
        value = {
            "id": uuid.uuid4().hex,
            "login": login.to_json(),
            "client_id": client_id,
            "scope": scope,
            "until": self._clock() + REFRESH_LIFE_S,
        }
        return _REFRESH_PREFIX + self._sealer.seal("refresh", value)

    def redeem_refresh_token(self, token: str, client_id: str) -> Redeemed:
        """Return what the token stands for; it stays good, as the real ones do."""
        value = self._open("refresh", token, _REFRESH_PREFIX)
        login = Login.from_json(value["login"])
        if value["client_id"] != client_id:
            raise IdentityError(70000, suberror="client_mismatch", parameter="refresh_token")
        if self._ledger.has_revoked(login, "refresh", "password"):
            raise IdentityError(50173, suberror="bad_token")
        if self._ledger.has_revoked(login, "frequency"):
            raise IdentityError(70043, suberror="bad_token")
        if value["until"] <= self._clock() or self._ledger.has_revoked(login, "idle"):
            raise IdentityError(700082, suberror="token_expired")
        return Redeemed(self._user(login.oid), login, value["scope"], "", wants_client_info=True)

    def _open(self, purpose: str, text: str, prefix: str) -> dict[str, Any]:
        parameter = "code" if purpose == "code" else "refresh_token"
        if not text.startswith(prefix):
            raise IdentityError(70000, parameter=parameter)
        try:
            value = self._sealer.open(purpose, text.removeprefix(prefix))
        except BadSealError as error:
            raise IdentityError(70000, parameter=parameter) from error
        if "login" not in value:
            raise IdentityError(70000, parameter=parameter)
        return value

    def _user(self, oid: str) -> User:
        user = self._directory.user(oid)
        if user is None:
            raise IdentityError(50173, suberror="bad_token")
        return user


def _verifier_fits(verifier: str, request: AuthorizeRequest) -> bool:
    if not request.challenge:
        return not verifier
    given = verifier.encode("utf-8", "surrogateescape")
    if request.challenge_method == "S256":
        given = base64url(hashlib.sha256(given).digest()).encode()
    return hmac.compare_digest(given, request.challenge.encode("utf-8", "surrogateescape"))
