"""Where messages stand in the text index: at their second, or at the next one that is free.

A whole second instead of an id takes a third of what each word of each message takes in the index,
and keeps its order by date. Only a message that is not the first of its second has a place noted.
"""

from collections.abc import Iterator
from itertools import count
from typing import Any
from zlib import crc32

import apsw

from transom.engine.entities.mail import MessageId

PLACE_BITS = 20
"""An id without so many bits is its message's usual place."""

PLACE = f"coalesce(place, id >> {PLACE_BITS})"
PLACE_OF_M = f"coalesce(m.place, m.id >> {PLACE_BITS})"
_USUAL_AT_T = f"n.id >= t.rowid << {PLACE_BITS} and n.id < (t.rowid + 1) << {PLACE_BITS}"
ID_AT_T = (
    "coalesce((select a.id from message a where a.place = t.rowid), (select n.id from message n"  # noqa: S608
    f" where {_USUAL_AT_T} and n.place is null limit 1))"
)
"""The message at the place ``t.rowid``."""

FARTHEST = 86_400
"""How far behind its second a message may be looked for."""

_IS_TAKEN = (
    "select exists (select 1 from message where id >= ? and id < ? and place is null and id <> ?)"
    " or exists (select 1 from message where place = ? and id <> ?)"
)
_IS_ANYBODY_THERE = (
    "select exists (select 1 from message where id >= ? and id < ?)"
    " or exists (select 1 from message where place = ?)"
)
# The ids alone, from an index: the second of two that share a place, in their order.
_CLASHES = (
    "select id from (select id, id >> ?1 = lag(id >> ?1) over (order by id) as clashes"
    " from message) where clashes"
)


def usual_place(message: MessageId) -> int:
    """Return the place of a message that shares its second with none before it."""
    return message >> PLACE_BITS


def place_of(cx: apsw.Connection, message: MessageId) -> int:
    """Return where a stored message stands; of another one the end of its second."""
    place = cx.execute(f"select {PLACE} from message where id = ?", (message,)).get  # noqa: S608
    return usual_place(message) + 1 if place is None else int(place)


def place_after(cx: apsw.Connection, message: MessageId) -> int:
    """Return the first place behind a message's, or behind its second once it is gone."""
    place = cx.execute(f"select {PLACE} from message where id = ?", (message,)).get  # noqa: S608
    return (usual_place(message) if place is None else int(place)) + 1


def is_nobody_at(cx: apsw.Connection, message: MessageId) -> bool:
    """Whether no message shares the second of this one, nor stands there."""
    place = usual_place(message)
    low, high = place << PLACE_BITS, (place + 1) << PLACE_BITS
    return not cx.execute(_IS_ANYBODY_THERE, (low, high, place)).get


def place_to_note(cx: apsw.Connection, message: MessageId) -> int | None:
    """Choose a free place for a message that is not in the index yet; None for the usual one."""
    usual = usual_place(message)
    for place in _candidates(message):
        low, high = place << PLACE_BITS, (place + 1) << PLACE_BITS
        if not cx.execute(_IS_TAKEN, (low, high, message, place, message)).get:
            return None if place == usual else place
    raise AssertionError("places have no end")


def part_clashes(cx: apsw.Connection) -> None:
    """Note a place for each stored message whose usual one is taken."""
    clashes: list[Any] = cx.execute(_CLASHES, (PLACE_BITS,)).fetchall()
    for (message,) in clashes:
        place = place_to_note(cx, message)
        cx.execute("update message set place = ? where id = ?", (place, message))


def _candidates(message: MessageId) -> Iterator[int]:
    """Name the usual place and others behind it, ever farther: a storm fills its seconds soon."""
    usual = usual_place(message)
    yield usual
    for step in count():
        yield usual + 1 + crc32(f"{message} {step}".encode()) % (4 << step // 2)
