"""The way through /authorize: who signs in and with what proof, page by page."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from transom.demo.identity import forms
from transom.demo.identity.authorization import AuthorizeRequest, RedirectedError, RequestReader
from transom.demo.identity.consenting import Consenting
from transom.demo.identity.endings import Endings
from transom.demo.identity.errors import IdentityError, Refusal, ShownError
from transom.demo.identity.federation import FederatedResults
from transom.demo.identity.flow import Flows, Turn
from transom.demo.identity.frame import PageResponse, message_page, refusal_page
from transom.demo.identity.login import FEDERATED, PASSWORD, PASSWORDLESS, SECOND_FACTOR
from transom.demo.identity.organisations import Federation
from transom.demo.identity.pages import SignInPages
from transom.demo.identity.parts import Parts
from transom.demo.identity.sealing import BadSealError
from transom.demo.identity.sessions import Sessions
from transom.demo.mailbox.users import User

_UNKNOWN_USER = "We couldn’t find an account with that username. Check it and try again."
_NO_USER = "Enter a valid email address or phone number."
_WRONG_PASSWORD = "Your account or password is incorrect. Check the password and try again."
_WRONG_CODE = "You didn’t enter the expected verification code. Please try again."
_OVER = "This sign-in has expired or was started elsewhere. Go back to the app and sign in again."


class SignIn:
    """Serves /authorize, /adminconsent and the forms of their pages."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._directory = parts.directory
        self._reader = RequestReader(parts.directory, parts.registrations)
        self._sessions = Sessions(parts.sealer, parts.ledger)
        self._flows = Flows(parts.sealer, parts.clock)
        self._endings = Endings(parts)
        self._consenting = Consenting(parts, self._flows, self._endings)
        self._federated = FederatedResults(parts)

    # --- the ways in ---

    async def authorize(self, request: Request) -> Response:
        """Start a sign-in, or end it at once where nothing need be asked."""
        return await self._start(request, 2)

    async def authorize_v1(self, request: Request) -> Response:
        return await self._start(request, 1)

    async def admin_consent(self, request: Request) -> Response:
        """Start the way on which an administrator consents for everybody."""
        return await self._start(request, 0)

    async def _start(self, request: Request, version: int) -> Response:
        correlation_id = forms.correlation_id(request, {})
        try:
            form = await _read_form(request)
            correlation_id = forms.correlation_id(request, form)
            asked = self._read(form, request.path_params["tenant"], correlation_id, version)
        except ShownError as error:
            return refusal_page(Refusal(error.cause, correlation_id))
        except IdentityError as error:
            return refusal_page(Refusal(error, correlation_id))
        except RedirectedError as error:
            return self._endings.refuse(error.address, error.cause, correlation_id)
        return self.begin(request, asked)

    def _read(
        self, form: Mapping[str, str], segment: str, correlation_id: str, version: int
    ) -> AuthorizeRequest:
        if version == 0:
            return self._reader.read_admin_consent(form, segment, correlation_id)
        return self._reader.read(form, segment, correlation_id, version=version)

    def begin(self, request: Request, asked: AuthorizeRequest) -> Response:
        """Answer a request that was found good: with a page, or at once."""
        session = self._sessions.read(request)
        turn = Turn(self._flows.new(asked, session), session, {})
        response = self._begin(turn)
        self._sessions.write(response, turn.session)
        return response

    async def submit(self, request: Request) -> Response:
        """Take one step: the button's name says which."""
        try:
            form = await forms.read_body(request)
            session = self._sessions.read(request)
            flow = self._flows.open(form.get("flow") or form.get("wctx", ""), session)
        except (IdentityError, BadSealError):
            return message_page("Sign in again", _OVER, status=400)
        turn = Turn(flow, session, form)
        response = self._step(turn)
        self._sessions.write(response, turn.session)
        return response

    def _step(self, turn: Turn) -> Response:
        form = turn.form
        if form.get("wresult"):
            return self._take_federated(turn)
        if "pick" in form:
            return self._take_picked(turn)
        action = form.get("action", "username")
        before = {
            "back": self._take_back,
            "cancel": lambda turn: self._endings.cancel(turn.asked),
            "federate": self._take_federate,
            "password": self._take_password,
            "approve": self._take_approval,
        }
        if action in before:
            return before[action](turn)
        after = {
            "code": self._take_code,
            "stay": self._take_stay,
            "leave": self._take_stay,
            "ask": self._consenting.take_ask,
            "return": self._consenting.take_return,
            "accept": self._take_accept,
        }
        if action not in after:
            return self._take_username(turn, form.get("username", ""))
        user = self._directory.user(turn.flow.oid)
        return after[action](turn, user) if user else self._ask_username(turn, turn.flow.username)

    # --- where it starts ---

    def _begin(self, turn: Turn) -> Response:
        asked, known = turn.asked, self._known_users(turn)
        if asked.prompt == "none":
            return self._without_asking(turn, known)
        federation = self._directory.federation(asked.domain_hint)
        if federation is not None and not known:
            return self._go_elsewhere(turn, federation)
        if asked.prompt == "login" or not known:
            return self._begin_with_hint(turn)
        if asked.prompt == "select_account" or len(known) > 1:
            return self._pages(turn).pick(known)
        return self._go_on_known(turn, known[0])

    def _known_users(self, turn: Turn) -> list[User]:
        asked = turn.asked
        tenant = self._directory.tenant(asked.tenant)
        users = [
            user
            for oid, login in turn.session.accounts.items()
            if (user := self._directory.user(oid)) is not None
            and self._directory.seen_in(self._directory.home_of(user), tenant) == user
            and not self._is_stale(user, login.at)
        ]
        if asked.login_hint and asked.prompt != "select_account":
            hinted = self._directory.user_named(asked.login_hint)
            return [user for user in users if self._directory.home_of(user) == hinted]
        if asked.domain_hint in ("organizations", "consumers"):
            kind = "work" if asked.domain_hint == "organizations" else "personal"
            return [user for user in users if user.kind == kind]
        return users

    def _is_stale(self, user: User, at: float) -> bool:
        frequency = self._parts.policies.of_tenant(user.tid).sign_in_frequency_s
        return frequency is not None and self._parts.clock() - at > frequency

    def _begin_with_hint(self, turn: Turn) -> Response:
        hint = turn.asked.login_hint
        if hint and self._directory.user_named(hint) is not None:
            return self._take_username(turn, hint)
        return self._ask_username(turn, hint)

    def _without_asking(self, turn: Turn, known: list[User]) -> Response:
        asked = turn.asked
        if len(known) == 1:
            turn.flow = turn.flow.known(turn.session.accounts[known[0].oid])
            return self._consenting.without_asking(turn, known[0])
        error = IdentityError(50058)
        if known:
            error = IdentityError(16000, user="", tenant=asked.tenant)
        return self._endings.refuse(asked.return_address, error, asked.correlation_id)

    def _go_on_known(self, turn: Turn, user: User) -> Response:
        turn.flow = replace(
            turn.flow.known(turn.session.accounts[user.oid]),
            username=self._directory.home_of(user).username,
        )
        return self._go_on(turn, user)

    # --- what a form brought ---

    def _take_back(self, turn: Turn) -> Response:
        username = turn.flow.username
        turn.flow = turn.flow.restarted()
        return self._ask_username(turn, username)

    def _take_username(self, turn: Turn, username: str) -> Response:
        if not username.strip():
            return self._ask_username(turn, "", _NO_USER)
        user = self._directory.user_named(username)
        tenant = self._directory.tenant(turn.asked.tenant)
        if user is None:
            if not tenant.is_one:
                return self._ask_username(turn, username, _UNKNOWN_USER)
            return self._refuse(turn, IdentityError(50034, user=username, tenant=tenant.segment))
        if self._directory.seen_in(user, tenant) is None:
            error = IdentityError(50020, user=user.username, tenant=tenant.segment)
            return self._refuse(turn, error)
        turn.flow = replace(turn.flow, username=user.username)
        federation = self._directory.federation_of(user.username)
        if federation is not None:
            return self._go_elsewhere(turn, federation)
        if self._directory.traits(user).is_passwordless:
            turn.flow = replace(turn.flow, code=f"{secrets.randbelow(90) + 10}")
            return self._pages(turn).number(user, turn.flow.code)
        return self._pages(turn).password(user, "")

    def _take_password(self, turn: Turn) -> Response:
        user = self._directory.user_named(turn.flow.username)
        if user is None or self._directory.federation_of(user.username) is not None:
            return self._ask_username(turn, turn.flow.username)
        given = turn.form.get("password", "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, user.password.encode()):
            return self._pages(turn).password(user, _WRONG_PASSWORD)
        return self._go_on_proven(turn, user, PASSWORD)

    def _take_approval(self, turn: Turn) -> Response:
        user = self._directory.user_named(turn.flow.username)
        is_asked = bool(turn.flow.code) and user is not None
        if user is None or not is_asked or not self._directory.traits(user).is_passwordless:
            return self._ask_username(turn, turn.flow.username)
        return self._go_on_proven(turn, user, PASSWORDLESS)

    def _take_federate(self, turn: Turn) -> Response:
        federation = self._directory.federation_of(turn.flow.username)
        if federation is None:
            return self._ask_username(turn, turn.flow.username)
        return self._federated.redirect(self._flows.seal(turn.flow), turn.flow.username, federation)

    def _take_federated(self, turn: Turn) -> Response:
        user = self._federated.user_of(turn.form["wresult"])
        if user is None:
            return self._ask_username(turn, turn.flow.username, _UNKNOWN_USER)
        turn.flow = replace(turn.flow, username=user.username)
        if self._directory.seen_in(user, self._directory.tenant(turn.asked.tenant)) is None:
            error = IdentityError(50020, user=user.username, tenant=turn.asked.tenant)
            return self._refuse(turn, error)
        return self._go_on_proven(turn, user, FEDERATED)

    def _take_picked(self, turn: Turn) -> Response:
        picked = (user for user in self._known_users(turn) if user.oid == turn.form["pick"])
        user = next(picked, None)
        return self._go_on_known(turn, user) if user else self._ask_username(turn, "")

    def _take_code(self, turn: Turn, user: User) -> Response:
        given = "".join(turn.form.get("code", "").split()).encode("utf-8", "surrogateescape")
        if not turn.flow.code or not hmac.compare_digest(given, turn.flow.code.encode()):
            return self._ask_code(turn, user, _WRONG_CODE)
        self._parts.ledger.register_second_factor(user.oid)
        turn.flow = turn.flow.proven(user.oid, SECOND_FACTOR, self._parts.clock())
        return self._go_on(turn, user)

    def _take_stay(self, turn: Turn, user: User) -> Response:
        turn.flow = replace(turn.flow, was_asked_to_stay=True)
        turn.session = replace(turn.session, stays=turn.form.get("action") == "stay")
        return self._go_on(turn, user)

    def _take_accept(self, turn: Turn, user: User) -> Response:
        if self._consenting.needs_second_factor(turn, user):
            return self._ask_code(turn, user, "")
        refusal = self._consenting.refusal(turn, user)
        if refusal is not None:
            return self._refuse(turn, refusal)
        return self._consenting.take_accept(turn, user)

    # --- which page comes next ---

    def _go_on_proven(self, turn: Turn, home: User, method: str) -> Response:
        user = self._directory.seen_in(home, self._directory.tenant(turn.asked.tenant)) or home
        turn.flow = turn.flow.proven(user.oid, method, self._parts.clock())
        return self._go_on(turn, user)

    def _go_on(self, turn: Turn, user: User) -> Response:
        """Go to the next page of somebody whose first proof was good."""
        refusal = self._consenting.refusal(turn, user)
        if refusal is not None:
            return self._refuse(turn, refusal)
        if self._consenting.needs_second_factor(turn, user):
            return self._ask_code(turn, user, "")
        login = self._parts.ledger.login(user.oid, turn.flow.methods, turn.flow.at)
        turn.session = turn.session.with_account(login)
        offers = self._parts.policies.of_tenant(user.tid).offers_to_stay
        if offers and not turn.flow.was_asked_to_stay:
            return self._pages(turn).stay(user)
        return self._consenting.answer(turn, user)

    def _ask_username(self, turn: Turn, username: str, error: str = "") -> PageResponse:
        tenant = self._directory.tenant(turn.asked.tenant)
        hints = [user for user in self._directory.users if tenant.is_home_of(user)]
        return self._pages(turn).username(username, error, hints[:2])

    def _ask_code(self, turn: Turn, user: User, error: str) -> Response:
        traits = self._directory.traits(user)
        enrols = not (traits.has_second_factor or self._parts.ledger.has_second_factor(user.oid))
        turn.flow = replace(turn.flow, code=f"{secrets.randbelow(1_000_000):06}")
        return self._pages(turn).second_factor(user, turn.flow.code, error, enrols=enrols)

    def _go_elsewhere(self, turn: Turn, federation: Federation) -> Response:
        username, sealed = turn.flow.username, self._flows.seal(turn.flow)
        if federation.opens_window:
            address = self._federated.address(sealed, username, federation, in_window=True)
            return self._pages(turn).elsewhere(federation, address)
        return self._federated.redirect(sealed, username, federation)

    def _refuse(self, turn: Turn, error: IdentityError) -> Response:
        return self._pages(turn).refused(Refusal(error, turn.asked.correlation_id))

    def _pages(self, turn: Turn) -> SignInPages:
        return self._consenting.pages(turn)


async def _read_form(request: Request) -> Mapping[str, str]:
    if request.method == "POST":
        return forms.read_query(request) | await forms.read_body(request)
    return forms.read_query(request)
