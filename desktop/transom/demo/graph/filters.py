"""The part of ``$filter`` that Outlook's collections understand, as a predicate."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from transom.demo.graph.errors import bad_filter, bad_request

Value = str | bool | int | datetime | None
Kind = Literal["text", "flag", "time", "number", "list"]
Kinds = Mapping[str, Kind]
Order = list[tuple[str, bool]]
Read = Callable[[str], object]
Test = Callable[[Read], bool]

TOKEN = re.compile(
    r"\s*(?:(?P<string>'(?:[^']|'')*')|(?P<time>\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?|\d{4}-\d\d-\d\d)"
    r"|(?P<number>-?\d+)|(?P<word>[A-Za-z@][\w./@]*)|(?P<mark>[(),:]))"
)
FITS: dict[Kind, type | tuple[type, ...]] = {
    "text": str,
    "flag": bool,
    "time": datetime,
    "number": int,
    "list": (),
}
EQUALITIES = ("eq", "ne")
# Such properties are other programs' own; nothing here has any of them.
EXTENDED = re.compile(r"(?:single|multi)ValueExtendedProperties\b", re.IGNORECASE)
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


def parse_filter(text: str, kinds: Kinds) -> Filter:
    """Parse ``text`` or raise the 400 that Graph would answer."""
    parser = Parser(tokens(text), kinds)
    test = parser.either()
    parser.expect_end()
    has_choice = parser.has_choice
    return Filter(test, parser.names, [] if has_choice else parser.bounds)


def parse_order(text: str | None, kinds: Kinds) -> Order:
    """Return the properties to order by, each with whether it goes down."""
    order: Order = []
    spelled = {name.lower(): name for name, kind in kinds.items() if kind != "list"}
    for part in [] if text is None else text.split(","):
        name, _, direction = part.strip().partition(" ")
        if name.lower() not in spelled or direction.strip().lower() not in ("", "asc", "desc"):
            raise bad_request(
                f"The property '{part.strip()}' cannot be ordered by.", "ErrorInvalidProperty"
            )
        order.append((spelled[name.lower()], direction.strip().lower() == "desc"))
    return order


def follow(value: object, path: str) -> object:
    """Return what stands in a JSON value under a path such as ``emailAddress/name``."""
    for step in filter(None, path.split("/")):
        found = (
            {name.lower(): one for name, one in value.items()} if isinstance(value, dict) else {}
        )
        value = found.get(step.lower())
    return value


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
    """Reads a filter from left to right: or, and, not, parentheses, comparisons, functions.

    Inside ``list/any(one: …)`` the paths begin with the name of the one.
    """

    def __init__(self, found: list[tuple[str, str]], kinds: Kinds) -> None:
        self._tokens, self._place, self._depth = found, 0, 0
        self._kinds = {name.lower(): (name, kind) for name, kind in kinds.items()}
        self._one_of_list = ""
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
        if word.lower().endswith("/any"):
            return self._any(word[: -len("/any")])
        (name, kind), order = self._named(word), self._next("word").lower()
        if order not in ORDERS:
            raise bad_filter(f"The operator '{order}' is not supported.")
        value = self._value()
        is_whole = order in EQUALITIES or (kind != "flag" and value is not None)
        if not is_whole or not (value is None or isinstance(value, FITS[kind])):
            raise bad_filter(f"'{word}' cannot be compared like this.")
        if isinstance(value, datetime):
            self.bounds.append((name, order, value))
        return lambda read: compare(read(name), value, ORDERS[order])

    def _function(self, function: str) -> Test:
        self._need("(")
        name, kind = self._named(self._next("word"))
        self._need(",")
        value = self._value()
        if kind != "text" or not isinstance(value, str):
            raise bad_filter(f"'{function}' needs a text property and a text.")
        wanted = value.lower()
        self._need(")")
        tests: dict[str, Callable[[str], bool]] = {
            "startswith": lambda text: text.startswith(wanted),
            "endswith": lambda text: text.endswith(wanted),
            "contains": lambda text: wanted in text,
        }
        return lambda read: tests[function](str(read(name) or "").lower())

    def _any(self, word: str) -> Test:
        """Read what must hold for one of a list."""
        name, kind = self._named(word)
        if kind != "list" or self._one_of_list:
            raise bad_filter(f"'{word}' is no list.")
        self._need("(")
        self._one_of_list = self._next("word").lower()
        self._need(":")
        self.has_choice = True  # what is compared inside bounds no list of items
        inner = self.either()
        self._one_of_list = ""
        self._need(")")
        return lambda read: any(
            inner(lambda path, one=one: follow(one, path))  # type: ignore[misc]
            for one in items_of(read(name))
        )

    def _named(self, word: str) -> tuple[str, Kind]:
        if self._one_of_list:
            root, _, path = word.partition("/")
            if root.lower() != self._one_of_list:
                raise bad_filter(f"'{word}' is not of the list's items.")
            return path, "text"
        found = self._kinds.get(word.lower())
        if found is None:
            raise bad_filter(f"The property '{word}' cannot be used in a filter here.")
        self.names.append(found[0])
        return found

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


def items_of(value: object) -> list[object]:
    return value if isinstance(value, list) else []


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
