"""Where the words of a search stand in a text."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_UNSPACED_FROM = "\u0e00"
"""Scripts from here on may write without spaces: a hit may begin anywhere."""


def hit_words(words: str) -> tuple[list[str], list[str]]:
    """Return the folded words: those that begin a word, and those that may stand anywhere."""
    found = sorted(set(_WORD.findall(_fold(words))), key=len, reverse=True)
    spaced = [word for word in found if word[0] < _UNSPACED_FROM]
    return spaced, [word for word in found if word[0] >= _UNSPACED_FROM]


def hit_pattern(words: str) -> re.Pattern[str] | None:
    """Return what finds the words, each as the beginning of one; None where there are none."""
    spaced, others = hit_words(words)
    parts = [rf"(?<![^\W_])(?:{'|'.join(spaced)})"] if spaced else []
    parts += others
    return re.compile("|".join(parts)) if parts else None


def hit_ranges(text: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """Return start and length of every hit as Qt counts letters, whatever case and accents."""
    ranges: list[tuple[int, int]] = []
    done, done_units = 0, 0
    for hit in pattern.finditer(_fold(text)):
        start = done_units + _units(text[done : hit.start()])
        ranges.append((start, _units(text[hit.start() : hit.end()])))
        done, done_units = hit.end(), start + ranges[-1][1]
    return ranges


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _fold(text: str) -> str:
    """Fold case and accents letter by letter, so that places stay what they are."""
    if text.isascii():
        return text.lower()
    return "".join(unicodedata.normalize("NFKD", letter.lower())[0] for letter in text)
