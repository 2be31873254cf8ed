"""Words as the index knows them: lower case, no accents, CJK in overlapping pairs."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

LONGEST = 40
"""Longer words are cut, in the index and in a query alike."""

_WORD = re.compile(r"[^\W_]+")
_PLAIN_WORD = re.compile(r"[a-z0-9]+")
# Scripts that write without spaces, and Hangul, whose endings stick to the word.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+)"
)
# Accents and vowel points of Latin, Greek, Cyrillic, Hebrew and Arabic; a Japanese voicing mark
# makes another letter and stays.
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670]")
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"}
_LETTER = re.compile(f"[{''.join(_LETTERS)}]")


def fold(text: str) -> str:
    """Lower the case and take accents away."""
    if text.isascii():
        return text.lower()
    # Twice: mathematical and full-width capitals are capitals only once they are taken apart.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    folded = unicodedata.normalize("NFC", _MARKS.sub("", plain))
    return _LETTER.sub(lambda found: _LETTERS[found[0]], folded)


def index_words(texts: Iterable[str]) -> list[str]:
    """Split texts into the words to store."""
    found: list[str] = []
    for text in texts:
        if text.isascii():  # most mail: five times as fast
            found += [word[:LONGEST] for word in _PLAIN_WORD.findall(text.lower())]
        else:
            for word in _WORD.findall(fold(text)):
                if word.isascii():
                    found.append(word[:LONGEST])
                else:
                    found += [one for part in _parts_of(word) for one in _stored(*part)]
    return found


def query_words(text: str) -> list[str]:
    """Split what was typed into words that must all match."""
    return [word for part in _parts(text) for word in _asked(*part)]


def phrase_words(text: str, *, without_last: bool) -> list[str]:
    """Return words as they follow each other where a phrase stands, or all but its last one."""
    parts = list(_parts(text))
    words = [word for part in parts[:-1] for word in _stored(*part)]
    last = _asked(*parts[-1]) if parts else []
    return words + (last[:-1] if without_last else last)


def is_unspaced(word: str) -> bool:
    """Whether a word is of a script where one letter is worth a search."""
    return bool(_UNSPACED.match(word))


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    for word in _WORD.findall(fold(text)):
        yield from _parts_of(word)


def _parts_of(word: str) -> Iterator[tuple[str, bool]]:
    for place, part in enumerate(_UNSPACED.split(word)):
        if part:
            is_run = place % 2 == 1
            yield (part if is_run else part[:LONGEST]), is_run


def _stored(part: str, is_run: bool) -> list[str]:
    # The last letter alone too, so that each letter begins some word.
    return [*_pairs(part), part[-1]] if is_run else [part]


def _asked(part: str, is_run: bool) -> list[str]:
    return (_pairs(part) or [part]) if is_run else [part]


def _pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run) - 1)]
