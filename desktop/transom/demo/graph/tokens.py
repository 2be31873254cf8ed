"""The opaque marks in delta links: signed, so that they outlive a restart and nothing else."""

import base64
import binascii
from hashlib import blake2s

import msgspec

from transom.demo.graph.errors import stale_token


class Token(msgspec.Struct, frozen=True, array_like=True):
    """Where a client stands: ``since`` and ``until`` are places in the log of changes.

    With ``after`` the first round is still under way, behind that item; with ``until`` at -1 the
    token is a delta link's and waits for whatever happens next.
    """

    stream: str
    since: int
    until: int = -1
    offset: int = 0
    after: tuple[float, ...] | None = None
    options: dict[str, str] = {}


def write_token(secret: bytes, token: Token) -> str:
    body = msgspec.msgpack.encode(token)
    check = blake2s(body, key=secret, digest_size=8).digest()
    return base64.urlsafe_b64encode(check + body).decode().rstrip("=")


def read_token(secret: bytes, text: str, stream: str) -> Token:
    """Return the token of a link, or raise the 410 of a state nobody remembers."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise stale_token() from None
    check, body = raw[:8], raw[8:]
    if blake2s(body, key=secret, digest_size=8).digest() != check:
        raise stale_token()
    token = msgspec.msgpack.decode(body, type=Token)
    if token.stream != stream:
        raise stale_token()
    return token
