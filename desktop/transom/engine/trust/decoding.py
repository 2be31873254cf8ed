"""Heads as a reader reads them: what mail programs spell in ASCII, spelled out."""

from email.errors import HeaderParseError
from email.header import decode_header, make_header

_LONGEST = 20_000


def decoded(text: str) -> str:
    """Return a head's value with its encoded words spelled out; as it came where it cannot be."""
    if "=?" not in text or len(text) > _LONGEST:
        return text
    try:
        return str(make_header(decode_header(text)))
    except (HeaderParseError, LookupError, ValueError):
        return text
