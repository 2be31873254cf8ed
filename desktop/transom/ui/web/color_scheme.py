"""What a mail says of light and dark itself, and what that means in either."""

import re
from collections.abc import Iterable

_META = re.compile(
    r"<meta\s[^<>]{0,200}?name\s{0,9}=\s{0,9}[\"']?(?:supported-)?color-schemes?[\"'\s/>][^<>]{0,200}",
    re.IGNORECASE,
)
_CONTENT = re.compile(r"content\s{0,9}=\s{0,9}(?:\"([^\"]*)|'([^']*)|([^\s>]+))", re.IGNORECASE)
_PROPERTY = re.compile(
    r"[{;\s](?:supported-)?color-schemes?\s{0,9}:\s{0,9}([a-z ]{1,40})", re.IGNORECASE
)
_PREFERS = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)", re.IGNORECASE)
_FARTHEST = 60_000
"""A head is no longer than that."""


def declared_schemes(source: str, sheets: Iterable[str]) -> frozenset[str]:
    """Return the words of ``color-scheme`` in a mail's head: light, dark, only."""
    words: set[str] = set()
    for meta in _META.finditer(source[:_FARTHEST]):
        if content := _CONTENT.search(meta[0]):
            words.update((content[1] or content[2] or content[3] or "").lower().split())
    for sheet in sheets:
        for found in _PROPERTY.finditer(sheet[:_FARTHEST]):
            words.update(found[1].lower().split())
    return frozenset(words & {"light", "dark", "only"})


def has_dark_rules(css: str) -> bool:
    """Whether clean style has rules for the dark."""
    return any(found[1].lower() == "dark" for found in _PREFERS.finditer(css))


def settled(css: str, *, is_dark: bool) -> str:
    """Return clean style in which light or dark is decided: by the window, not by the system."""
    own = "dark" if is_dark else "light"
    return _PREFERS.sub(
        lambda found: "(min-width:0px)" if found[1].lower() == own else "(max-width:0px)", css
    )
