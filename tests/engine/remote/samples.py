"""Small pictures of every kind, and things that only look like one."""

import struct
import zlib

_GIF_FRAME = b"\x2c" + struct.pack("<HHHH", 0, 0, 2, 3) + b"\0\x02\x02\x44\x01\0"


def png(width: int = 2, height: int = 3, *extra: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x10\x20\x30" * min(width, 99)) * min(height, 99))
    chunks = [chunk(b"IHDR", head), *extra, chunk(b"IDAT", rows), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def animated_png(frames: int) -> bytes:
    data = struct.pack(">II", frames, 0)
    return png(2, 3, struct.pack(">I", 8) + b"acTL" + data + bytes(4))


def jpeg(width: int = 2, height: int = 3) -> bytes:
    start = b"\xff\xd8\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0" + bytes(9)
    frame = b"\xff\xc2" + struct.pack(">HBHH", 17, 8, height, width) + bytes(12)
    return start + b"\xff" + frame + b"\xff\xd9"


def gif(width: int = 2, height: int = 3, frames: int = 1) -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6)
    note = b"\x21\xfe\x03abc\0"
    return head + note + _GIF_FRAME * frames + b"\x3b"


def gif_with_a_large_frame() -> bytes:
    frame = b"\x2c" + struct.pack("<HHHH", 0, 0, 60_000, 60_000) + b"\0\x02\0"
    return gif()[:-1] + frame + b"\x3b"


def webp(kind: str = "VP8X", width: int = 2, height: int = 3) -> bytes:
    body = bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    if kind == "VP8L":
        body = b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14)
    elif kind == "VP8 ":
        body = bytes(3) + b"\x9d\x01\x2a" + struct.pack("<HH", width, height)
    chunk = kind.encode() + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="https://a.example/"/></svg>'
