"""Small pictures drawn without a picture library: portraits, charts and a logo, as PNG."""

import colorsys
import math
import random
import struct
import zlib
from functools import lru_cache

Colour = tuple[int, int, int]


def png(width: int, rows: list[bytes], palette: list[Colour]) -> bytes:
    """Return a PNG of palette numbers, one byte a pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", width, len(rows), 8, 3, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    colours = b"".join(bytes(colour) for colour in palette)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", head),
            chunk(b"PLTE", colours),
            chunk(b"IDAT", pixels),
            chunk(b"IEND", b""),
        )
    )


def shade(hue: float, light: float, strength: float = 0.45) -> Colour:
    red, green, blue = colorsys.hls_to_rgb(hue % 1, light, strength)
    return round(red * 255), round(green * 255), round(blue * 255)


@lru_cache(maxsize=1024)
def portrait(number: int, size: int = 240) -> bytes:
    """Return a face without features before a graded wall; the same number, the same person."""
    dice = random.Random(f"portrait/{number}")
    hue = dice.random()
    wall = [shade(hue, 0.62 + 0.2 * step / 31) for step in range(32)]
    skin = shade(0.06 + dice.random() * 0.03, 0.35 + dice.random() * 0.45, 0.42)
    hair = shade(dice.choice((0.05, 0.08, 0.1, 0.6)), 0.1 + dice.random() * 0.4, 0.3)
    coat = shade(hue + 0.35 + dice.random() * 0.3, 0.3 + dice.random() * 0.2)
    long_hair = dice.random() < 0.5
    palette = [*wall, skin, hair, coat]
    rows = []
    for y in range(size):
        row = bytearray(bytes([y * 31 // max(1, size - 1)]) * size)
        v = y / size
        if long_hair and 0.3 < v < 0.72:
            fill(row, 0.235, 33)
        fill(row, ellipse(v, 1.05, 0.40, 0.36), 34)
        if 0.55 < v < 0.75:
            fill(row, 0.085, 32)
        fill(row, ellipse(v, 0.36, 0.235, 0.25), 33)
        fill(row, ellipse(v, 0.44, 0.19, 0.22) if v > 0.32 else 0.0, 32)
        rows.append(bytes(row))
    return png(size, rows, palette)


def ellipse(v: float, middle: float, half_width: float, half_height: float) -> float:
    """Return half the width of an ellipse at height ``v``, all in parts of the picture."""
    distance = abs(v - middle) / half_height
    return half_width * math.sqrt(1 - distance * distance) if distance < 1 else 0.0


def fill(row: bytearray, half_width: float, colour: int) -> None:
    if half_width > 0:
        size = len(row)
        left, right = round(size * (0.5 - half_width)), round(size * (0.5 + half_width))
        left, right = max(0, left), min(size, right)
        row[left:right] = bytes([colour]) * (right - left)


@lru_cache(maxsize=64)
def chart(number: int, width: int = 420, height: int = 160) -> bytes:
    """Return a bar chart with a limit line."""
    dice = random.Random(f"chart/{number}")
    bars = [dice.uniform(0.25, 0.95) for _ in range(12)]
    palette = [(255, 255, 255), shade(0.61, 0.5, 0.6), shade(0.02, 0.45, 0.7), (225, 225, 225)]
    step = width // len(bars)
    rows = []
    for y in range(height):
        level = 1 - y / height
        ground = 2 if y == height // 10 else 3 if y % 32 == 0 else 0
        row = bytearray(bytes([ground]) * width)
        for place, bar in enumerate(bars):
            if bar > level:
                left = place * step + 6
                row[left : left + step - 12] = bytes([2 if bar > 0.9 else 1]) * (step - 12)
        rows.append(bytes(row))
    return png(width, rows, palette)


@lru_cache(maxsize=8)
def logo(number: int, width: int = 120, height: int = 36) -> bytes:
    """Return a bridge: two piers and a deck."""
    palette = [(255, 255, 255), shade(0.61 + number * 0.13, 0.45, 0.6)]
    rows = []
    for y in range(height):
        row = bytearray(width)
        if height // 2 <= y < height // 2 + 4:
            row[:] = b"\1" * width
        for pier in (width // 4, 3 * width // 4):
            row[pier : pier + 6] = b"\1" * 6
        arch = round(abs(math.sin(y / height * math.pi)) * width / 6)
        row[width // 2 - arch : width // 2 - arch + 2] = b"\1\1"
        rows.append(bytes(row[:width]))
    return png(width, rows, palette)
