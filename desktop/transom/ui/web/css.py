"""A mail's CSS, rebuilt from what is known to be harmless; nothing else survives."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import tinycss2

from transom.ui.web.references import HeldBack, is_remote

MOST_CHARACTERS = 300_000
"""For one mail: what lies beyond is dropped, for parsing takes a second per megabyte."""
_LONGEST_DECLARATIONS = 8_000
_DEEPEST = 10

_PROPERTY = re.compile(
    r"background(-(color|image|position|repeat|size|clip|origin))?"
    r"|border(-[a-z-]+)?|outline(-[a-z]+)?|box-(shadow|sizing)"
    r"|(margin|padding)(-[a-z-]+)?|(min-|max-)?(width|height|inline-size|block-size)"
    r"|color|opacity|visibility|display|float|clear|direction|unicode-bidi"
    r"|font(-(family|size|style|weight|variant|stretch))?|line-height|letter-spacing"
    r"|text-(align|decoration|indent|transform|overflow|shadow|decoration-[a-z]+)"
    r"|white-space|word-(break|spacing|wrap)|overflow-wrap|hyphens|tab-size"
    r"|vertical-align|list-style(-(type|position|image))?"
    r"|table-layout|caption-side|empty-cells|columns|column-[a-z-]+|gap|row-gap"
    r"|flex(-[a-z]+)?|order|(align|justify|place)-(items|content|self)|grid(-[a-z-]+)?"
    r"|overflow(-[xy])?|object-(fit|position)|aspect-ratio|writing-mode|image-rendering"
    r"|text-(align-last|justify|wrap|orientation|underline-[a-z]+|emphasis(-[a-z]+)?)"
    r"|counter-(reset|increment|set)|quotes|content"
)
_FUNCTIONS = frozenset(
    (
        "rgb",
        "rgba",
        "hsl",
        "hsla",
        "hwb",
        "calc",
        "min",
        "max",
        "clamp",
        "linear-gradient",
        "radial-gradient",
        "repeating-linear-gradient",
        "repeating-radial-gradient",
        "minmax",
        "repeat",
    )
)
_PLAIN_TOKENS = frozenset(
    ("ident", "hash", "number", "percentage", "dimension", "string", "whitespace", "literal")
)
_VIEW_UNITS = frozenset(
    f"{size}{unit}" for size in ("", "s", "l", "d") for unit in ("vh", "vb", "vmin", "vmax")
)
_SELECTOR_FUNCTIONS = frozenset(
    (
        "not",
        "is",
        "where",
        "nth-child",
        "nth-last-child",
        "nth-of-type",
        "first-child",
        "last-child",
        "lang",
    )
)

_NO_PICTURE: list[Any] = list(tinycss2.parse_component_value_list("none"))
"""A layer that is empty: what stands beside it, such as a gradient, stays valid."""

Tokens = Sequence[Any]


class _RefusedError(ValueError):
    """The value holds something that is not on the list."""


class StyleCleaner:
    """Cleans all style of one mail within one budget.

    ``picture_url`` turns an address into one of ours, or into an empty string to drop it. It is not
    asked about remote pictures that are loaded under a condition only, such as a width or a
    pointer's place: whoever serves them would be told of it.
    """

    def __init__(self, held_back: HeldBack, picture_url: Callable[[str], str]) -> None:
        self._held_back = held_back
        self._picture_url = picture_url
        self._room = MOST_CHARACTERS
        self._known: dict[str, str] = {}
        self._is_conditional = False

    def clean_attribute(self, text: str) -> str:
        """Return the harmless declarations of a style attribute."""
        if text not in self._known:
            self._known[text] = self._declarations(text) if self._take(text) else ""
        return self._known[text]

    def clean_sheet(self, text: str) -> str:
        """Return the harmless rules of a style element."""
        if not self._take(text):
            return ""
        rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
        return "\n".join(filter(None, (self._rule(rule) for rule in rules)))

    def _take(self, text: str) -> bool:
        self._room -= len(text)
        return self._room >= 0

    def _rule(self, rule: Any, depth: int = 0) -> str:
        if rule.type == "at-rule":
            return self._at_rule(rule, depth)
        if rule.type != "qualified-rule" or not _is_plain(rule.prelude, _SELECTOR_FUNCTIONS):
            return ""
        selector = _written(rule.prelude)
        self._is_conditional = depth > 0 or ":" in selector
        inside = self._declarations(rule.content)
        self._is_conditional = False
        return f"{selector}{{{inside}}}" if selector and inside else ""

    def _at_rule(self, rule: Any, depth: int) -> str:
        if rule.lower_at_keyword != "media" or rule.content is None or depth:
            self._count_urls(rule.prelude)
            self._count_urls(rule.content or ())
            return ""
        if not _is_plain(rule.prelude, frozenset()):
            return ""
        rules = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        inside = "\n".join(filter(None, (self._rule(inner, depth + 1) for inner in rules)))
        prelude = _written(rule.prelude)
        return f"@media {prelude}{{{inside}}}" if prelude and inside else ""

    def _declarations(self, source: str | Tokens) -> str:
        if isinstance(source, str) and len(source) > _LONGEST_DECLARATIONS:
            return ""
        found = tinycss2.parse_declaration_list(source, skip_comments=True, skip_whitespace=True)
        return ";".join(
            filter(None, (self._declaration(d) for d in found if d.type == "declaration"))
        )

    def _declaration(self, declaration: Any) -> str:
        name = declaration.lower_name
        if not _PROPERTY.fullmatch(name):
            self._count_urls(declaration.value)
            return ""
        try:
            value = _written(self._harmless(declaration.value, name, 0))
        except _RefusedError:
            return ""
        if not value:
            return ""
        return f"{name}:{value}{' !important' if declaration.important else ''}"

    def _harmless(self, tokens: Tokens, name: str, depth: int) -> list[Any]:
        if depth > _DEEPEST:
            raise _RefusedError
        kept: list[Any] = []
        for token in tokens:
            url = _url_in(token)
            if url is not None and (depth or name == "content"):
                self._held_back.add_other(url)
                raise _RefusedError  # no harmless function takes a picture, and no text does
            if url is not None:
                kept += self._picture(url)
            elif token.type == "function" and token.lower_name in _FUNCTIONS:
                self._harmless(token.arguments, name, depth + 1)
                kept.append(token)
            elif token.type == "() block":
                self._harmless(token.content, name, depth + 1)
                kept.append(token)
            elif token.type in _PLAIN_TOKENS and not _is_view_high(token):
                kept.append(token)
            elif token.type != "comment":
                self._count_urls([token])
                raise _RefusedError
        return kept

    def _picture(self, url: str) -> list[Any]:
        if self._is_conditional and is_remote(url):
            self._held_back.add_other(url)
            return _NO_PICTURE
        ours = self._picture_url(url)
        if not ours:
            self._held_back.add_picture(url)
            return _NO_PICTURE
        return list(tinycss2.parse_component_value_list(f'url("{ours}")'))

    def _count_urls(self, tokens: Tokens) -> None:
        """Count what a refused construct would have loaded, one level of nesting deep."""
        for token in tokens:
            url = _url_in(token)
            if url is not None:
                self._held_back.add_other(url)
            elif token.type == "string":
                self._held_back.add_other(token.value)
            elif token.type in ("function", "{} block"):
                inner = token.arguments if token.type == "function" else token.content
                for part in inner:
                    named = part.value if part.type == "string" else _url_in(part)
                    self._held_back.add_other(named or "")


def _is_view_high(token: Any) -> bool:
    """Whether a length goes by the view's height, which on a card goes by the mail's."""
    return token.type == "dimension" and token.lower_unit in _VIEW_UNITS


def _url_in(token: Any) -> str | None:
    if token.type == "url":
        return str(token.value)
    if token.type == "function" and token.lower_name == "url":
        strings = [part.value for part in token.arguments if part.type == "string"]
        return str(strings[0]) if strings else ""
    return None


def _is_plain(tokens: Tokens, functions: frozenset[str], depth: int = 0) -> bool:
    if depth > _DEEPEST:
        return False
    for token in tokens:
        inner: Tokens = ()
        if token.type in ("() block", "[] block"):
            inner = token.content
        elif token.type == "function" and token.lower_name in functions:
            inner = token.arguments
        elif token.type not in _PLAIN_TOKENS and token.type != "comment":
            return False
        if not _is_plain(inner, functions, depth + 1):
            return False
    return True


def _written(tokens: Tokens) -> str:
    """Write tokens out anew; a "<" could end the style element it will stand in."""
    text = str(tinycss2.serialize([t for t in tokens if t.type != "comment"])).strip()
    return "" if "<" in text or "\\" in text else text
