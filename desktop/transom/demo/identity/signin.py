"""The way through /authorize: who signs in, with what password, and what they consent to."""

import hmac
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from transom.demo.addresses import Addresses
from transom.demo.identity import forms
from transom.demo.identity.authorization import (
    AuthorizeRequest,
    RedirectedError,
    ReturnAddress,
    read_request,
)
from transom.demo.identity.codes import Codes
from transom.demo.identity.directory import Directory
from transom.demo.identity.errors import IdentityError, Refusal, ShownError
from transom.demo.identity.ledger import Ledger
from transom.demo.identity.pages import (
    PageResponse,
    SignInPages,
    form_post_page,
    message_page,
    refusal_page,
)
from transom.demo.identity.registration import Registration
from transom.demo.identity.scopes import consent_lines
from transom.demo.identity.sealing import BadSealError, Sealer
from transom.demo.identity.sessions import Session, Sessions
from transom.demo.identity.tokens import Clock, client_info
from transom.demo.mailbox.users import User

FLOW_LIFE_S = 1800
_UNKNOWN_USER = "We couldn’t find an account with that username. Check it and try again."
_NO_USER = "Enter a valid email address or phone number."
_WRONG_PASSWORD = "Your account or password is incorrect. Check the password and try again."
_OVER = "This sign-in has expired or was started elsewhere. Go back to the app and sign in again."
_CANCELLED = {"error": "access_denied", "error_subcode": "cancel"}


@dataclass(frozen=True, slots=True)
class Flow:
    """A sign-in under way; ``oid`` is empty until the password was right."""

    request: AuthorizeRequest
    browser: str
    until: float
    username: str = ""
    oid: str = ""

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        return cls(**value | {"request": AuthorizeRequest.from_json(value["request"])})


class SignIn:
    """Serves /authorize and the forms of its pages."""

    def __init__(
        self,
        *,
        registration: Registration,
        directory: Directory,
        ledger: Ledger,
        codes: Codes,
        sealer: Sealer,
        addresses: Addresses,
        clock: Clock,
    ) -> None:
        self._registration = registration
        self._directory = directory
        self._ledger = ledger
        self._codes = codes
        self._sealer = sealer
        self._sessions = Sessions(sealer, ledger)
        self._addresses = addresses
        self._clock = clock

    async def authorize(self, request: Request) -> Response:
        """Start a sign-in, or end it at once where nothing need be asked."""
        correlation_id = forms.correlation_id(request, {})
        try:
            form = await _read_form(request)
            correlation_id = forms.correlation_id(request, form)
            asked = read_request(
                form,
                request.path_params["tenant"],
                correlation_id,
                self._directory,
                self._registration,
            )
        except ShownError as error:
            return refusal_page(Refusal(error.cause, correlation_id))
        except IdentityError as error:
            return refusal_page(Refusal(error, correlation_id))
        except RedirectedError as error:
            return self._refuse(error.address, error.cause, correlation_id)
        return self.begin(request, asked)

    def begin(self, request: Request, asked: AuthorizeRequest) -> Response:
        """Answer a request that was found good: with a page, or at once."""
        session = self._sessions.read(request)
        response = self._begin(asked, session)
        self._sessions.write(response, session)
        return response

    async def submit(self, request: Request) -> Response:
        """Take one step: the button's name says which."""
        try:
            form = await forms.read_body(request)
            session = self._sessions.read(request)
            flow = self._open(form.get("flow", ""), session)
        except (IdentityError, BadSealError):
            return message_page("Sign in again", _OVER, status=400)
        if "pick" in form:
            return self._take_picked(flow, session, form["pick"])
        action = form.get("action", "username")
        if action == "cancel":
            return _answer(flow.request.return_address, _CANCELLED)
        if action == "back":
            return self._ask_username(replace(flow, username="", oid=""), flow.username)
        if action == "password":
            return self._take_password(flow, session, form.get("password", ""))
        if action == "accept":
            return self._take_consent(flow, session)
        return self._take_username(flow, form.get("username", ""))

    # --- which page comes next ---

    def _begin(self, asked: AuthorizeRequest, session: Session) -> Response:
        flow = Flow(asked, session.browser, self._clock() + FLOW_LIFE_S)
        known = self._known_users(asked, session)
        if asked.prompt == "none":
            return self._without_asking(flow, session, known)
        if asked.prompt == "login" or not known:
            return self._begin_with_hint(flow)
        if asked.prompt == "select_account" or len(known) > 1:
            return self._pages(flow).pick(known)
        return self._signed_in(flow, session, known[0])

    def _known_users(self, asked: AuthorizeRequest, session: Session) -> list[User]:
        tenant = self._directory.tenant(asked.tenant)
        found = [self._directory.user(oid) for oid in session.accounts]
        users = [user for user in found if user is not None and tenant.admits(user)]
        hinted = self._directory.user_named(asked.login_hint)
        if asked.login_hint and asked.prompt != "select_account":
            return [user for user in users if user == hinted]
        return users

    def _begin_with_hint(self, flow: Flow) -> Response:
        hint = flow.request.login_hint
        if hint and self._directory.user_named(hint) is not None:
            return self._take_username(flow, hint)
        return self._ask_username(flow, hint)

    def _without_asking(self, flow: Flow, session: Session, known: list[User]) -> Response:
        address, correlation_id = flow.request.return_address, flow.request.correlation_id
        if not known:
            return self._refuse(address, IdentityError(50058), correlation_id)
        if len(known) > 1:
            facts = {"user": "", "tenant": flow.request.tenant}
            return self._refuse(address, IdentityError(16000, **facts), correlation_id)
        if self._missing_consent(flow.request, known[0]):
            error = IdentityError(
                65001, error="interaction_required", client_id=flow.request.client_id
            )
            return self._refuse(address, error, correlation_id)
        return self._succeed(flow, session, known[0])

    def _signed_in(self, flow: Flow, session: Session, user: User) -> Response:
        flow = replace(flow, username=user.username, oid=user.oid)
        if flow.request.prompt == "consent" or self._missing_consent(flow.request, user):
            names = flow.request.scopes(self._registration).names
            pages = self._pages(flow)
            return pages.consent(user, self._registration.name, consent_lines(names))
        return self._succeed(flow, session, user)

    def _missing_consent(self, asked: AuthorizeRequest, user: User) -> bool:
        scopes, consented = asked.scopes(self._registration), self._ledger.consented(user.oid)
        if scopes.is_default and consented - scopes.oidc:
            return not scopes.oidc <= consented
        return not frozenset(scopes.names) <= consented

    def _ask_username(self, flow: Flow, username: str, error: str = "") -> PageResponse:
        tenant = self._directory.tenant(flow.request.tenant)
        hints = [user for user in self._directory.users if tenant.admits(user)]
        return self._pages(flow).username(username, error, hints)

    # --- what a form brought ---

    def _take_username(self, flow: Flow, username: str) -> Response:
        if not username.strip():
            return self._ask_username(flow, "", _NO_USER)
        user = self._directory.user_named(username)
        if user is None:
            return self._ask_username(flow, username, _UNKNOWN_USER)
        tenant = self._directory.tenant(flow.request.tenant)
        if not tenant.admits(user):
            error = IdentityError(50020, user=user.username, tenant=tenant.segment)
            return self._pages(flow).refused(Refusal(error, flow.request.correlation_id))
        return self._pages(replace(flow, username=user.username)).password(user, "")

    def _take_password(self, flow: Flow, session: Session, password: str) -> Response:
        user = self._directory.user_named(flow.username)
        if user is None:
            return self._ask_username(flow, "")
        given = password.encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, user.password.encode()):
            return self._pages(flow).password(user, _WRONG_PASSWORD)
        session = self._sessions.sign_in(session, user.oid)
        response = self._signed_in(flow, session, user)
        self._sessions.write(response, session)
        return response

    def _take_picked(self, flow: Flow, session: Session, oid: str) -> Response:
        known = self._known_users(flow.request, session)
        user = next((user for user in known if user.oid == oid), None)
        if user is None:
            return self._ask_username(flow, "")
        return self._signed_in(flow, session, user)

    def _take_consent(self, flow: Flow, session: Session) -> Response:
        user = self._directory.user(flow.oid)
        if user is None:
            return self._ask_username(flow, flow.username)
        self._ledger.consent(user.oid, flow.request.scopes(self._registration).names)
        return self._succeed(flow, session, user)

    # --- how it ends ---

    def _succeed(self, flow: Flow, session: Session, user: User) -> Response:
        asked = flow.request
        fields = {"code": self._codes.new_code(asked, user)}
        if asked.wants_client_info:
            fields["client_info"] = client_info(user)
        fields["session_state"] = session.state_for(asked.client_id)
        return _answer(asked.return_address, fields)

    def _refuse(
        self, address: ReturnAddress, error: IdentityError, correlation_id: str
    ) -> Response:
        refusal = Refusal(error, correlation_id)
        fields = {
            "error": error.error,
            "error_description": refusal.description("\r\n"),
            "error_uri": refusal.error_uri(self._addresses.identity),
        }
        return _answer(address, fields)

    # --- the sign-in's own state ---

    def _pages(self, flow: Flow) -> SignInPages:
        sealed = self._sealer.seal("flow", asdict(flow))
        return SignInPages(
            f"/{flow.request.tenant}/login", sealed, flow.request.return_address.origin
        )

    def _open(self, sealed: str, session: Session) -> Flow:
        flow = Flow.from_json(self._sealer.open("flow", sealed))
        if flow.until <= self._clock() or flow.browser != session.browser:
            raise BadSealError
        return flow


def _answer(address: ReturnAddress, fields: Mapping[str, str]) -> Response:
    if address.mode == "form_post":
        return form_post_page(address.redirect_uri, address.origin, address.fields(fields))
    response = RedirectResponse("/", status_code=302)
    response.headers["location"] = address.url(fields)
    response.headers["cache-control"] = "no-store, no-cache"
    return response


async def _read_form(request: Request) -> Mapping[str, str]:
    if request.method == "POST":
        return forms.read_query(request) | await forms.read_body(request)
    return forms.read_query(request)
