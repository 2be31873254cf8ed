"""Ids as long and awkward as the real ones, made from small numbers and read back."""

import base64
import binascii
import struct
from dataclasses import dataclass
from hashlib import blake2s

PLAIN = b"\x00\x03\x24\x00"  # becomes AAMkA…
IMMUTABLE = b"\x00\x09\x00\x2e\x00\x00"  # becomes AAkALgAA…
BODY = struct.Struct(">cqiH")


@dataclass(frozen=True, slots=True)
class Ref:
    """What an id stands for: a kind, a number, a part of it, and how often it had moved."""

    kind: str
    key: int
    part: int
    moves: int
    is_immutable: bool


class Ids:
    """Makes and reads the ids of one mailbox; an id of another mailbox reads as none."""

    def __init__(self, oid: str) -> None:
        self._oid = oid.encode()
        self._plain = PLAIN + self._oid + b"\x46"
        self._secret = blake2s(self._oid, digest_size=16).digest()

    def make(
        self, kind: str, key: int, part: int = 0, *, moves: int = 0, immutable: bool = False
    ) -> str:
        body = BODY.pack(kind.encode(), key, part, 0 if immutable else moves)
        head = IMMUTABLE if immutable else self._plain
        check = self._digest(head + body)
        return base64.b64encode(head + check + self._mask(check, body)).decode()

    def read(self, text: str) -> Ref | None:
        try:
            raw = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            return None
        immutable = raw.startswith(IMMUTABLE)
        head = IMMUTABLE if immutable else self._plain
        check, masked = raw[len(head) : len(head) + 8], raw[len(head) + 8 :]
        if not raw.startswith(head) or len(masked) != BODY.size:
            return None
        body = self._mask(check, masked)
        if self._digest(head + body) != check:
            return None
        kind, key, part, moves = BODY.unpack(body)
        return Ref(kind.decode("latin-1"), key, part, moves, immutable)

    def make_conversation(self, topic: str) -> str:
        mark = blake2s(topic.encode(), key=self._secret, digest_size=16).digest()
        return base64.b64encode(b"\x00\x04\x24\x00" + self._oid + b"\x10\x00" + mark).decode()

    def _digest(self, text: bytes) -> bytes:
        return blake2s(text, key=self._secret, digest_size=8).digest()

    def _mask(self, check: bytes, body: bytes) -> bytes:
        stream = blake2s(check, key=self._secret).digest()
        return bytes(a ^ b for a, b in zip(body, stream, strict=False))
