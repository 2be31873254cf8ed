"""Titles of the parts a list falls into: days, letters, or sizes."""

import unicodedata
from datetime import date

from transom.engine.entities.listing import SortKey
from transom.engine.entities.mail import MessageLine
from transom.engine.store.sort_keys import sender_key, subject_key
from transom.ui import text

_KIB = 1024
_SIZES = (
    (1, "Size not known yet"),
    (10 * _KIB, "Under 10 KB"),
    (100 * _KIB, "10 to 100 KB"),
    (1024 * _KIB, "100 KB to 1 MB"),
    (5 * 1024 * _KIB, "1 to 5 MB"),
    (25 * 1024 * _KIB, "5 to 25 MB"),
)
_DIGITS, _OTHERS = "0–9", "Other"


def section_of(line: MessageLine, sort: SortKey, today: date) -> str:
    """Name the part of a list that a row belongs to."""
    match sort:
        case SortKey.SENDER:
            return _letter(sender_key(line.sender.name or line.sender.address))
        case SortKey.SUBJECT:
            return _letter(subject_key(line.subject))
        case SortKey.SIZE:
            return next((name for most, name in _SIZES if line.size_bytes < most), "Over 25 MB")
        case _:
            return text.section_title(text.local(line.received_at).date(), today)


def _letter(key: str) -> str:
    """Name the part that a folded word is sorted into; what has no letters at all comes last."""
    kind = unicodedata.category(key[0])[0] if key else ""
    if kind == "N":
        return _DIGITS
    return key[0].upper() if kind == "L" else _OTHERS
