"""Tag soup written out anew in one linear pass, so that no parser after it meets a surprise.

What leaves here has no comments, no raw-text elements, few attributes in a tag and a known depth:
html5ever is quadratic in the number of attributes and in nesting. It is not yet safe to show.
"""

import re
from collections import Counter
from dataclasses import dataclass

DEEPEST = 400
_MOST_ATTRIBUTES = 60
_HEAD = 60_000

# Possessive throughout: whatever the input, each character is looked at a few times at most.
_TOKEN = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|</(?P<end>[a-zA-Z][^\s/>]*+)[^>]*+>?"
    r"|<(?P<start>[a-zA-Z][^\s/>]*+)"
    r"(?P<rest>(?:[\s/]++|=?[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+|=)*+)>?"
    r"|<[!?/][^>]*+>?",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"(?P<name>[a-zA-Z][\w:-]*+)"
    r"(?:\s*+=\s*+(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>[^\s>]*+)))?+"
    r"|=?[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+"
)
_ESCAPES = str.maketrans({"<": "&lt;", ">": "&gt;", '"': "&quot;"})
_RAW = frozenset(
    ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript")
)
_RAW_ENDS = {name: re.compile(rf"</{name}(?=[\s/>]|\Z)", re.IGNORECASE) for name in _RAW}
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
# Their end tags may be left out: each ends its predecessor, so they nest no deeper than the rest.
_SELF_ENDING = frozenset(
    ("p", "li", "td", "th", "tr", "dt", "dd", "option", "tbody", "thead", "tfoot", "html", "head")
)


@dataclass(frozen=True, slots=True)
class Markup:
    """Canonical markup, apart from it what stood in style elements, and the source's beginning."""

    text: str
    sheets: tuple[str, ...]
    is_too_deep: bool
    head: str = ""


def markup_from_source(source: str) -> Markup:
    """Read tag soup and write it out anew; ``body`` becomes a ``div`` with its colours."""
    return _Writer().write(source)


class _Writer:
    """One pass over one source."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._sheets: list[str] = []
        self._open: Counter[str] = Counter()
        self._depth = 0
        self._is_too_deep = False

    def write(self, source: str) -> Markup:
        """Walk from token to token; what lies between is text."""
        place = 0
        while token := _TOKEN.search(source, place):
            self._add_text(source[place : token.start()])
            place = token.end()
            if token["start"]:
                place = self._start(source, token, place)
            elif token["end"]:
                self._end(token["end"].lower())
        self._add_text(source[place:])
        text = "".join(self._pieces)
        return Markup(text, tuple(self._sheets), self._is_too_deep, source[:_HEAD])

    def _add_text(self, text: str) -> None:
        if text:
            self._pieces.append(text.replace("<", "&lt;"))

    def _start(self, source: str, token: re.Match[str], place: int) -> int:
        name = token["start"].lower()
        if name in _RAW:
            return self._skip_raw(source, name, place)
        if name == "plaintext" or not name.isascii() or not name.replace("-", "").isalnum():
            return place
        name = "div" if name == "body" else name
        if name not in _VOID and name not in _SELF_ENDING:
            self._open[name] += 1
            self._depth += 1
            self._is_too_deep |= self._depth > DEEPEST
        attributes = _attributes(token["rest"]) if token["rest"] else ""
        self._pieces.append(f"<{name}{attributes}>")
        return place

    def _end(self, name: str) -> None:
        if self._open[name]:
            self._open[name] -= 1
            self._depth -= 1
        if name.isascii() and name.isalnum() and name not in _RAW and name != "body":
            self._pieces.append(f"</{name}>")

    def _skip_raw(self, source: str, name: str, place: int) -> int:
        ending = _RAW_ENDS[name].search(source, place)
        end = ending.start() if ending else len(source)
        if name == "style":
            self._sheets.append(source[place:end])
        return end


def _attributes(rest: str) -> str:
    written: list[str] = []
    for found in _ATTRIBUTE.finditer(rest):
        if found["name"] is None:
            continue
        value = found["double"] or found["single"] or found["bare"] or ""
        written.append(f' {found["name"]}="{value.translate(_ESCAPES)}"')
        if len(written) == _MOST_ATTRIBUTES:
            break
    return "".join(written)
