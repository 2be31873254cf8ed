"""The pages of one sign-in, each a form that carries the flow to the next step."""

from collections.abc import Iterable
from html import escape

from transom.demo.identity.errors import Refusal
from transom.demo.identity.frame import (
    WINDOW_SCRIPT,
    PageResponse,
    alert,
    buttons,
    described,
    refusal_facts,
    refusal_text,
)
from transom.demo.identity.organisations import Federation
from transom.demo.identity.permissions import Permission
from transom.demo.mailbox.users import User

_TITLE = "Sign in to your account"


class SignInPages:
    """Renders the steps of one sign-in; ``flow`` travels in a hidden field."""

    def __init__(self, action: str, flow: str, form_origin: str) -> None:
        self._action = action
        self._flow = flow
        self._form_origin = form_origin

    # --- who it is ---

    def username(self, username: str, error: str, hints: Iterable[User]) -> PageResponse:
        examples = " or ".join(f"<code>{escape(user.username)}</code>" for user in hints)
        body = (
            "<h1>Sign in</h1>"
            '<label for="username">Email or phone</label>'
            '<input id="username" name="username" type="text" autocomplete="username" '
            'spellcheck="false" autocapitalize="none" maxlength="113" autofocus'
            f'{described(error)} value="{escape(username)}">'
            f"{alert(error)}"
            f"{buttons(('next', 'username', 'Next'), ('cancel', 'cancel', 'Cancel'))}"
            f'<p class="hint">This is a demo: sign in as {examples}.</p>'
        )
        return self._page(_TITLE, body)

    def password(self, user: User, error: str) -> PageResponse:
        body = (
            f"{_who(user)}<h1>Enter password</h1>"
            '<input type="text" autocomplete="username" hidden readonly '
            f'value="{escape(user.username)}">'  # so that password managers know whose it is
            '<label for="password">Password</label>'
            '<input id="password" name="password" type="password" maxlength="256" '
            f'autocomplete="current-password" autofocus{described(error)}>'
            f"{alert(error)}"
            f"{buttons(('next', 'password', 'Sign in'), ('back', 'back', 'Back'))}"
            f'<p class="hint">The demo’s password is <code>{escape(user.password)}</code>.</p>'
        )
        return self._page(_TITLE, body)

    def pick(self, users: Iterable[User]) -> PageResponse:
        accounts = "".join(
            f'<button class="account" name="pick" value="{escape(user.oid)}">'
            f"{escape(user.display_name)}<small>{escape(user.username)}</small></button>"
            for user in users
        )
        other = '<button class="account" id="other" name="action" value="back">'
        body = f"<h1>Pick an account</h1>{accounts}{other}Use another account</button>"
        return self._page(_TITLE, body)

    def second_factor(self, user: User, code: str, error: str, *, enrols: bool) -> PageResponse:
        """Ask for the six digits of the phone, which this demo has to show itself."""
        told = (
            "Your organisation needs more information to keep your account secure. Your phone is "
            "registered with the code it shows."
            if enrols
            else "Enter the code displayed in the authenticator app on your mobile device."
        )
        body = (
            f"{_who(user)}<h1>{'More information required' if enrols else 'Enter code'}</h1>"
            f"<p>{told}</p>"
            '<label for="code">Code</label>'
            '<input id="code" name="code" type="text" inputmode="numeric" maxlength="8" '
            f'autocomplete="one-time-code" autofocus{described(error)}>'
            f"{alert(error)}"
            f"{buttons(('next', 'code', 'Verify'), ('cancel', 'cancel', 'Cancel'))}"
            f'<p class="hint">The phone of this demo shows <code id="shown">{escape(code)}</code>.'
        )
        return self._page(_TITLE, body)

    def number(self, user: User, number: str) -> PageResponse:
        """Ask somebody without a password to approve on their phone."""
        approve = buttons(("next", "approve", "Approve"), ("back", "back", "Back"))
        body = (
            f"{_who(user)}<h1>Approve sign in</h1>"
            f'<p class="number" id="number">{escape(number)}</p>'
            "<p>Open your authenticator app, and enter the number shown to sign in.</p>"
            f"{approve}"
            '<p class="hint">There is no phone in this demo: Approve is what it would send.</p>'
        )
        return self._page(_TITLE, body)

    def elsewhere(self, federation: Federation, address: str) -> PageResponse:
        """Open the other organisation's page in a window of its own, or here."""
        here = buttons(("next", "federate", "Continue here"), ("back", "back", "Back"))
        body = (
            f"<h1>Taking you to your organisation’s sign-in page</h1>"
            f"<p>{escape(federation.name)} asks for the password on its own page.</p>"
            '<input type="hidden" id="wresult" name="wresult" value="">'
            f'<button id="window" type="button" data-address="{escape(address)}">'
            "Open the sign-in window</button>"
            f"{here}<script>{WINDOW_SCRIPT}</script>"
        )
        return self._page(_TITLE, body)

    def stay(self, user: User) -> PageResponse:
        body = (
            f"{_who(user)}<h1>Stay signed in?</h1>"
            "<p>Do this to reduce the number of times you are asked to sign in.</p>"
            f"{buttons(('next', 'stay', 'Yes'), ('leave', 'leave', 'No'))}"
        )
        return self._page(_TITLE, body)

    # --- what they allow ---

    def consent(
        self, user: User, app_name: str, lines: Iterable[Permission], *, for_all: str = ""
    ) -> PageResponse:
        """List what is asked for; ``for_all`` is empty, ``offered`` or ``only``."""
        heading = "Permissions requested"
        offer = ""
        if for_all == "only":
            heading = "Permissions requested for your organisation"
        elif for_all == "offered":
            offer = (
                '<label class="check"><input id="for_all" name="for_all" type="checkbox" '
                'value="1">Consent on behalf of your organisation</label>'
            )
        body = (
            f"{_who(user)}<h1>{heading}</h1>{_app(app_name)}{_lines(lines)}{offer}"
            f"{buttons(('accept', 'accept', 'Accept'), ('cancel', 'cancel', 'Cancel'))}"
        )
        return self._page("Permissions requested", body)

    def wall(
        self,
        user: User,
        app_name: str,
        lines: Iterable[Permission],
        refusal: Refusal,
        error: str = "",
    ) -> PageResponse:
        """Send somebody to their administrator; 90095 has a box to ask them from here."""
        may_ask = refusal.cause.code == 90095
        text = (
            "<p>This app requires your admin’s approval to access resources in your "
            "organisation. Only they can grant it.</p>"
        )
        ask = ""
        rows = [("return", "return", "Return to the application without granting consent")]
        if may_ask:
            ask = (
                '<label for="reason">Enter justification for requesting this app</label>'
                '<textarea id="reason" name="reason" rows="3" maxlength="500"'
                f"{described(error)}></textarea>{alert(error)}"
            )
            rows = [("next", "ask", "Request approval"), ("return", "return", "Cancel")]
        other = '<button class="account" id="other" name="action" value="back">'
        body = (
            f"{_who(user)}<h1>{'Approval required' if may_ask else 'Need admin approval'}</h1>"
            f"{_app(app_name)}{text}{_lines(lines)}{ask}{buttons(*rows)}"
            f"{other}Have an admin account? Sign in with that account</button>"
            f'<p id="code">AADSTS{refusal.cause.code}</p>{refusal_facts(refusal)}'
        )
        return self._page("Need admin approval", body)

    def request_sent(self, app_name: str) -> PageResponse:
        body = (
            "<h1>Request sent</h1>"
            f'<p id="message">Your admins have been asked to approve {escape(app_name)}. You may '
            "sign in once they have.</p>"
            f"{buttons(('return', 'return', 'Back to app'))}"
        )
        return self._page("Request sent", body)

    def refused(self, refusal: Refusal) -> PageResponse:
        """Show a refusal that another account may get round."""
        other = buttons(("next", "back", "Sign in with a different account"))
        return self._page(_TITLE, refusal_text(refusal) + other)

    def _page(self, title: str, body: str) -> PageResponse:
        form = (
            f'<form method="post" action="{escape(self._action)}" novalidate>'
            f'<input type="hidden" name="flow" value="{escape(self._flow)}">{body}</form>'
        )
        return PageResponse(title, form, form_origin=self._form_origin)


def _who(user: User) -> str:
    return f'<p class="who">{escape(user.username)}</p>'


def _app(name: str) -> str:
    return f'<p class="app"><b>{escape(name)}</b> · <span>unverified publisher</span></p>'


def _lines(lines: Iterable[Permission]) -> str:
    return "".join(
        f"<details><summary>{escape(line.title)}</summary><p>{escape(line.text)}</p></details>"
        for line in lines
    )
