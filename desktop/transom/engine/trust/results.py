"""Reads one Authentication-Results line (RFC 8601, and Exchange's form without a server's name)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_LONGEST, _MOST_RESULTS = 16_000, 60
_RESULT = re.compile(r"([a-z][a-z0-9.-]*)(?:/\d+)?\s*=\s*([a-z]+)", re.IGNORECASE)
_PROPERTY = re.compile(r'([a-z][a-z0-9.-]*)\s*=\s*("[^"]*"|[^\s;"]+)', re.IGNORECASE)
_SERVER = re.compile(r"[a-z0-9_.:-]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Result:
    """What one method found, such as ``spf`` ``pass``, and what it looked at."""

    method: str
    result: str
    facts: Mapping[str, str] = field(default_factory=dict)

    def fact(self, *names: str) -> str:
        """Return the first of the named facts there is, as a bare domain."""
        for name in names:
            if value := self.facts.get(name, ""):
                return value.rpartition("@")[2].strip("<>. ").lower()
        return ""


@dataclass(frozen=True, slots=True)
class Results:
    """One line's results; ``server`` is who says so, empty in Exchange's form."""

    server: str
    results: tuple[Result, ...]

    def all(self, method: str) -> tuple[Result, ...]:
        """Return what a method found, each signature for itself."""
        return tuple(one for one in self.results if one.method == method)

    def first(self, method: str) -> Result | None:
        """Return the first thing a method found."""
        return next(iter(self.all(method)), None)


def results_from_text(text: str) -> Results:
    """Read a line's value; what cannot be read is left out."""
    parts = without_comments(text[:_LONGEST]).split(";")
    head = parts[0].strip()
    server = ""
    if "=" not in head:
        match = _SERVER.match(head)
        server, parts = (match[0].lower() if match else ""), parts[1:]
    results = [found for part in parts[:_MOST_RESULTS] if (found := _result(part))]
    return Results(server, tuple(results))


def without_comments(text: str) -> str:
    """Return a structured line without what stands in brackets, however they are nested."""
    kept: list[str] = []
    depth, is_quoted, is_escaped = 0, False, False
    for letter in text:
        if is_escaped:
            is_escaped = False
        elif letter == "\\":
            is_escaped = True
            continue
        elif letter == '"' and not depth:
            is_quoted = not is_quoted
        elif letter == "(" and not is_quoted:
            depth += 1
            continue
        elif letter == ")" and not is_quoted and depth:
            depth -= 1
            kept.append(" " if depth == 0 else "")
            continue
        if not depth:
            kept.append(letter)
    return "".join(kept)


def _result(part: str) -> Result | None:
    match = _RESULT.match(part.strip())
    if match is None:
        return None
    rest = part.strip()[match.end() :]
    facts = {name.lower(): value.strip('"') for name, value in _PROPERTY.findall(rest)}
    return Result(match[1].lower(), match[2].lower(), facts)
