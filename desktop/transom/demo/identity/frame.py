"""The frame of every page: nothing remote, every reflected value escaped, three known scripts."""

import base64
import hashlib
from collections.abc import Mapping
from html import escape

from starlette.responses import HTMLResponse
from typing_extensions import override

from transom.demo.identity.errors import Refusal
from transom.demo.identity.page_style import STYLE

SUBMIT_SCRIPT = "document.forms[0].submit()"
WINDOW_SCRIPT = (
    "document.getElementById('window').addEventListener('click',function(){"
    "window.open(this.dataset.address,'federated','popup,width=480,height=640')})"
)
HAND_OVER_SCRIPT = (
    "(function(){var page=window.opener&&window.opener.document,"
    "field=page&&page.getElementById('wresult');if(!field)return;"
    "field.value=document.getElementById('wresult').value;"
    "page.forms[0].submit();window.close()})()"
)
_SCRIPTS = (SUBMIT_SCRIPT, WINDOW_SCRIPT, HAND_OVER_SCRIPT)
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


class PageResponse(HTMLResponse):
    """A page that may load nothing, be framed by nobody and be kept nowhere."""

    def __init__(self, title: str, body: str, *, form_origin: str = "", status: int = 200) -> None:
        html = _DOCUMENT.format(title=escape(title), style=STYLE, body=body)
        super().__init__(html, status, _headers(form_origin))

    @override
    def render(self, content: str) -> bytes:
        return content.encode("utf-8", "replace")  # a lone surrogate must not break the page


def _csp_hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _headers(form_origin: str) -> dict[str, str]:
    # Chromium holds a form's redirects against form-action too: the app's address must be named.
    policy = (
        "default-src 'none'",
        f"style-src {_csp_hash(STYLE)}",
        f"script-src {' '.join(_csp_hash(script) for script in _SCRIPTS)}",
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


def refusal_page(refusal: Refusal) -> PageResponse:
    """Show a refusal from which there is no way on."""
    return PageResponse("Sign in to your account", refusal_text(refusal), status=400)


def device_page(action: str, error: str) -> PageResponse:
    """Ask for the code that a device shows."""
    body = (
        f'<form method="post" action="{escape(action)}" novalidate><h1>Enter code</h1>'
        '<label for="code">Enter the code displayed on your app or device</label>'
        '<input id="code" name="code" type="text" autocomplete="off" spellcheck="false" '
        f'maxlength="20" autofocus{described(error)}>'
        f"{alert(error)}{buttons(('next', '', 'Next'))}</form>"
    )
    return PageResponse("Sign in to your account", body)


def message_page(title: str, text: str, status: int = 200) -> PageResponse:
    body = f'<h1>{escape(title)}</h1><p id="message">{escape(text)}</p>'
    return PageResponse(title, body, status=status)


def blank_page() -> PageResponse:
    return PageResponse("", "")


def form_post_page(redirect_uri: str, origin: str, fields: Mapping[str, str]) -> PageResponse:
    """Post an answer elsewhere; the button serves where scripts are off."""
    body = (
        f'<form method="post" action="{escape(redirect_uri)}">{hidden(fields)}'
        f"{buttons(('next', '', 'Continue'))}</form><script>{SUBMIT_SCRIPT}</script>"
    )
    return PageResponse("Working…", body, form_origin=origin)


def hidden(fields: Mapping[str, str]) -> str:
    return "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
    )


def refusal_text(refusal: Refusal) -> str:
    return (
        "<h1>Sorry, but we’re having trouble signing you in.</h1>"
        f'<p id="error" role="alert">{escape(refusal.headline)}</p>{refusal_facts(refusal)}'
    )


def refusal_facts(refusal: Refusal) -> str:
    """List what a help desk asks for."""
    facts = (
        ("Request Id", refusal.trace_id),
        ("Correlation Id", refusal.correlation_id),
        ("Timestamp", refusal.timestamp),
    )
    rows = "".join(f"<dt>{name}:</dt><dd>{escape(value)}</dd>" for name, value in facts)
    return f"<dl>{rows}</dl>"


def alert(error: str) -> str:
    return f'<p id="error" role="alert">{escape(error)}</p>' if error else ""


def described(error: str) -> str:
    return ' aria-invalid="true" aria-describedby="error"' if error else ""


def buttons(*rows: tuple[str, str, str]) -> str:
    # The first is what Enter presses, so it comes first here and is shown last.
    rendered = "".join(
        _button(name, action, label, "" if index else "primary")
        for index, (name, action, label) in enumerate(rows)
    )
    return f'<div class="buttons">{rendered}</div>'


def _button(name: str, action: str, label: str, style: str) -> str:
    posted = f' name="action" value="{action}"' if action else ""
    return f'<button id="{name}" class="{style}"{posted}>{escape(label)}</button>'
