"""An organisation that checks passwords itself: its page on another host, and the way back."""

import hmac
from html import escape
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from transom.demo.identity import forms
from transom.demo.identity.errors import IdentityError
from transom.demo.identity.flow import Flow
from transom.demo.identity.frame import (
    HAND_OVER_SCRIPT,
    PageResponse,
    alert,
    buttons,
    described,
    form_post_page,
    hidden,
    message_page,
)
from transom.demo.identity.organisations import Federation
from transom.demo.identity.parts import Parts
from transom.demo.identity.sealing import BadSealError
from transom.demo.mailbox.users import User

PAGE_PATH = "/adfs/ls/"
RETURN_PATH = "/login.srf"
WINDOW_RETURN_PATH = "/login.srf/window"
RESULT_LIFE_S = 300
_WRONG = "Incorrect user ID or password. Type the correct user ID and password, and try again."
_NO_REQUEST = "Nothing asked for this sign-in. Go back to the app and sign in again."


class FederatedResults:
    """What goes between the provider and the other organisation."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def address(
        self, flow: str, username: str, federation: Federation, *, in_window: bool = False
    ) -> str:
        """Return the address of the other organisation's page; ``flow`` is sealed."""
        query = {
            "wa": "wsignin1.0",
            "wtrealm": "urn:federation:MicrosoftOnline",
            "whr": federation.domain,
            "wctx": flow,
            "username": username,
        }
        if in_window:
            query["display"] = "popup"
        return f"{self._parts.addresses.graph}{PAGE_PATH}?{urlencode(query)}"

    def redirect(self, flow: str, username: str, federation: Federation) -> Response:
        response = RedirectResponse(self.address(flow, username, federation), status_code=302)
        response.headers["cache-control"] = "no-store, no-cache"
        return response

    def result(self, user: User) -> str:
        """Say who somebody is, for a few minutes."""
        until = self._parts.clock() + RESULT_LIFE_S
        return self._parts.sealer.seal("federation", {"oid": user.oid, "until": until})

    def user_of(self, result: str) -> User | None:
        """Return whom a result names, or None where it is not one or too old."""
        try:
            value = self._parts.sealer.open("federation", result)
        except BadSealError:
            return None
        return self._parts.directory.user(value["oid"]) if self._is_fresh(value["until"]) else None

    def _is_fresh(self, until: float) -> bool:
        return until > self._parts.clock()


class FederatedHost:
    """Serves the other organisation's sign-in page, on the tenant's second host."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._results = FederatedResults(parts)

    async def page(self, request: Request) -> Response:
        """Ask for the password; a good one goes back by a form that posts itself."""
        try:
            form = forms.read_query(request)
            if request.method == "POST":
                form |= await forms.read_body(request)
            flow = Flow.from_json(
                self._parts.sealer.open("flow", form.get("flow") or form.get("wctx", ""))
            )
        except (IdentityError, BadSealError):
            return message_page("Sign in again", _NO_REQUEST, status=400)
        federation = self._parts.directory.federation(form.get("whr", ""))
        if federation is None:
            return message_page("Sign in again", _NO_REQUEST, status=400)
        if request.method != "POST":
            return self._ask(federation, form, "")
        user = self._user(federation, form)
        if user is None:
            return self._ask(federation, form, _WRONG)
        return self._send_back(user, flow, form)

    def _user(self, federation: Federation, form: dict[str, str]) -> User | None:
        user = self._parts.directory.user_named(form.get("username", ""))
        if user is None or self._parts.directory.federation_of(user.username) != federation:
            return None
        given = form.get("password", "").encode("utf-8", "surrogateescape")
        return user if hmac.compare_digest(given, user.password.encode()) else None

    def _ask(self, federation: Federation, form: dict[str, str], error: str) -> PageResponse:
        username = form.get("username", "")
        user = self._parts.directory.user_named(username)
        is_ours = user is not None and self._parts.directory.federation_of(username) == federation
        hint = ""
        if user is not None and is_ours:
            hint = f'<p class="hint">The demo’s password is <code>{escape(user.password)}</code>.'
        kept = {
            "flow": form.get("flow") or form.get("wctx", ""),
            "whr": federation.domain,
            "display": form.get("display", ""),
        }
        body = (
            f'<form method="post" action="{PAGE_PATH}" novalidate>{hidden(kept)}'
            f'<p class="who">{escape(federation.name)}</p>'
            "<h1>Sign in with your organisational account</h1>"
            '<label for="login">User name</label>'
            '<input id="login" name="username" type="text" autocomplete="username" '
            f'spellcheck="false" maxlength="113" value="{escape(username)}">'
            '<label for="password">Password</label>'
            '<input id="password" name="password" type="password" maxlength="256" '
            f'autocomplete="current-password" autofocus{described(error)}>{alert(error)}'
            f"{buttons(('next', '', 'Sign in'))}{hint}</form>"
        )
        # What follows the form may lead to the provider, and from there to the app.
        return PageResponse(f"{federation.name} sign-in", body)

    def _send_back(self, user: User, flow: Flow, form: dict[str, str]) -> PageResponse:
        identity = self._parts.addresses.identity
        in_window = form.get("display") == "popup"
        fields = {"wa": "wsignin1.0", "wresult": self._results.result(user)}
        if not in_window:
            fields["wctx"] = form.get("flow") or form.get("wctx", "")
        path = WINDOW_RETURN_PATH if in_window else RETURN_PATH
        origins = f"{identity} {flow.request.return_address.origin}"
        return form_post_page(f"{identity}{path}", origins, fields)


async def hand_over(request: Request) -> Response:
    """Give the result to the page that opened this window, which goes on with it."""
    try:
        form = await forms.read_body(request)
    except IdentityError:
        form = {}
    body = (
        "<h1>You are signed in</h1><p>You may close this window.</p>"
        f'<input type="hidden" id="wresult" value="{escape(form.get("wresult", ""))}">'
        f"<script>{HAND_OVER_SCRIPT}</script>"
    )
    return PageResponse("Signed in", body)
