"""Which address means what: paths in Graph's two spellings, and the rows they fit."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from transom.demo.graph.call import Call, Reply
from transom.demo.graph.errors import bad_request, no_resource, not_found
from transom.demo.graph.scopes import Need
from transom.demo.graph.table import TABLE, Handler

KEYED = re.compile(r"^([A-Za-z$.]+)\('((?:[^']|'')*)'\)$")
ZONES = re.compile(r"^supportedTimeZones\(TimeZoneStandard=(?:[\w.]*)'(\w+)'\)$", re.IGNORECASE)
# A function with named texts; its values follow it in the alphabet's order of their names.
CALLED = re.compile(r"^(?:microsoft[.]graph[.])?(\w+)\((\w+='[^']*'(?:,\s*\w+='[^']*')*)\)$")
GIVEN = re.compile(r"(\w+)='([^']*)'")
# How long an id of each kind is: some clients put them into paths with bare slashes in them.
ID_LENGTHS = {"AAMk": 88, "AAkA": 40}


@dataclass(frozen=True, slots=True)
class ServedRoute:
    """One row of the table, its pattern cut into segments."""

    method: str
    pattern: tuple[str, ...]
    handler: Handler
    need: Need


ROUTES = tuple(
    ServedRoute(method, tuple(pattern.split("/")), handler, wanted)
    for method, pattern, handler, wanted in TABLE
)
# Fixed words come before ids: ``messages/delta`` is no message named delta.
ORDERED = sorted(ROUTES, key=lambda route: [segment == "{}" for segment in route.pattern])
BY_LENGTH = {
    key: tuple(one for one in ORDERED if (one.method, len(one.pattern)) == key)
    for key in {(one.method, len(one.pattern)) for one in ROUTES}
}


@dataclass(frozen=True, slots=True)
class Match:
    """What a path means: a handler, whose things (none for ``me``), the ids in it, its need."""

    handler: Handler
    whose: str
    ids: tuple[str, ...]
    need: Need
    is_me: bool = False


def split_path(path: str) -> list[str]:
    """Return the segments of an undecoded path; ``messages('id')`` becomes two of them."""
    segments: list[str] = []
    for raw in whole_ids([raw for raw in path.split("/") if raw]):
        text = unquote(raw, errors="strict") if raw.isascii() else raw
        keyed, zones, called = KEYED.match(text), ZONES.match(text), CALLED.match(text)
        if called:
            values = {name.lower(): value for name, value in GIVEN.findall(called.group(2))}
            segments += [called.group(1), *(values[name] for name in sorted(values))]
        elif zones:
            segments += ["supportedTimeZones", zones.group(1)]
        elif keyed:
            segments += [keyed.group(1), keyed.group(2).replace("''", "'")]
        else:
            plain = text.removesuffix("()")
            is_delta = plain.lower() in ("delta", "microsoft.graph.delta")
            segments.append("delta" if is_delta else plain)
    return without_parents(segments)


def whole_ids(raws: list[str]) -> list[str]:
    """Return the segments with ids put together that a bare slash has cut up."""
    whole: list[str] = []
    for raw in raws:
        last = whole[-1] if whole else ""
        if len(unquote(last)) < ID_LENGTHS.get(last[:4], 0):
            whole[-1] = f"{last}/{raw}"
        else:
            whole.append(raw)
    return whole


def without_parents(segments: list[str]) -> list[str]:
    """Leave out the folders above the last one: its id says enough."""
    words = [segment.lower() for segment in segments]
    for place, word in enumerate(words):
        if word in ("mailfolders", "contactfolders"):
            while words[place + 2 : place + 3] == ["childfolders"]:
                if len(words) <= place + 3 or words[place + 3] in ("$count", "delta"):
                    break
                del segments[place + 1 : place + 3], words[place + 1 : place + 3]
    return segments


def match_path(method: str, path: str) -> Match | None:
    """Find what an undecoded path (behind the version) means; raise the 404 of a strange one.

    None is for a known place that is never written to.
    """
    try:
        segments = split_path(path)
    except UnicodeDecodeError:
        raise bad_request("The path is not valid UTF-8.") from None
    words = [segment.lower() for segment in segments]
    for route in BY_LENGTH.get((method, len(segments)), ()):
        ids = fit(route.pattern, segments, words)
        if ids is not None:
            is_whose = route.pattern[:2] in (("users", "{}"), ("directoryobjects", "{}"))
            whose, rest = (ids[0], ids[1:]) if is_whose else ("", ids)
            return Match(route.handler, whose, rest, route.need, is_me=route.pattern[0] == "me")
    root = words[0] if words else ""
    if method != "GET" and root in ("me", "users", "subscriptions"):
        return None
    strange = segments[min(len(segments) - 1, 2 if root == "users" else 1)] if segments else ""
    raise no_resource(strange)


def fit(pattern: tuple[str, ...], segments: list[str], words: list[str]) -> tuple[str, ...] | None:
    """Return the ids in a path that fits; ``words`` are its segments in lower case."""
    if len(pattern) != len(segments):
        return None
    for wanted, word in zip(pattern, words, strict=True):
        if wanted not in ("{}", word):
            return None
    return tuple(one for one, wanted in zip(segments, pattern, strict=True) if wanted == "{}")


def run(call: Call, match: Match) -> Reply:
    if "" in match.ids:
        raise not_found()
    return match.handler(call, *match.ids)
