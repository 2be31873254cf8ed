"""The piece of a text where the words of a search stand."""

import re
from collections.abc import Sequence

from transom.engine.store.words import fold, is_unspaced

BEFORE = 16
LENGTH = 200

_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+")


def snippet_of(text: str, words: Sequence[str]) -> str:
    """Return the piece around the first place where a word stands; empty if none does.

    Accents and case do not matter; letters that fold into several shift the place a little.
    """
    pattern = _pattern(words)
    if pattern is None:
        return ""
    flat = _SPACE.sub(" ", text).strip()
    hit = pattern.search(fold(flat))
    if hit is None:
        return ""
    start = flat.rfind(" ", 0, max(0, hit.start() - BEFORE)) + 1 if hit.start() > BEFORE else 0
    piece = flat[start : start + LENGTH]
    return f"…{piece}" if start else piece


def _pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    parts = [part for text in words for part in _WORD.findall(fold(text))]
    parts = [part for part in parts if len(part) > 1 or is_unspaced(part)]
    if not parts:
        return None
    marked = [part if is_unspaced(part) else rf"(?<![^\W_]){part}" for part in parts]
    return re.compile("|".join(marked))
