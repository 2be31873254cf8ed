"""Looks for words in the stored text itself, where the index cannot tell how they stand."""

import re
from functools import lru_cache
from typing import Any

import apsw

from transom.engine.store.columns import unpack
from transom.engine.store.html_text import MOST_CHARACTERS, text_from_html
from transom.engine.store.words import fold, is_unspaced

_WORD = re.compile(r"[^\W_]+")
_GAP = r"[\W_]+"


def pattern_of(text: str, *, is_beginning: bool) -> str:
    """Return a pattern for folded text that finds these words side by side, in this order."""
    words = _WORD.findall(fold(text))
    if not words:
        return ""
    start = "" if is_unspaced(words[0]) else r"(?<![^\W_])"
    end = "" if is_beginning or is_unspaced(words[-1]) else r"(?![^\W_])"
    return start + _GAP.join(words) + end


def add_functions(cx: apsw.Connection) -> None:
    """Teach a connection ``says(pattern, text)`` and ``body_says(pattern, is_html, content)``."""
    says: Any = _says
    body_says: Any = _body_says
    cx.create_scalar_function("says", says, 2, deterministic=True)
    cx.create_scalar_function("body_says", body_says, 3, deterministic=True)


@lru_cache(32)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _says(pattern: str, text: str | None) -> int:
    return int(bool(text) and _compiled(pattern).search(fold(text or "")) is not None)


def _body_says(pattern: str, is_html: int | None, content: bytes | None) -> int:
    if content is None:
        return 0
    return _says(pattern, plain_text(unpack(content), is_html=bool(is_html)))


def plain_text(text: str, *, is_html: bool) -> str:
    """Return a body's words as the index takes them."""
    return text_from_html(text) if is_html else text[:MOST_CHARACTERS]
