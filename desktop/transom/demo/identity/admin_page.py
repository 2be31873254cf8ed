"""The administrator's desk: who asked for which app, and the two buttons that decide."""

import secrets
from html import escape

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from transom.demo.identity import forms
from transom.demo.identity.authorization import AuthorizeRequest
from transom.demo.identity.consent_requests import ConsentRequest
from transom.demo.identity.errors import IdentityError
from transom.demo.identity.frame import PageResponse, hidden
from transom.demo.identity.parts import Parts
from transom.demo.identity.registration import ADMIN_CENTER_ID
from transom.demo.identity.sealing import BadSealError
from transom.demo.identity.sessions import Session, Sessions
from transom.demo.identity.signin import SignIn
from transom.demo.mailbox.users import User

PATH = "/admin/consent-requests"
_FORM_LIFE_S = 3600


class AdminDesk:
    """Serves the list to administrators, each that of their own organisation."""

    def __init__(self, parts: Parts, sign_in: SignIn) -> None:
        self._parts = parts
        self._sign_in = sign_in
        self._sessions = Sessions(parts.sealer, parts.ledger)

    async def page(self, request: Request) -> Response:
        """Show the requests, or have an administrator sign in first."""
        session = self._sessions.read(request)
        administrator = self._administrator(session)
        if administrator is None:
            return self._sign_in.begin(request, self._own_request())
        if request.method == "POST":
            return await self._decide(request, session, administrator)
        return self._list(session, administrator)

    def _administrator(self, session: Session) -> User | None:
        people = (self._parts.directory.user(oid) for oid in reversed(session.accounts))
        allowed = (user for user in people if user and self._parts.consents.is_administrator(user))
        return next(allowed, None)

    def _own_request(self) -> AuthorizeRequest:
        return AuthorizeRequest(
            tenant="organizations",
            client_id=ADMIN_CENTER_ID,
            redirect_uri=f"{self._parts.addresses.identity}{PATH}",
            scope="openid",
            state=secrets.token_urlsafe(8),
            prompt="select_account",
        )

    async def _decide(self, request: Request, session: Session, administrator: User) -> Response:
        try:
            form = await forms.read_body(request)
            stamp = self._parts.sealer.open("desk", form.get("stamp", ""))
        except (IdentityError, BadSealError):
            return self._list(session, administrator)
        # The stamp keeps other sites from pressing the button: the cookie alone travels anywhere.
        is_own = stamp["browser"] == session.browser and stamp["until"] > self._parts.clock()
        if is_own:
            self._parts.requests.decide(
                form.get("id", ""),
                approves=form.get("decision") == "approve",
                tid=administrator.tid,
            )
        return RedirectResponse(PATH, status_code=303)

    def _list(self, session: Session, administrator: User) -> Response:
        until = self._parts.clock() + _FORM_LIFE_S
        value = {"browser": session.browser, "until": until}
        stamp = self._parts.sealer.seal("desk", value)
        requests = self._parts.requests.all(administrator.tid)
        rows = "".join(self._row(one, stamp) for one in requests)
        body = (
            f'<p class="who">{escape(administrator.username)}</p>'
            f"<h1>Admin consent requests</h1>{rows or '<p>Nobody has asked for an app.</p>'}"
        )
        return PageResponse("Admin consent requests", body)

    def _row(self, request: ConsentRequest, stamp: str) -> str:
        name = self._parts.registrations.of(request.client_id).name
        scopes = ", ".join(request.scopes)
        text = (
            f"<p><b>{escape(name)}</b> · {escape(request.username)}<br>"
            f"{escape(request.reason)}<br><small>{escape(scopes)}</small></p>"
        )
        if request.state != "pending":
            return f"{text}<p>{request.state.capitalize()}</p>"
        return (
            f'<form method="post" action="{PATH}">{hidden({"stamp": stamp, "id": request.id})}'
            f'{text}<div class="buttons">'
            '<button id="approve" class="primary" name="decision" value="approve">Approve</button>'
            '<button id="deny" name="decision" value="deny">Deny</button></div></form>'
        )
