"""The old messages below an answer, found in a mail that is already safe, and folded away.

Only what ends a mail is folded, and only if something stands above it: an answer between quotes,
one below its quote, or a message that was passed on stay as they are.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from transom.ui.web.quote_signs import (
    FORWARDED,
    HEADS,
    ORIGINAL,
    QUOTE_NAMES,
    TAIL_NAMES,
    attribution_start,
)

FOLD_CLASS = "transom-quote"
_START = (
    f'<details class="{FOLD_CLASS}"><summary class="{FOLD_CLASS}"'
    ' title="Show what was written before">…</summary>'
)
_MOST_CHARACTERS = 1_500_000
_LONGEST_ATTRIBUTION = 600

# What nh3 writes: no bare "<", ">" or quote in an attribute, every element ended.
_TAG = re.compile(r"<(/?)([a-z0-9]+)((?: [^\s\"=<>]+=\"[^\"<>]*\")*)>")
_HINT = re.compile(
    r"<blockquote|[-_]{2,}|[:：]|_quote|RplyFwdMsg|appendonsend|cite|ms-outlook|mail-editor|OLK_SRC"
)
_VOID = frozenset(("br", "hr", "img", "wbr", "col"))
_BLOCK_NAMES = "p div li tr td th table blockquote pre br hr ul ol dl dd dt h1 h2 h3 h4 h5 h6"
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_TABLE_PARTS = frozenset(("table", "tbody", "thead", "tfoot", "tr", "colgroup", "caption"))
_NAMED = re.compile(r' (?:id|class)="([^"]*)"')
_BLANK = re.compile(r"(?:\s|&nbsp;|&zwnj;|&#8203;|[\u00a0\u200b-\u200d\u2060\ufeff\u00ad\u034f])+")
_RULE_BEFORE = re.compile(r"<hr(?: [^<>]*)?>\s*\Z")


@dataclass(slots=True)
class _Node:
    """An element by its places in the markup."""

    name: str
    start: int
    inner: int
    parent: int
    attributes: str
    inner_end: int = -1
    end: int = -1


class _Sheet:
    """One pass over markup: its elements, its text line by line, and where each lies."""

    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.nodes = [_Node("", 0, 0, -1, "")]
        self.words: list[int] = []
        """The places of text and pictures that can be seen, ascending."""
        self._pieces: list[str] = []
        self._piece_starts: list[int] = []
        self._piece_places: list[int] = []
        self._length = 0
        self._read()
        self.text = "".join(self._pieces)

    def place(self, offset: int) -> int:
        """Return where a character of the text stands in the markup."""
        piece = max(0, bisect_right(self._piece_starts, offset) - 1)
        if not self._piece_starts:
            return 0
        return self._piece_places[piece] + offset - self._piece_starts[piece]

    def offset(self, place: int) -> int:
        """Return the place in the text of what follows a place in the markup."""
        piece = bisect_left(self._piece_places, place)
        return self._piece_starts[piece] if piece < len(self._piece_starts) else self._length

    def nodes_within(self, start: int, end: int) -> Iterator[_Node]:
        """Yield the elements that begin between two places."""
        first = bisect_left(self._starts, start)
        for node in islice(self.nodes, first, None):
            if node.start >= end:
                return
            yield node

    def has_words(self, start: int, end: int) -> bool:
        """Whether anything can be seen between two places."""
        return bisect_left(self.words, start) < bisect_left(self.words, end)

    def innermost(self, place: int) -> int:
        """Return the number of the innermost element around a place, 0 for the whole."""
        number = bisect_right(self._starts, place) - 1
        while number > 0 and not self.nodes[number].inner <= place < self.nodes[number].end:
            number = self.nodes[number].parent
        return max(number, 0)

    def _read(self) -> None:
        open_nodes, place = [0], 0
        for tag in _TAG.finditer(self.markup):
            self._add_text(place, tag.start())
            place = tag.end()
            if tag[2] in _BLOCKS:
                self._add_piece("\n", tag.start())
            if tag[1]:
                node = self.nodes[open_nodes[-1]]
                if len(open_nodes) > 1 and node.name == tag[2]:
                    node.inner_end, node.end = tag.start(), tag.end()
                    open_nodes.pop()
                continue
            self.nodes.append(_Node(tag[2], tag.start(), tag.end(), open_nodes[-1], tag[3]))
            if tag[2] in _VOID:
                self.nodes[-1].inner_end = self.nodes[-1].end = tag.end()
                if tag[2] == "img":
                    self.words.append(tag.start())
            else:
                open_nodes.append(len(self.nodes) - 1)
        self._add_text(place, len(self.markup))
        for number in open_nodes:
            self.nodes[number].inner_end = self.nodes[number].end = len(self.markup)
        self._starts = [node.start for node in self.nodes]

    def _add_text(self, start: int, end: int) -> None:
        piece = self.markup[start:end]
        if not piece:
            return
        blank = _BLANK.match(piece)
        if blank is None or blank.end() < len(piece):
            self.words.append(start + (blank.end() if blank else 0))
        self._add_piece(piece.replace("\n", " ").replace("&nbsp;", "\u00a0     "), start)

    def _add_piece(self, piece: str, place: int) -> None:
        self._pieces.append(piece)
        self._piece_starts.append(self._length)
        self._piece_places.append(place)
        self._length += len(piece)


def fold_quotes(markup: str) -> str:
    """Put what ends a mail and was written before behind a button; linear in the mail's length."""
    if len(markup) > _MOST_CHARACTERS or not _HINT.search(markup):
        return markup
    sheet = _Sheet(markup)
    found = next(_folds(sheet), None)
    if found is None:
        return markup
    start, end = found
    return f"{markup[:start]}{fold(markup[start:end])}{markup[end:]}"


def fold(markup: str) -> str:
    """Put markup behind a button that opens and closes it without a script."""
    return f"{_START}{markup}</details>"


def quote_offset(text: str) -> int:
    """Return where the old messages below an answer in plain text begin, -1 if nowhere."""
    forwarded = FORWARDED.search(text)
    starts = [match.start() for sign in (HEADS, ORIGINAL) if (match := sign.search(text))]
    if (cited := _cited_offset(text)) >= 0:
        starts.append(cited)
    if not starts or (forwarded and forwarded.start() <= min(starts)):
        return -1
    start = min(starts)
    return start if text[:start].strip() else -1


def _cited_offset(text: str) -> int:
    """Return where the lines begin that end a text and are marked with ">"."""
    lines = text.splitlines(keepends=True)
    first = len(lines)
    while first and (not (line := lines[first - 1].strip()) or line.startswith(">")):
        first -= 1
    while first < len(lines) and not lines[first].strip():
        first += 1
    if first == len(lines):
        return -1
    offset = sum(map(len, lines[:first]))
    begin = max(0, offset - _LONGEST_ATTRIBUTION)
    told = attribution_start(text[begin:offset])
    return begin + told if told >= 0 else offset


def _folds(sheet: _Sheet) -> Iterator[tuple[int, int]]:
    """Yield what may be folded, the earliest first."""
    forwarded = FORWARDED.search(sheet.text)
    passed_on = sheet.place(forwarded.start()) if forwarded else len(sheet.markup)
    for place, is_whole in sorted(_signs(sheet)):
        if place >= passed_on:
            return
        fold = _fold_at(sheet, place, is_whole=is_whole)
        if fold is not None:
            yield fold


def _signs(sheet: _Sheet) -> set[tuple[int, bool]]:
    """Return where an old message may begin; ``True`` if it goes to its parent's end."""
    found: set[tuple[int, bool]] = set()
    for sign in (HEADS, ORIGINAL):
        for match in sign.finditer(sheet.text):
            text = match.group()
            found.add((sheet.place(match.start() + len(text) - len(text.lstrip())), True))
    for node in sheet.nodes[1:]:
        names = _NAMED.findall(node.attributes)
        if any(map(TAIL_NAMES.search, names)):
            found.add((node.start, True))
        elif node.name == "blockquote" or any(map(QUOTE_NAMES.search, names)):
            told = _attribution_place(sheet, node.start)
            if (
                told >= 0
                or node.name != "blockquote"
                or any(map(QUOTE_NAMES.search, names))
                or "cite" in node.attributes
            ):
                found.add((told if told >= 0 else node.start, False))
    return found


def _attribution_place(sheet: _Sheet, place: int) -> int:
    """Return the beginning of the line that says who wrote what begins here, -1 if none does."""
    offset = sheet.offset(place)
    begin = max(0, offset - _LONGEST_ATTRIBUTION)
    told = attribution_start(sheet.text[begin:offset])
    return sheet.place(begin + told) if told >= 0 else -1


def _fold_at(sheet: _Sheet, place: int, *, is_whole: bool) -> tuple[int, int] | None:
    start, number = _outermost(sheet, place)
    node = sheet.nodes[number]
    end = node.inner_end
    if node.name in _TABLE_PARTS or not sheet.has_words(0, start):
        return None
    if not sheet.has_words(start, end) or sheet.has_words(end, len(sheet.markup)):
        return None
    if not is_whole and _is_answered(sheet, start, end):
        return None
    if rule := _RULE_BEFORE.search(sheet.markup, max(node.inner, start - 300), start):
        start = rule.start()
    return start, end


def _outermost(sheet: _Sheet, place: int) -> tuple[int, int]:
    """Climb while nothing stands before; return where, and the element it stands in."""
    number = sheet.innermost(place)
    start = place
    while number > 0 and not sheet.has_words(sheet.nodes[number].inner, start):
        start = sheet.nodes[number].start
        number = sheet.nodes[number].parent
    return start, number


def _is_answered(sheet: _Sheet, start: int, end: int) -> bool:
    """Whether somebody wrote between or below the quotes in here."""
    after = -1
    for node in sheet.nodes_within(start, end):
        if node.name == "blockquote" and node.start >= after:
            if after >= 0 and sheet.has_words(after, node.start):
                return True
            after = node.end
    return after >= 0 and sheet.has_words(after, end)
