"""Sizes as people write them: 5MB, 500 k, >10MB."""

import re

_SIZE = re.compile(r"(\d{1,9}(?:[.,]\d{1,3})?)\s?(b|kb?|mb?|gb?)?", re.IGNORECASE)
_UNITS = {"b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_SMALLEST_BYTES = 1000


def bytes_of(text: str) -> int | None:
    """Return a size in bytes, None if it is none; a bare figure below 1000 means megabytes."""
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        return None
    figure = float(match[1].replace(",", "."))
    if match[2]:
        return round(figure * _UNITS[match[2][0].lower()])
    return round(figure * (_UNITS["m"] if figure < _SMALLEST_BYTES else 1))
