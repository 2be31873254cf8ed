"""What the newsletters' own servers would hand out: a logo, a banner and views of a coast."""

import math
import random
from functools import lru_cache
from urllib.parse import urlsplit

from transom.demo.mailbox.newsletters import BRANDS
from transom.demo.mailbox.pictures import Colour, logo, png, shade

_HOSTS = {host: number for number, (_, host, _, _) in enumerate(BRANDS)}


def remote_picture(url: str) -> bytes | None:
    """Return the picture at an address of one of the newsletters, None for any other."""
    parts = urlsplit(url)
    number = _HOSTS.get((parts.hostname or "").partition(".")[2])
    if parts.scheme != "https" or number is None:
        return None
    if parts.path.endswith("/logo.png"):
        return logo(number, 80, 80)
    if parts.path.endswith("/banner.jpg"):
        return coast(f"{number}/banner", number, 1200, 240)
    return coast(parts.path, number, 336, 224)


@lru_cache(maxsize=64)
def coast(name: str, number: int, width: int, height: int) -> bytes:
    """Return hills behind a bay under a graded sky; the same name, the same place."""
    dice = random.Random(f"coast/{number}/{name}")
    hue = dice.random()
    sky = [shade(hue + step / 120, 0.86 - 0.012 * step, 0.5) for step in range(16)]
    hills: list[Colour] = [shade(hue + 0.45, light, 0.3) for light in (0.55, 0.42, 0.3)]
    palette = [*sky, *hills, shade(hue + 0.05, 0.6, 0.35)]
    ridges = [_ridge(dice, width, 0.34 + 0.14 * place) for place in range(len(hills))]
    rows = []
    for y in range(height):
        row = bytearray(bytes([min(15, y * 24 // height)]) * width)
        for place, ridge in enumerate(ridges):
            for x, top in enumerate(ridge):
                if y / height > top:
                    row[x] = len(sky) + place
        if y / height > 0.82:
            row[:] = bytes([len(palette) - 1]) * width
        rows.append(bytes(row))
    return png(width, rows, palette)


def _ridge(dice: random.Random, width: int, height: float) -> list[float]:
    waves = [(dice.uniform(1, 7), dice.uniform(0, 7), dice.uniform(0.01, 0.05)) for _ in range(4)]
    return [
        height + sum(size * math.sin(turns * x / width * 6.3 + at) for turns, at, size in waves)
        for x in range(width)
    ]
