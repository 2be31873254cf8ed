"""Writes small .msg and winmail.dat files, for what reads them."""

import struct
from collections.abc import Mapping

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
Tree = Mapping[str, "bytes | Tree"]


def compound(tree: Tree) -> bytes:
    """Return an OLE file of nested storages with small streams."""
    entries: list[list[object]] = [["Root Entry", 5, _FREE, _FREE, b""]]

    def add(parent: int, inner: Tree) -> None:
        before = None
        for name, value in inner.items():
            number = len(entries)
            is_stream = isinstance(value, bytes)
            entries.append([name, 2 if is_stream else 1, _FREE, _FREE, value if is_stream else b""])
            entries[parent if before is None else before][2 if before is None else 3] = number
            before = number
            if not isinstance(value, bytes):
                add(number, value)

    add(0, tree)
    sectors: list[bytes] = []
    fat: list[int] = []

    def store(content: bytes) -> int:
        if not content:
            return _END
        count = -(-len(content) // _SECTOR)
        start = len(sectors)
        padded = content.ljust(count * _SECTOR, b"\0")
        sectors.extend(padded[n * _SECTOR : (n + 1) * _SECTOR] for n in range(count))
        fat.extend([*range(start + 1, start + count), _END])
        return start

    small, small_fat = b"", list[int]()
    places = []
    for _, _, _, _, content in entries:
        assert isinstance(content, bytes) and len(content) < 4096  # all in the stream of small ones
        count = -(-len(content) // 64)
        places.append(len(small_fat) if content else _END)
        small_fat += [*range(len(small_fat) + 1, len(small_fat) + count), _END] if count else []
        small += content.ljust(count * 64, b"\0")
    entries[0][4] = small
    places[0] = store(small)
    directory = b""
    for (name, kind, child, right, content), start in zip(entries, places, strict=True):
        assert isinstance(name, str) and isinstance(content, bytes)
        text = name.encode("utf-16-le") + b"\0\0"
        directory += text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
        directory += struct.pack("<III", _FREE, right, child) + bytes(36)
        directory += struct.pack("<IQ", start, len(content))
    padding = [_FREE] * (-len(small_fat) % (_SECTOR // 4))
    small_first = store(struct.pack(f"<{len(small_fat + padding)}I", *small_fat, *padding))
    small_count = len(small_fat + padding) * 4 // _SECTOR
    first = store(directory.ljust(-(-len(directory) // _SECTOR) * _SECTOR, b"\0"))
    place = len(sectors)
    fat.append(_FAT)
    assert len(fat) <= _SECTOR // 4
    sectors.append(struct.pack(f"<{_SECTOR // 4}I", *fat, *[_FREE] * (_SECTOR // 4 - len(fat))))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, first, 0, 4096, small_first, small_count, _END, 0)
    head += struct.pack("<109I", place, *[_FREE] * 108)
    return head + b"".join(sectors)


def outlook_message(texts: Mapping[int, str], html: bytes, files: Mapping[str, bytes]) -> bytes:
    """Return a .msg file with properties by their numbers."""
    values: dict[tuple[int, int], bytes] = {
        (number, 0x1F): text.encode("utf-16-le") for number, text in texts.items()
    }
    values[0x1013, 0x102] = html
    tree: dict[str, bytes | Tree] = dict(_streams(values, 32, _codepage()))
    for place, (name, content) in enumerate(files.items()):
        inner = {(0x3707, 0x1F): name.encode("utf-16-le"), (0x3701, 0x102): content}
        method = struct.pack("<HHIII", 0x03, 0x3705, 6, 1, 0)
        tree[f"__attach_version1.0_#{place:08X}"] = _streams(inner, 8, method)
    return compound(tree)


def _codepage() -> bytes:
    return struct.pack("<HHIII", 0x03, 0x3FDE, 6, 65001, 0)


def _streams(values: Mapping[tuple[int, int], bytes], offset: int, more: bytes) -> dict[str, bytes]:
    facts = bytes(offset) + more
    streams = {}
    for (number, kind), value in values.items():
        facts += struct.pack("<HHIII", kind, number, 6, len(value), 0)
        streams[f"__substg1.0_{number:04X}{kind:04X}"] = value
    return {"__properties_version1.0": facts, **streams}


def winmail(subject: str, text: str, files: Mapping[str, bytes]) -> bytes:
    """Return a winmail.dat."""
    out = b"\x78\x9f\x3e\x22" + b"\x01\x00"
    out += _record(1, 0x18004, subject.encode() + b"\0") + _record(1, 0x2800C, text.encode())
    for name, content in files.items():
        long = name.encode("utf-16-le") + b"\0\0"
        facts = struct.pack("<I", 2) + struct.pack("<HHI", 0x03, 0x0E21, 1)
        facts += struct.pack("<HHII", 0x1F, 0x3707, 1, len(long)) + long + bytes(-len(long) % 4)
        out += _record(2, 0x69002, bytes(14)) + _record(2, 0x18010, b"SHORT~1.DAT\0")
        out += _record(2, 0x6800F, content) + _record(2, 0x69005, facts)
    return out


def _record(level: int, kind: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, kind, len(data)) + data + b"\0\0"
