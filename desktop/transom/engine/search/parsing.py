"""Reads what was typed into the search field; whatever it is, something can be looked for."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from difflib import get_close_matches

from transom.engine.search import operators
from transom.engine.search.dates import Days, days_of
from transom.engine.search.operators import Takes
from transom.engine.search.query import (
    All,
    Categorised,
    Either,
    Ignored,
    InFolder,
    Mark,
    Marked,
    Node,
    Not,
    Query,
    Received,
    Sized,
    Where,
    Words,
)
from transom.engine.search.sizes import bytes_of
from transom.engine.search.tokens import Kind, Token, tokens_of

LONGEST = 2_000
_MOST_TOKENS = 120
_DEEPEST = 20
_MOST_DATE_WORDS = 3
_NO = frozenset(("no", "false", "0"))
_YES = frozenset(("yes", "true", "1"))


def parse(text: str, now: datetime) -> Query:
    """Understand a search; ``now`` is aware, and its zone is the one that days are told in."""
    tokens = tokens_of(text[:LONGEST], operators.NAMES)
    reader = _Reader(tokens[:_MOST_TOKENS], now)
    root = reader.read()
    if root is None and reader.ignored:
        # Nothing was understood: then at least the words count.
        root = Words(" ".join(one.text for one in tokens if one.kind in (Kind.WORD, Kind.PHRASE)))
    if len(tokens) > _MOST_TOKENS or len(text) > LONGEST:
        reader.ignore("…", "a search ends here; the rest is too long")
    return Query(root, tuple(reader.ignored))


class _Reader:
    """Goes through the tokens once; what fits nowhere is noted and left out."""

    def __init__(self, tokens: Sequence[Token], now: datetime) -> None:
        self._tokens = tokens
        self._place = 0
        self._now = now
        self._depth = 0
        self.ignored: list[Ignored] = []

    def ignore(self, text: str, reason: str) -> None:
        """Note a piece that does not count."""
        self.ignored.append(Ignored(text, reason))

    def read(self) -> Node | None:
        """Read everything."""
        parts: list[Node] = []
        while self._peek() is not None:
            if (node := self._either(Where.ANYWHERE)) is not None:
                parts.append(node)
            if (token := self._peek()) is not None:  # only a bracket stops before the end
                self._place += 1
                self.ignore(token.source, "closes no bracket")
        return _joined(All, parts)

    def _peek(self, ahead: int = 0) -> Token | None:
        place = self._place + ahead
        return self._tokens[place] if place < len(self._tokens) else None

    def _is_word(self, word: str) -> bool:
        token = self._peek()
        return token is not None and token.kind is Kind.WORD and token.source == word

    def _either(self, where: Where) -> Node | None:
        parts = [self._all(where)]
        while self._is_word("OR"):
            joint = self._tokens[self._place]
            self._place += 1
            parts.append(self._all(where))
            if (parts[-1] is None or parts[-2] is None) and not joint.is_open:
                self._joins_nothing(joint)
        return _joined(Either, [part for part in parts if part is not None])

    def _joins_nothing(self, joint: Token) -> None:
        if self._peek() is not None or self._tokens[-1] is not joint:
            self.ignore(joint.source, "joins nothing")

    def _all(self, where: Where) -> Node | None:
        parts: list[Node] = []
        while (token := self._peek()) is not None:
            if token.kind is Kind.CLOSE or self._is_word("OR"):
                break
            if self._is_word("AND"):
                self._place += 1
                if not parts or self._is_word("AND"):
                    self._joins_nothing(token)
                continue
            if (node := self._one(where)) is not None:
                parts.append(node)
        return _joined(All, parts)

    def _one(self, where: Where) -> Node | None:
        token = self._tokens[self._place]
        self._place += 1
        match token.kind:
            case Kind.MINUS:
                return self._denied(where)
            case Kind.WORD if token.source == "NOT":
                return self._denied(where)
            case Kind.OPEN:
                return self._group(where)
            case Kind.NAME:
                return self._operator(token)
            case _:
                return self._words(token, where)

    def _denied(self, where: Where) -> Node | None:
        following = self._peek()
        if following is None or following.kind is Kind.CLOSE:
            return None
        node = self._one(where) if self._nests() else None
        return Not(node) if node is not None else None

    def _group(self, where: Where) -> Node | None:
        if not self._nests():
            return None
        self._depth += 1
        node = self._either(where)
        self._depth -= 1
        if (token := self._peek()) is not None and token.kind is Kind.CLOSE:
            self._place += 1
        return node

    def _nests(self) -> bool:
        if self._depth < _DEEPEST:
            return True
        self.ignore("(", "too many brackets in brackets")
        return False

    def _words(self, token: Token, where: Where) -> Node | None:
        if not any(letter.isalnum() for letter in token.text):
            return None
        is_phrase = token.kind is Kind.PHRASE
        self._doubt(token)
        return Words(token.text.strip(), where, is_phrase, token.has_star or token.is_open)

    def _doubt(self, token: Token) -> None:
        """Say so where a word looks like an operator with a slip of the pen."""
        name, colon, value = token.text.partition(":")
        if colon and value and not value.startswith("/") and name.isalpha():
            meant = get_close_matches(name.lower(), operators.NAMES, 1, 0.75)
            if meant:
                self.ignore(f"{name}:", f"is no operator, {meant[0]}: is; searched as words")

    # --- operators ------------------------------------------------------------------------------

    def _operator(self, token: Token) -> Node | None:
        name = operators.plain_name(token.text)
        value = self._peek()
        if value is None or value.kind in (Kind.CLOSE, Kind.NAME, Kind.MINUS):
            if value is not None:
                self.ignore(token.source, "needs something behind it")
            return None
        takes = operators.TAKES[name]
        if takes is Takes.WORDS:
            self._place += 1
            if value.kind is Kind.OPEN:
                return self._group(operators.PLACES[name])
            return self._words(value, operators.PLACES[name])
        if value.kind is Kind.OPEN:
            self.ignore(token.source, "takes no brackets")
            return None
        if takes is Takes.DAYS:
            return self._days(token, name)
        self._place += 1
        return self._plain_value(token, name, value)

    def _plain_value(self, token: Token, name: str, value: Token) -> Node | None:
        readers: dict[Takes, Callable[[str, str], Node | None]] = {
            Takes.STATE: _state,
            Takes.FOLDER: lambda _, text: InFolder(text),
            Takes.CATEGORY: lambda _, text: Categorised(text),
            Takes.SIZE: _size,
            Takes.YES: _answer,
        }
        node = readers[operators.TAKES[name]](name, value.text) if value.text.strip() else None
        if node is None and not value.is_open:
            self.ignore(f"{token.source}{value.source}", _HINTS[operators.TAKES[name]])
        return node

    def _days(self, token: Token, name: str) -> Node | None:
        """Read the longest run of words that is a day, as in ``before:last week budget``."""
        words: list[Token] = []
        while len(words) < _MOST_DATE_WORDS and (word := self._peek(len(words))) is not None:
            if word.kind not in (Kind.WORD, Kind.PHRASE):
                break
            words.append(word)
            if word.kind is Kind.PHRASE:
                break
        for count in range(len(words), 0, -1):
            text = " ".join(word.text for word in words[:count])
            sign = text[: len(text) - len(text.lstrip("<>="))]
            days = days_of(text[len(sign) :], self._now.date())
            if days is not None:
                self._place += count
                return self._span(sign or name, days)
        self._place += 1
        if not words[0].is_open:
            self.ignore(
                f"{token.source}{words[0].source}", "is no day; try 2024-03-05 or last week"
            )
        return None

    def _span(self, name: str, days: Days) -> Received:
        first, end = self._midnight(days.first), self._midnight(days.end)
        match name:
            case "before" | "<":
                return Received(until=first)
            case "until" | "<=":
                return Received(until=end)
            case "after" | ">":
                return Received(since=end)
            case "since" | ">=":
                return Received(since=first)
            case _:
                return Received(first, end)

    def _midnight(self, day: date) -> datetime:
        zone = self._now.tzinfo
        return datetime.combine(day, time(), zone)


_HINTS = {
    Takes.DAYS: "is no day; try 2024-03-05 or last week",
    Takes.STATE: "is not known; try unread, flagged or attachment",
    Takes.FOLDER: "needs a folder",
    Takes.CATEGORY: "needs a category",
    Takes.SIZE: "is no size; try 5MB",
    Takes.YES: "takes yes or no",
}


def _state(_name: str, text: str) -> Node | None:
    found = operators.STATES.get(text.strip().lower())
    return None if found is None else _marked(*found)


def _answer(name: str, text: str) -> Node | None:
    answer = text.strip().lower()
    if answer not in _YES | _NO:
        return None
    mark, holds = operators.ANSWERS[name]
    return _marked(mark, holds is (answer in _YES))


def _marked(mark: Mark, holds: bool) -> Node:
    return Marked(mark) if holds else Not(Marked(mark))


def _size(name: str, text: str) -> Node | None:
    sign = text[: len(text) - len(text.lstrip("<>="))]
    size = bytes_of(text[len(sign) :])
    if size is None:
        return None
    if name == "smaller" or sign.startswith("<"):
        return Sized(at_most=size)
    return Sized(at_least=size)


def _joined(kind: type[All] | type[Either], parts: list[Node]) -> Node | None:
    if not parts:
        return None
    flat: list[Node] = []
    for part in parts:
        flat += part.parts if isinstance(part, kind) else [part]
    return flat[0] if len(flat) == 1 else kind(tuple(flat))
