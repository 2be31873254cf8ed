"""Tag soup written out anew in one linear pass, so that no parser after it meets a surprise.

What leaves here has no comments, no raw-text elements, few attributes in a tag and a known depth:
html5ever is quadratic in the number of attributes and in nesting. It is not yet safe to show.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

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
_PAGE_HINTS = frozenset(("bgcolor", "text", "background"))
_NO_BRACES = str.maketrans("{}", ";;")
_PAGE_STYLE = re.compile(r"background|margin|padding", re.IGNORECASE)
_BARE_COLOR = re.compile(r"[0-9a-fA-F]{6}")
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
        self._late_sheets: list[str] = []
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
        sheets = (*self._sheets, *self._late_sheets)
        return Markup(text, sheets, self._is_too_deep, source[:_HEAD])

    def _add_text(self, text: str) -> None:
        if text:
            self._pieces.append(text.replace("<", "&lt;"))

    def _start(self, source: str, token: re.Match[str], place: int) -> int:
        name = token["start"].lower()
        if name in _RAW:
            return self._skip_raw(source, name, place)
        if name == "plaintext" or not name.isascii() or not name.replace("-", "").isalnum():
            return place
        left_out: frozenset[str] = frozenset()
        if name == "body":
            name, left_out = "div", self._color_page(token["rest"] or "")
        if name not in _VOID and name not in _SELF_ENDING:
            self._open[name] += 1
            self._depth += 1
            self._is_too_deep |= self._depth > DEEPEST
        attributes = _attributes(token["rest"], left_out) if token["rest"] else ""
        self._pieces.append(f"<{name}{attributes}>")
        return place

    def _color_page(self, rest: str) -> frozenset[str]:
        """Let the page have what a body says of it, for a ``div`` would not fill it.

        Returns the attributes that this is said by.
        """
        said = {name.lower(): value for name, value in _read_attributes(rest)}
        hints = [
            f"{rule}:{_color(said[name])}"
            for name, rule in (("bgcolor", "background-color"), ("text", "color"))
            if name in said
        ]
        if said.get("background"):
            hints.append(f'background-image:url("{_in_quotes(said["background"])}")')
        if hints:
            self._sheets.insert(0, f"body{{{';'.join(hints)}}}")
        style = html.unescape(said.get("style", ""))
        if not _PAGE_STYLE.search(style):
            return _PAGE_HINTS
        self._late_sheets.append(f"body{{{style.translate(_NO_BRACES)}}}")
        return _PAGE_HINTS | {"style"}

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


def _attributes(rest: str, left_out: frozenset[str] = frozenset()) -> str:
    read = islice(_read_attributes(rest), _MOST_ATTRIBUTES)
    return "".join(
        f' {name}="{value.translate(_ESCAPES)}"'
        for name, value in read
        if name.lower() not in left_out
    )


def _read_attributes(rest: str) -> Iterator[tuple[str, str]]:
    """Return names and values as they are written, entities not yet read."""
    for found in _ATTRIBUTE.finditer(rest):
        if found["name"] is not None:
            yield found["name"], found["double"] or found["single"] or found["bare"] or ""


def _color(value: str) -> str:
    value = value.strip()
    return f"#{value}" if _BARE_COLOR.fullmatch(value) else value


def _in_quotes(value: str) -> str:
    return html.unescape(value).replace("\\", "/").replace('"', "%22").replace("\n", "")
