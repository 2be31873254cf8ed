"""Reads winmail.dat (TNEF), the wrapping Outlook sends to strangers by mistake: text and files."""

import struct
from collections.abc import Iterator

_SIGNATURE = b"\x78\x9f\x3e\x22"
_ATTACHMENT = 2
_SUBJECT, _BODY = 0x8004, 0x800C
_BEGIN_FILE, _FILE_NAME, _FILE_DATA, _FILE_FACTS = 0x9002, 0x8010, 0x800F, 0x9005
_LONG_NAME = 0x3707
_MOST_RECORDS = 20_000
_STRINGS = {0x1E: "cp1252", 0x1F: "utf-16-le"}

Parts = tuple[str, str, list[tuple[str, bytes]]]


def is_tnef(content: bytes) -> bool:
    """Whether bytes begin as this form does."""
    return content.startswith(_SIGNATURE)


def parts_of_tnef(content: bytes) -> Parts:
    """Return the subject, the plain text and the files, each with its name."""
    subject = text = ""
    files: list[tuple[str, bytes]] = []
    for level, kind, data in _records(content):
        if level != _ATTACHMENT:
            subject = _text(data) if kind == _SUBJECT else subject
            text = _text(data) if kind == _BODY else text
        elif kind == _BEGIN_FILE:
            files.append(("", b""))
        elif files:
            name, inner = files[-1]
            if kind == _FILE_NAME:
                name = name or _text(data)
            elif kind == _FILE_FACTS:
                name = _long_name(data) or name
            elif kind == _FILE_DATA:
                inner = data
            files[-1] = (name, inner)
    return subject, text, [(name or "attachment", inner) for name, inner in files]


def _records(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    place = 6
    for _ in range(_MOST_RECORDS):
        if place + 9 > len(content):
            return
        level, kind, length = struct.unpack_from("<BII", content, place)
        place += 9
        if place + length > len(content):
            raise ValueError("a record reaches beyond the end")
        yield level, kind & 0xFFFF, content[place : place + length]
        place += length + 2  # a checksum follows


def _long_name(facts: bytes) -> str:
    """Return a file's whole name, the eight letters and three of the other are for old systems.

    The name comes early among the facts; those before it have a size that their kind tells.
    """
    (count,) = struct.unpack_from("<I", facts, 0)
    place = 4
    for _ in range(min(count, 200)):
        kind, name = struct.unpack_from("<HH", facts, place)
        place += 4
        if name >= 0x8000:
            return ""  # a property named by text: nothing after it is needed
        if kind in _STRINGS or kind in (0x102, 0x0D):
            number, length = struct.unpack_from("<II", facts, place)
            if number != 1:
                return ""
            value = facts[place + 8 : place + 8 + length]
            place += 8 + length + -length % 4
            if name == _LONG_NAME and kind in _STRINGS:
                return value.decode(_STRINGS[kind], "replace").rstrip("\0")
            continue
        place += _SIZES.get(kind, 4)
    return ""


_SIZES = {0x05: 8, 0x06: 8, 0x07: 8, 0x14: 8, 0x40: 8, 0x48: 16}


def _text(data: bytes) -> str:
    return data.rstrip(b"\0").decode("cp1252", "replace")
