"""The provider's pages: server-rendered, without anything remote, every reflected value escaped."""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from html import escape

from starlette.responses import HTMLResponse
from typing_extensions import override

from transom.demo.identity.errors import Refusal
from transom.demo.identity.page_style import STYLE
from transom.demo.identity.scopes import Permission
from transom.demo.mailbox.users import User

_SUBMIT = "document.forms[0].submit()"


class PageResponse(HTMLResponse):
    """A page that may load nothing, be framed by nobody and be kept nowhere."""

    def __init__(self, title: str, body: str, *, form_origin: str = "", status: int = 200) -> None:
        html = _DOCUMENT.format(title=escape(title), style=STYLE, body=body)
        super().__init__(html, status, _headers(form_origin))

    @override
    def render(self, content: str) -> bytes:
        return content.encode("utf-8", "replace")  # a lone surrogate must not break the page


_DOCUMENT = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def _csp_hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _headers(form_origin: str) -> dict[str, str]:
    # Chromium holds a form's redirects against form-action too: the app's address must be named.
    policy = (
        "default-src 'none'",
        f"style-src {_csp_hash(STYLE)}",
        f"script-src {_csp_hash(_SUBMIT)}",
        f"form-action 'self' {form_origin}".strip(),
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
    return {
        "Content-Security-Policy": "; ".join(policy),
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store, no-cache",
        "Pragma": "no-cache",
    }


class SignInPages:
    """Renders the steps of one sign-in; ``flow`` travels in a hidden field."""

    def __init__(self, action: str, flow: str, form_origin: str) -> None:
        self._action = action
        self._flow = flow
        self._form_origin = form_origin

    def username(self, username: str, error: str, hints: Iterable[User]) -> PageResponse:
        examples = " or ".join(f"<code>{escape(user.username)}</code>" for user in hints)
        body = (
            "<h1>Sign in</h1>"
            '<label for="username">Email or phone</label>'
            '<input id="username" name="username" type="text" autocomplete="username" '
            'spellcheck="false" autocapitalize="none" maxlength="113" autofocus'
            f'{_described(error)} value="{escape(username)}">'
            f"{_alert(error)}"
            f"{_buttons(('next', 'username', 'Next'), ('cancel', 'cancel', 'Cancel'))}"
            f'<p class="hint">This is a demo: sign in as {examples}.</p>'
        )
        return self._page("Sign in to your account", body)

    def password(self, user: User, error: str) -> PageResponse:
        body = (
            f'<p class="who">{escape(user.username)}</p>'
            "<h1>Enter password</h1>"
            '<input type="text" autocomplete="username" hidden readonly '
            f'value="{escape(user.username)}">'  # so that password managers know whose it is
            '<label for="password">Password</label>'
            '<input id="password" name="password" type="password" maxlength="256" '
            f'autocomplete="current-password" autofocus{_described(error)}>'
            f"{_alert(error)}"
            f"{_buttons(('next', 'password', 'Sign in'), ('back', 'back', 'Back'))}"
            f'<p class="hint">The demo’s password is <code>{escape(user.password)}</code>.</p>'
        )
        return self._page("Sign in to your account", body)

    def pick(self, users: Iterable[User]) -> PageResponse:
        accounts = "".join(
            f'<button class="account" name="pick" value="{escape(user.oid)}">'
            f"{escape(user.display_name)}<small>{escape(user.username)}</small></button>"
            for user in users
        )
        other = '<button class="account" id="other" name="action" value="back">'
        body = f"<h1>Pick an account</h1>{accounts}{other}Use another account</button>"
        return self._page("Sign in to your account", body)

    def consent(self, user: User, app_name: str, lines: Iterable[Permission]) -> PageResponse:
        permissions = "".join(
            f"<details><summary>{escape(line.title)}</summary><p>{escape(line.text)}</p></details>"
            for line in lines
        )
        body = (
            f'<p class="who">{escape(user.username)}</p>'
            "<h1>Permissions requested</h1>"
            f'<p class="app"><b>{escape(app_name)}</b> · <span>unverified publisher</span></p>'
            f"{permissions}"
            f"{_buttons(('accept', 'accept', 'Accept'), ('cancel', 'cancel', 'Cancel'))}"
        )
        return self._page("Permissions requested", body)

    def refused(self, refusal: Refusal) -> PageResponse:
        """Show a refusal that another account may get round."""
        other = _buttons(("next", "back", "Sign in with a different account"))
        return self._page("Sign in to your account", _refusal(refusal) + other)

    def _page(self, title: str, body: str) -> PageResponse:
        form = (
            f'<form method="post" action="{escape(self._action)}" novalidate>'
            f'<input type="hidden" name="flow" value="{escape(self._flow)}">{body}</form>'
        )
        return PageResponse(title, form, form_origin=self._form_origin)


def refusal_page(refusal: Refusal) -> PageResponse:
    """Show a refusal from which there is no way on."""
    return PageResponse("Sign in to your account", _refusal(refusal), status=400)


def device_page(action: str, error: str) -> PageResponse:
    """Ask for the code that a device shows."""
    body = (
        f'<form method="post" action="{escape(action)}" novalidate><h1>Enter code</h1>'
        '<label for="code">Enter the code displayed on your app or device</label>'
        '<input id="code" name="code" type="text" autocomplete="off" spellcheck="false" '
        f'maxlength="20" autofocus{_described(error)}>'
        f"{_alert(error)}{_buttons(('next', '', 'Next'))}</form>"
    )
    return PageResponse("Sign in to your account", body)


def message_page(title: str, text: str, status: int = 200) -> PageResponse:
    body = f'<h1>{escape(title)}</h1><p id="message">{escape(text)}</p>'
    return PageResponse(title, body, status=status)


def blank_page() -> PageResponse:
    return PageResponse("", "")


def form_post_page(redirect_uri: str, origin: str, fields: Mapping[str, str]) -> PageResponse:
    """Post the answer to the app; the button serves where scripts are off."""
    inputs = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
    )
    body = (
        f'<form method="post" action="{escape(redirect_uri)}">{inputs}'
        f"{_buttons(('next', '', 'Continue'))}</form><script>{_SUBMIT}</script>"
    )
    return PageResponse("Working…", body, form_origin=origin)


def _refusal(refusal: Refusal) -> str:
    facts = (
        ("Request Id", refusal.trace_id),
        ("Correlation Id", refusal.correlation_id),
        ("Timestamp", refusal.timestamp),
    )
    rows = "".join(f"<dt>{name}:</dt><dd>{escape(value)}</dd>" for name, value in facts)
    return (
        "<h1>Sorry, but we’re having trouble signing you in.</h1>"
        f'<p id="error" role="alert">{escape(refusal.headline)}</p><dl>{rows}</dl>'
    )


def _alert(error: str) -> str:
    return f'<p id="error" role="alert">{escape(error)}</p>' if error else ""


def _described(error: str) -> str:
    return ' aria-invalid="true" aria-describedby="error"' if error else ""


def _buttons(*buttons: tuple[str, str, str]) -> str:
    # The first is what Enter presses, so it comes first here and is shown last.
    rendered = "".join(
        _button(name, action, label, "" if index else "primary")
        for index, (name, action, label) in enumerate(buttons)
    )
    return f'<div class="buttons">{rendered}</div>'


def _button(name: str, action: str, label: str, style: str) -> str:
    posted = f' name="action" value="{action}"' if action else ""
    return f'<button id="{name}" class="{style}"{posted}>{escape(label)}</button>'
