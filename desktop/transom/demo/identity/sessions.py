"""Who this browser is: a cookie that binds a sign-in to it, and the accounts signed in here."""

import hashlib
import secrets
from dataclasses import dataclass, field, replace

from starlette.requests import Request
from starlette.responses import Response

from transom.demo.identity.ledger import Ledger
from transom.demo.identity.login import Login
from transom.demo.identity.sealing import BadSealError, Sealer

COOKIE = "__Host-tenant-session"
STAY_S = 90 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Session:
    """One browser and the accounts it need not ask a password for, newest last."""

    browser: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    accounts: dict[str, Login] = field(default_factory=dict)
    stays: bool = False

    def with_account(self, login: Login) -> "Session":
        others = {oid: one for oid, one in self.accounts.items() if oid != login.oid}
        return replace(self, accounts=others | {login.oid: login})

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
            logins = [Login.from_json(one) for one in value["accounts"]]
        except (BadSealError, KeyError, TypeError):
            return Session()
        good = {one.oid: one for one in logins if self._is_good(one)}
        return Session(value["browser"], good, bool(value.get("stays")))

    def _is_good(self, login: Login) -> bool:
        return not self._ledger.has_revoked(login, "session", "password", "frequency")

    def write(self, response: Response, session: Session) -> None:
        """Set the cookie; it outlives the browser's window only for those who chose to stay."""
        accounts = [login.to_json() for login in session.accounts.values()]
        value = {"browser": session.browser, "accounts": accounts, "stays": session.stays}
        response.set_cookie(
            COOKIE,
            self._sealer.seal("session", value),
            max_age=STAY_S if session.stays else None,
            secure=True,
            httponly=True,
            samesite="none",
            path="/",
        )
