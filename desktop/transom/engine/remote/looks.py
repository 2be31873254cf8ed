"""What a picture is by its first bytes, and how large it would be once unpacked."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MOST_PIXELS = 50_000_000
MOST_SIDE_PX = 20_000
MOST_FRAMES = 1_000
MOST_ANIMATED_PIXELS = 400_000_000

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_STANDALONE = frozenset((0x01, *range(0xD0, 0xD9)))
_FRAME_STARTS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Look:
    """A picture's type, its largest frame and how many frames it has."""

    kind: str
    width: int
    height: int
    frames: int = 1

    @property
    def is_bearable(self) -> bool:
        """Whether it can be unpacked without filling the memory."""
        pixels = self.width * self.height
        return (
            0 < self.width <= MOST_SIDE_PX
            and 0 < self.height <= MOST_SIDE_PX
            and pixels <= MOST_PIXELS
            and self.frames <= MOST_FRAMES
            and pixels * self.frames <= MOST_ANIMATED_PIXELS
        )


def look_of(content: bytes) -> Look | None:
    """Tell png, jpeg, gif and webp from everything else; None for that, and for torn heads."""
    try:
        if content.startswith(_PNG):
            return _png(content)
        if content.startswith(_JPEG):
            return _jpeg(content)
        if content[:6] in (b"GIF87a", b"GIF89a"):
            return _gif(content)
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _webp(content)
    except (struct.error, IndexError):
        pass
    return None


def _png(content: bytes) -> Look | None:
    if content[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", content[16:24])
    frames, place = 1, 8
    while place + 8 <= len(content) and content[place + 4 : place + 8] != b"IDAT":
        length = int(struct.unpack(">I", content[place : place + 4])[0])
        if content[place + 4 : place + 8] == b"acTL":
            frames = int(struct.unpack(">I", content[place + 8 : place + 12])[0])
        place += length + 12
    return Look("png", width, height, frames)


def _jpeg(content: bytes) -> Look | None:
    place = 2
    while content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xFF or marker in _STANDALONE:
            place += 1 if marker == 0xFF else 2
            continue
        if marker in _FRAME_STARTS:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return Look("jpeg", width, height)
        place += 2 + int(struct.unpack(">H", content[place + 2 : place + 4])[0])
    return None


def _gif(content: bytes) -> Look:
    width, height = struct.unpack("<HH", content[6:10])
    frames = 0
    for frame_width, frame_height in _gif_frames(content):
        width, height = max(width, frame_width), max(height, frame_height)
        frames += 1
        if frames > MOST_FRAMES:
            break
    return Look("gif", width, height, max(1, frames))


def _gif_frames(content: bytes) -> Iterator[tuple[int, int]]:
    place = 13 + _color_table(content[10])
    while place < len(content) and content[place] in (0x21, 0x2C):
        if content[place] == 0x2C:
            if place + 10 > len(content):
                return
            left, top, width, height = struct.unpack("<HHHH", content[place + 1 : place + 9])
            yield left + width, top + height
            place += 11 + _color_table(content[place + 9])
        else:
            place += 2
        while place < len(content) and content[place]:
            place += content[place] + 1
        place += 1


def _color_table(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _webp(content: bytes) -> Look | None:
    kind = content[12:16]
    if kind == b"VP8X":
        width = int.from_bytes(content[24:27], "little") + 1
        height = int.from_bytes(content[27:30], "little") + 1
        return Look("webp", width, height, max(1, content.count(b"ANMF")))
    if kind == b"VP8L" and content[20] == 0x2F:
        bits = int(struct.unpack("<I", content[21:25])[0])
        return Look("webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"VP8 " and content[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", content[26:30])
        return Look("webp", width & 0x3FFF, height & 0x3FFF)
    return None
