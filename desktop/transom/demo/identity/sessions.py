"""Who this browser is: a cookie that binds a sign-in to it, and the accounts signed in here."""

import hashlib
import secrets
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from transom.demo.identity.ledger import Ledger
from transom.demo.identity.sealing import BadSealError, Sealer

COOKIE = "__Host-tenant-session"


@dataclass(frozen=True, slots=True)
class Session:
    """One browser and the accounts it need not ask a password for, newest last."""

    browser: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    accounts: dict[str, int] = field(default_factory=dict)

    def with_account(self, oid: str, generation: int) -> "Session":
        others = {key: value for key, value in self.accounts.items() if key != oid}
        return Session(self.browser, others | {oid: generation})

    def without_accounts(self) -> "Session":
        return Session(self.browser)

    def state_for(self, client_id: str) -> str:
        """Return ``session_state``: the same for the same browser and app, and telling nothing."""
        return hashlib.sha256(f"{self.browser} {client_id}".encode()).hexdigest()[:32]


class Sessions:
    """Reads and writes the session cookie."""

    def __init__(self, sealer: Sealer, ledger: Ledger) -> None:
        self._sealer = sealer
        self._ledger = ledger

    def read(self, request: Request) -> Session:
        """Return the browser's session without revoked accounts, or a new one."""
        try:
            value = self._sealer.open("session", request.cookies.get(COOKIE, ""))
        except BadSealError:
            return Session()
        accounts = {
            oid: generation
            for oid, generation in value["accounts"].items()
            if generation == self._ledger.generation(oid, "session")
        }
        return Session(value["browser"], accounts)

    def sign_in(self, session: Session, oid: str) -> Session:
        return session.with_account(oid, self._ledger.generation(oid, "session"))

    def write(self, response: Response, session: Session) -> None:
        value = {"browser": session.browser, "accounts": session.accounts}
        sealed = self._sealer.seal("session", value)
        response.set_cookie(COOKIE, sealed, secure=True, httponly=True, samesite="none", path="/")
