"""Words for how a list is sorted and sieved."""

from dataclasses import replace

from transom.engine.entities.listing import ListWish, Sieve, SortKey
from transom.ui import text

SORTS = {
    SortKey.DATE: "Date",
    SortKey.SENDER: "Sender",
    SortKey.SUBJECT: "Subject",
    SortKey.SIZE: "Size",
}

_DIRECTIONS = {
    SortKey.DATE: ("Newest on top", "Oldest on top"),
    SortKey.SENDER: ("Z to A", "A to Z"),
    SortKey.SUBJECT: ("Z to A", "A to Z"),
    SortKey.SIZE: ("Largest on top", "Smallest on top"),
}


def direction_words(sort: SortKey, *, is_descending: bool) -> str:
    """Return which way an order runs."""
    return _DIRECTIONS[sort][0 if is_descending else 1]


def order_words(manner: ListWish) -> str:
    """Return how a list is sorted; nothing where it is as usual."""
    if manner.sort is SortKey.DATE and manner.is_descending:
        return ""
    way = direction_words(manner.sort, is_descending=manner.is_descending)
    if manner.sort is SortKey.DATE:
        return way
    inner = way if way.endswith(("A", "Z")) else way.lower()
    return f"By {SORTS[manner.sort].lower()}, {inner}"


def sieve_parts(sieve: Sieve) -> list[tuple[str, Sieve]]:
    """Return each thing that is asked for in words, and the sieve without it."""
    parts = []
    if sieve.is_unread:
        parts.append(("Unread", replace(sieve, is_unread=False)))
    if sieve.is_flagged:
        parts.append(("Flagged", replace(sieve, is_flagged=False)))
    if sieve.has_attachments:
        parts.append(("With attachments", replace(sieve, has_attachments=False)))
    if sieve.category:
        parts.append((text.safe(sieve.category), replace(sieve, category="")))
    return parts
