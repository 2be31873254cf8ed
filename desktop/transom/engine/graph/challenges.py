"""What a server demands of the next token: the claims of a challenge, as JSON."""

import base64
import binascii
import json
import re

from transom.engine.graph.answers import ServerAnswer

_MOST_CHARS = 8192
_CLAIMS = re.compile(r'\bclaims\s*=\s*"([^"]*)"', re.IGNORECASE)
_KIND = re.compile(r'\berror\s*=\s*"?insufficient_claims"?', re.IGNORECASE)


def claims_of(answer: ServerAnswer) -> str:
    """Return the claims a 401 or 403 asks for; empty where it asks for none that can be read."""
    header = answer.headers.get("www-authenticate", "")
    if answer.status not in (401, 403) or not _KIND.search(header):
        return ""
    # Several challenges may stand side by side, their parameters in any order.
    for found in _CLAIMS.findall(header):
        claims = _decoded(found)
        if claims:
            return claims
    return ""


def _decoded(text: str) -> str:
    if not text or len(text) > _MOST_CHARS:
        return ""
    # Padding may be missing, and either alphabet is in use.
    plain = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        claims = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True).decode("utf-8")
        value = json.loads(claims)
    except (binascii.Error, ValueError):
        return ""
    return claims if isinstance(value, dict) else ""
