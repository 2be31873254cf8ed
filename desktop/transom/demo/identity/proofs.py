"""The ways in which somebody proves who they are; each gives a page, or the person proven."""

import hmac
import secrets
from dataclasses import replace

from starlette.responses import Response

from transom.demo.identity.consenting import Consenting
from transom.demo.identity.errors import IdentityError, Refusal
from transom.demo.identity.federation import FederatedResults
from transom.demo.identity.flow import Flows, Turn
from transom.demo.identity.frame import PageResponse
from transom.demo.identity.login import FEDERATED, PASSWORD, PASSWORDLESS, SECOND_FACTOR
from transom.demo.identity.organisations import Federation
from transom.demo.identity.pages import SignInPages
from transom.demo.identity.parts import Parts
from transom.demo.mailbox.users import User

_UNKNOWN_USER = "We couldn’t find an account with that username. Check it and try again."
_NO_USER = "Enter a valid email address or phone number."
_WRONG_PASSWORD = "Your account or password is incorrect. Check the password and try again."
_WRONG_CODE = "You didn’t enter the expected verification code. Please try again."
_SHOWN_HINTS = 2


class Proofs:
    """Asks for names, passwords and codes, and takes the answers."""

    def __init__(self, parts: Parts, flows: Flows, consenting: Consenting) -> None:
        self._parts = parts
        self._directory = parts.directory
        self._flows = flows
        self._consenting = consenting
        self._federated = FederatedResults(parts)

    # --- pages ---

    def ask_username(self, turn: Turn, username: str, error: str = "") -> PageResponse:
        tenant = self._directory.tenant(turn.asked.tenant)
        hints = [user for user in self._directory.users if tenant.is_home_of(user)]
        return self._pages(turn).username(username, error, hints[:_SHOWN_HINTS])

    def ask_code(self, turn: Turn, user: User, error: str = "") -> Response:
        """Ask for a second factor; somebody who has none registers it on the same page."""
        is_registered = self._directory.traits(user).has_second_factor
        enrols = not (is_registered or self._parts.ledger.has_second_factor(user.oid))
        turn.flow = replace(turn.flow, code=f"{secrets.randbelow(1_000_000):06}")
        return self._pages(turn).second_factor(user, turn.flow.code, error, enrols=enrols)

    def go_elsewhere(self, turn: Turn, federation: Federation) -> Response:
        """Leave for the other organisation's page, or offer it in a window."""
        username, sealed = turn.flow.username, self._flows.seal(turn.flow)
        if federation.opens_window:
            address = self._federated.address(sealed, username, federation, in_window=True)
            return self._pages(turn).elsewhere(federation, address)
        return self._federated.redirect(sealed, username, federation)

    def refuse(self, turn: Turn, error: IdentityError) -> Response:
        return self._pages(turn).refused(Refusal(error, turn.asked.correlation_id))

    # --- answers ---

    def take_username(self, turn: Turn, username: str) -> Response:
        if not username.strip():
            return self.ask_username(turn, "", _NO_USER)
        user = self._directory.user_named(username)
        tenant = self._directory.tenant(turn.asked.tenant)
        if user is None and tenant.is_one:
            return self.refuse(turn, IdentityError(50034, user=username, tenant=tenant.segment))
        if user is None:
            return self.ask_username(turn, username, _UNKNOWN_USER)
        stranger = self._stranger(turn, user)
        if stranger is not None:
            return self.refuse(turn, stranger)
        turn.flow = replace(turn.flow, username=user.username)
        return self._ask_proof(turn, user)

    def _ask_proof(self, turn: Turn, user: User) -> Response:
        federation = self._directory.federation_of(user.username)
        if federation is not None:
            return self.go_elsewhere(turn, federation)
        if self._directory.traits(user).is_passwordless:
            turn.flow = replace(turn.flow, code=f"{secrets.randbelow(90) + 10}")
            return self._pages(turn).number(user, turn.flow.code)
        return self._pages(turn).password(user, "")

    def take_password(self, turn: Turn) -> Response | User:
        user = self._directory.user_named(turn.flow.username)
        if user is None or self._directory.federation_of(user.username) is not None:
            return self.ask_username(turn, turn.flow.username)
        given = turn.form.get("password", "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, user.password.encode()):
            return self._pages(turn).password(user, _WRONG_PASSWORD)
        return self._proven(turn, user, PASSWORD)

    def take_approval(self, turn: Turn) -> Response | User:
        user = self._directory.user_named(turn.flow.username)
        if user is None or not turn.flow.code or not self._directory.traits(user).is_passwordless:
            return self.ask_username(turn, turn.flow.username)
        return self._proven(turn, user, PASSWORDLESS)

    def take_federate(self, turn: Turn) -> Response:
        federation = self._directory.federation_of(turn.flow.username)
        if federation is None:
            return self.ask_username(turn, turn.flow.username)
        return self._federated.redirect(self._flows.seal(turn.flow), turn.flow.username, federation)

    def take_federated(self, turn: Turn) -> Response | User:
        """Take what the other organisation said of somebody."""
        user = self._federated.user_of(turn.form["wresult"])
        if user is None:
            return self.ask_username(turn, turn.flow.username, _UNKNOWN_USER)
        turn.flow = replace(turn.flow, username=user.username)
        stranger = self._stranger(turn, user)
        return self.refuse(turn, stranger) if stranger else self._proven(turn, user, FEDERATED)

    def take_code(self, turn: Turn, user: User) -> Response | User:
        given = "".join(turn.form.get("code", "").split()).encode("utf-8", "surrogateescape")
        if not turn.flow.code or not hmac.compare_digest(given, turn.flow.code.encode()):
            return self.ask_code(turn, user, _WRONG_CODE)
        self._parts.ledger.register_second_factor(user.oid)
        turn.flow = turn.flow.proven(user.oid, SECOND_FACTOR, self._parts.clock())
        return user

    def _proven(self, turn: Turn, home: User, method: str) -> User:
        user = self._directory.seen_in(home, self._directory.tenant(turn.asked.tenant)) or home
        turn.flow = turn.flow.proven(user.oid, method, self._parts.clock())
        return user

    def _stranger(self, turn: Turn, user: User) -> IdentityError | None:
        tenant = self._directory.tenant(turn.asked.tenant)
        if self._directory.seen_in(user, tenant) is not None:
            return None
        return IdentityError(50020, user=user.username, tenant=tenant.segment)

    def _pages(self, turn: Turn) -> SignInPages:
        return self._consenting.pages(turn)
