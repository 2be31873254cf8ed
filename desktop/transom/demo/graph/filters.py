"""The part of ``$filter`` that Outlook's collections understand, as a predicate."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from transom.demo.graph.errors import bad_filter

Value = str | bool | int | datetime | None
Read = Callable[[str], object]
Test = Callable[[Read], bool]

TOKEN = re.compile(
    r"\s*(?:(?P<string>'(?:[^']|'')*')|(?P<time>\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?|\d{4}-\d\d-\d\d)"
    r"|(?P<number>-?\d+)|(?P<word>[A-Za-z@][\w./@]*)|(?P<mark>[(),]))"
)
ORDERS: dict[str, Callable[[int], bool]] = {
    "eq": lambda sign: sign == 0,
    "ne": lambda sign: sign != 0,
    "gt": lambda sign: sign > 0,
    "ge": lambda sign: sign >= 0,
    "lt": lambda sign: sign < 0,
    "le": lambda sign: sign <= 0,
}


@dataclass(slots=True)
class Filter:
    """A parsed filter: its test, the properties it names in order, and bounds for all of it."""

    test: Test
    names: list[str] = field(default_factory=list)
    bounds: list[tuple[str, str, datetime]] = field(default_factory=list)


def parse_filter(text: str, allowed: frozenset[str]) -> Filter:
    """Parse ``text`` or raise the 400 that Graph would answer."""
    parser = Parser(tokens(text), allowed)
    test = parser.either()
    parser.expect_end()
    has_choice = parser.has_choice
    return Filter(test, parser.names, [] if has_choice else parser.bounds)


def tokens(text: str) -> list[tuple[str, str]]:
    found, place, text = [], 0, text.rstrip()
    while place < len(text):
        match = TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            raise bad_filter(f"Syntax error at position {place} in the filter.")
        found.append((match.lastgroup, match.group(match.lastgroup)))
        place = match.end()
    return found


class Parser:
    """Reads a filter from left to right: or, and, not, parentheses, comparisons, functions."""

    def __init__(self, found: list[tuple[str, str]], allowed: frozenset[str]) -> None:
        self._tokens, self._place, self._depth = found, 0, 0
        self._allowed = {name.lower(): name for name in allowed}
        self.names: list[str] = []
        self.bounds: list[tuple[str, str, datetime]] = []
        self.has_choice = False

    def either(self) -> Test:
        parts = [self._both()]
        while self._take("or"):
            self.has_choice = True
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else lambda read: any(part(read) for part in parts)

    def expect_end(self) -> None:
        if self._place != len(self._tokens):
            raise bad_filter("The filter goes on after its end.")

    def _both(self) -> Test:
        parts = [self._one()]
        while self._take("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else lambda read: all(part(read) for part in parts)

    def _one(self) -> Test:
        self._depth += 1
        if self._depth > 50:
            raise bad_filter("The filter is nested too deeply.")
        try:
            if self._take("not"):
                self.has_choice = True
                inner = self._one()
                return lambda read: not inner(read)
            if self._take("("):
                test = self.either()
                self._need(")")
                return test
            return self._comparison()
        finally:
            self._depth -= 1

    def _comparison(self) -> Test:
        word = self._next("word")
        if word.lower() in ("startswith", "contains", "endswith"):
            return self._function(word.lower())
        name, order = self._name(word), self._next("word").lower()
        if order not in ORDERS:
            raise bad_filter(f"The operator '{order}' is not supported.")
        value = self._value()
        if isinstance(value, datetime):
            self.bounds.append((name, order, value))
        return lambda read: compare(read(name), value, ORDERS[order])

    def _function(self, function: str) -> Test:
        self._need("(")
        name = self._name(self._next("word"))
        self._need(",")
        wanted = str(self._value()).lower()
        self._need(")")
        tests: dict[str, Callable[[str], bool]] = {
            "startswith": lambda text: text.startswith(wanted),
            "endswith": lambda text: text.endswith(wanted),
            "contains": lambda text: wanted in text,
        }
        return lambda read: tests[function](str(read(name) or "").lower())

    def _name(self, word: str) -> str:
        name = self._allowed.get(word.lower())
        if name is None:
            raise bad_filter(f"The property '{word}' cannot be used in a filter here.")
        self.names.append(name)
        return name

    def _value(self) -> Value:
        kind, text = self._tokens[self._place] if self._place < len(self._tokens) else ("", "")
        self._place += 1
        if kind == "string":
            return text[1:-1].replace("''", "'")
        if kind == "number":
            return int(text)
        if kind == "time":
            return read_time(text)
        if kind == "word" and text.lower() in ("true", "false", "null"):
            return {"true": True, "false": False}.get(text.lower())
        raise bad_filter(f"A value was expected instead of '{text}'.")

    def _take(self, text: str) -> bool:
        kind, found = self._tokens[self._place] if self._place < len(self._tokens) else ("", "")
        is_it = kind != "string" and found.lower() == text
        self._place += is_it
        return is_it

    def _need(self, text: str) -> None:
        if not self._take(text):
            raise bad_filter(f"'{text}' was expected in the filter.")

    def _next(self, kind: str) -> str:
        if self._place < len(self._tokens) and self._tokens[self._place][0] == kind:
            self._place += 1
            return self._tokens[self._place - 1][1]
        raise bad_filter("The filter ends too early or names no property.")


def read_time(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise bad_filter(f"'{text}' is not a time.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def compare(found: object, value: Value, order: Callable[[int], bool]) -> bool:
    if isinstance(value, datetime):
        moment = read_time(found) if isinstance(found, str) else None
        return moment is not None and order((moment > value) - (moment < value))
    if isinstance(value, str):
        text = str(found or "").lower()
        return order((text > value.lower()) - (text < value.lower()))
    if isinstance(found, bool) or value is None:
        return order(0 if found == value else 1)
    return isinstance(found, int) and order((found > value) - (found < value))
