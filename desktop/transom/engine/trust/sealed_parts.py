"""Finds in a message's bytes what is signed, and its seal, to the byte.

Only a seal around the whole message counts: a signed piece inside an unsigned mail would lend its
name to words that nobody signed.
"""

import re
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from itertools import pairwise

from transom.engine.entities.seals import SealKind

_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_BREAK = re.compile(rb"\r?\n")
_LONGEST_HEAD = 1 << 20
_WRAPPED = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_SEALS = ("application/pkcs7-signature", "application/x-pkcs7-signature")
_PGP = "application/pgp-"


@dataclass(frozen=True, slots=True)
class SealedParts:
    """A message taken apart: what was signed, empty if it lies in the seal itself, and the seal."""

    kind: SealKind
    content: bytes = b""
    seal: bytes = b""


def kind_of_type(content_type: str) -> SealKind:
    """Return how a message is sealed by its Content-Type alone, as far as that goes."""
    head = Message()
    head["Content-Type"] = content_type.encode("ascii", "replace").decode()
    return _kind_of(head)


def sealed_parts(source: bytes) -> SealedParts:
    """Take a message apart."""
    head, body = _head_and_body(source)
    kind = _kind_of(head)
    if kind is SealKind.NONE:
        is_multipart = head.get_content_maintype() == "multipart"
        has_seal = is_multipart and any(one.encode() in source.lower() for one in _SEALS)
        return SealedParts(SealKind.PARTLY if has_seal else SealKind.NONE)
    if kind not in (SealKind.SIGNED, SealKind.ENCRYPTED):
        return SealedParts(kind)
    if head.get_content_type() in _WRAPPED:
        return SealedParts(kind, b"", _payload(source))
    pieces = _pieces(body, _parameter(head, "boundary"))
    if len(pieces) != 2 or _head_and_body(pieces[1])[0].get_content_type() not in _SEALS:
        return SealedParts(SealKind.PARTLY)
    return SealedParts(kind, pieces[0], _payload(pieces[1]))


def canonical(content: bytes) -> bytes:
    """Return a signed part with the line ends it was signed with."""
    return _BREAK.sub(b"\r\n", content)


def _kind_of(head: Message) -> SealKind:
    kind = head.get_content_type()
    protocol = _parameter(head, "protocol").lower()
    if kind in _WRAPPED:
        is_signed = _parameter(head, "smime-type").lower() in ("signed-data", "")
        return SealKind.SIGNED if is_signed else SealKind.ENCRYPTED
    if kind == "multipart/signed":
        return SealKind.PGP_SIGNED if protocol.startswith(_PGP) else SealKind.SIGNED
    if kind == "multipart/encrypted":
        return SealKind.PGP_ENCRYPTED
    return SealKind.NONE


def _head_and_body(entity: bytes) -> tuple[Message, bytes]:
    end = _END_OF_HEAD.search(entity, 0, _LONGEST_HEAD)
    if end is None:
        return Message(), entity
    head = BytesHeaderParser().parsebytes(entity[: end.start()] + b"\r\n\r\n")
    return head, entity[end.end() :]


def _parameter(head: Message, name: str) -> str:
    value = head.get_param(name)
    if isinstance(value, tuple):  # RFC 2231: character set, language, text
        value = value[2]
    return str(value or "").strip()


def _pieces(body: bytes, boundary: str) -> list[bytes]:
    """Return what lies between the boundaries; the break before one belongs to it."""
    if not boundary:
        return []
    mark = re.escape(boundary.encode("ascii", "replace"))
    line = re.compile(rb"(?:\A|\r?\n)--" + mark + rb"(?P<end>--)?[ \t]*(?=\r?\n|\Z)")
    found = list(line.finditer(body))
    pieces = []
    for this, following in pairwise(found):
        if this["end"]:
            break
        start = _BREAK.match(body, this.end())
        pieces.append(body[start.end() if start else this.end() : following.start()])
    return pieces


def _payload(entity: bytes) -> bytes:
    payload = BytesParser().parsebytes(entity).get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
