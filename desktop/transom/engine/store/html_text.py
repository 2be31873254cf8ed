"""The readable text of an HTML body, for the index only; one pass, whatever the input."""

import html
import re
from collections.abc import Iterator

_STRETCH = 20_000
MOST_CHARACTERS = 300_000
"""A body is indexed up to here."""

# Each piece stops at the next "<": a flood of open brackets stays linear.
_TYPEFACE = re.compile(r"</?(?:b|i|u|s|em|strong|font|mark|wbr)\b[^<>]*>?", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>?")
_UNSEEN = re.compile(r"<(style|script|title|!--)", re.IGNORECASE)
_ENDS = {
    "style": re.compile(r"</style", re.IGNORECASE),
    "script": re.compile(r"</script", re.IGNORECASE),
    "title": re.compile(r"</title", re.IGNORECASE),
    "!--": re.compile(r"-->"),
}


def text_from_html(markup: str) -> str:
    """Drop tags, comments, styles and scripts, and turn entities into letters."""
    seen = "".join(_seen_pieces(markup[:MOST_CHARACTERS]))
    plain = "".join([_TYPEFACE.sub("", one) for one in _stretches(seen)])
    return html.unescape("".join([_TAG.sub(" ", one) for one in _stretches(plain)]))


def _stretches(markup: str) -> Iterator[str]:
    """Cut before tags: what a pattern has to do with at one go keeps every other thread waiting."""
    start = 0
    while start < len(markup):
        end = markup.find("<", start + _STRETCH) if len(markup) > start + _STRETCH else -1
        yield markup[start : end if end >= 0 else None]
        start = end if end >= 0 else len(markup)


def _seen_pieces(markup: str) -> list[str]:
    pieces: list[str] = []
    start = 0
    while opening := _UNSEEN.search(markup, start):
        pieces.append(markup[start : opening.start()])
        ending = _ENDS[opening[1].lower()].search(markup, opening.end())
        if ending is None:
            return pieces
        start = ending.start() if ending[0].startswith("<") else ending.end()
    return [*pieces, markup[start:]]
