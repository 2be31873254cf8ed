"""What senders and subjects are sorted by: folded, and without what stands before them."""

import re
from unicodedata import category

from transom.engine.store.words import fold

_PREFIXES = re.compile(
    r"^(?:\s*(?:re|aw|sv|vs|antw|odp|res|rif|fwd?|wg|tr|rv|vb|enc|doorst)\s*(?:\[\d+\])?\s*:)+\s*",
    re.IGNORECASE,
)
"""What mail programs put before a subject that is answered or passed on."""

_LONGEST_PREFIX = 24
_NOT_LETTERS = re.compile(r"^[\W_]+")


def subject_key(subject: str) -> str:
    """Return what a subject is sorted by: without Re: and Fwd:, case and accents."""
    if ":" in subject[:_LONGEST_PREFIX]:
        subject = _PREFIXES.sub("", subject)
    return _plain(subject)


def sender_key(name: str) -> str:
    """Return what a sender is sorted by."""
    return _plain(name)


def initial(key: str) -> str:
    """Return the letter that a key begins with; "0" for all digits, "" for what is neither."""
    kind = category(key[0])[0] if key else ""
    if kind == "N":
        return "0"
    return key[0].upper() if kind == "L" else ""


def _plain(words: str) -> str:
    return fold(words if words[:1].isalnum() else _NOT_LETTERS.sub("", words))
