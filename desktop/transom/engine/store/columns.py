"""How values lie in columns: times as UTC seconds, lists as JSON, long texts packed."""

import json
import zlib
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from transom.engine.entities.accounts import Person
from transom.engine.store.transaction import clean

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def seconds_from_time(time: datetime) -> int:
    """Count whole seconds since 1970 in UTC; any year from 1 to 9999."""
    return (time - _EPOCH) // timedelta(seconds=1)


def time_from_seconds(seconds: int) -> datetime:
    """Return the aware time of ``seconds``, whatever the system's own range."""
    return _EPOCH + timedelta(0, seconds)


def day_from_text(text: str | None) -> date | None:
    """Read an ISO day, or none."""
    return date.fromisoformat(text) if text else None


def text_from_day(day: date | None) -> str | None:
    """Write an ISO day, or none."""
    return day.isoformat() if day else None


def text_from_json(value: Any) -> str:
    """Write JSON with letters as they are, so that cleaning sees them; nothing becomes ''."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else ""


def json_from_text(text: str) -> Any:
    """Read what ``text_from_json`` wrote; '' is None."""
    return json.loads(text) if text else None


def words_from_text(text: str) -> tuple[str, ...]:
    """Read a list of strings."""
    return tuple(json.loads(text)) if text else ()


def pairs_from_people(people: Iterable[Person]) -> list[list[str]]:
    """Make people fit for JSON."""
    return [[person.name, person.address] for person in people]


def people_from_pairs(pairs: Sequence[Sequence[str]]) -> tuple[Person, ...]:
    """Make people of what JSON kept."""
    return tuple(Person(name, address) for name, address in pairs)


def pack(text: str) -> bytes:
    """Press a long text together, quickly."""
    return zlib.compress(clean(text).encode(), 1)


def unpack(content: bytes) -> str:
    """Return the text that ``pack`` pressed."""
    return zlib.decompress(content).decode()
