"""The way a message came: its Received lines, oldest first, each as its server tells it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

from transom.engine.entities.mail import Headers
from transom.engine.trust.results import without_comments

_LONGEST, _MOST_HOPS, _LONGEST_NAME = 4_000, 60, 255
_WORD = re.compile(r"\b(from|by|with|id|for|via)\s+", re.IGNORECASE)
_SECURE = frozenset(("esmtps", "esmtpsa", "utf8smtps", "utf8smtpsa", "lmtps", "https", "smtps"))
_TLS = re.compile(r"\bTLS\s?v?(\d)[._]?(\d)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hop:
    """One server's word on a message it took; only those of the receiving service are sure.

    ``delay_s`` is the time since the hop before; below zero the two clocks differ.
    """

    source: str
    server: str
    protocol: str
    security: str
    at: datetime | None
    delay_s: float | None = None

    @property
    def is_secure(self) -> bool:
        """Whether the server says that nobody could listen on this stretch."""
        return bool(self.security)


def route_from_headers(headers: Headers) -> tuple[Hop, ...]:
    """Return the hops, oldest first."""
    lines = [one.value for one in headers if one.name.lower() == "received"][:_MOST_HOPS]
    hops: list[Hop] = []
    last: datetime | None = None
    for line in reversed(lines):
        hop = hop_from_text(line, last)
        last = hop.at or last
        hops.append(hop)
    return tuple(hops)


@lru_cache(maxsize=64)
def hop_from_text(text: str, before: datetime | None = None) -> Hop:
    """Read one Received line; a head's lines are looked at for more than one reason."""
    text = text[:_LONGEST]
    way, _, moment = text.rpartition(";")
    if not way:
        way, moment = text, ""
    at = time_from_text(moment)
    words = _words(without_comments(way))
    protocol = words.get("with", "")
    delay_s = (at - before).total_seconds() if at is not None and before is not None else None
    return Hop(
        source=_name(words.get("from", "")),
        server=_name(words.get("by", "")),
        protocol=protocol[:80],
        security=_security(way, protocol),
        at=at,
        delay_s=delay_s,
    )


def time_from_text(text: str) -> datetime | None:
    """Read a mail's date with its own offset; None for what is none."""
    try:
        at = parsedate_to_datetime(without_comments(text[:200]).strip())
        # A date of "-0000" says nothing of a zone, and the ends of the calendar do not convert.
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        at.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at


def date_of(headers: Headers) -> datetime | None:
    """Return when the sender's own program says it was written, by the sender's clock and zone."""
    texts = [one.value for one in headers if one.name.lower() == "date"]
    return time_from_text(texts[0]) if texts and "-0000" not in texts[0] else None


def _words(way: str) -> dict[str, str]:
    """Return what follows each of the line's keywords, the first time it stands there."""
    found: dict[str, str] = {}
    places = list(_WORD.finditer(way))
    for number, place in enumerate(places):
        end = places[number + 1].start() if number + 1 < len(places) else len(way)
        found.setdefault(place[1].lower(), " ".join(way[place.end() : end].split()))
    return found


def _name(text: str) -> str:
    return text.split()[0].strip("[]();,")[:_LONGEST_NAME].lower() if text.split() else ""


def _security(way: str, protocol: str) -> str:
    version = _TLS.search(way)
    if version is not None:
        return f"TLS {version[1]}.{version[2] or 0}"
    first = protocol.split()[0].lower() if protocol.split() else ""
    return "TLS" if first in _SECURE else ""
