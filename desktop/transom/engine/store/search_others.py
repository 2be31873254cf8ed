"""Finds events and contacts, of which there are few enough to look at each."""

from typing import TypeAlias

import apsw

from transom.engine.entities.calendar import EventId
from transom.engine.entities.contacts import ContactLine
from transom.engine.search.query import All, Either, Node, Not, Query, Received, Where, Words
from transom.engine.store.columns import seconds_from_time
from transom.engine.store.contact_rows import LINE_COLUMNS, line_from_row
from transom.engine.store.transaction import Value
from transom.engine.store.words import query_words

Condition: TypeAlias = tuple[str, tuple[Value, ...]]

_EVENT_WORDS = frozenset(
    (Where.ANYWHERE, Where.SUBJECT, Where.BODY, Where.SENDER, Where.TO, Where.PEOPLE)
)
_CONTACT_WORDS = frozenset((Where.ANYWHERE, Where.SENDER, Where.TO, Where.PEOPLE))


def events_with(cx: apsw.Connection, query: Query, limit: int) -> list[EventId]:
    """Return the events and series that the query finds, the latest first."""
    condition = _condition(query.root, _EVENT_WORDS, has_days=True)
    if condition is None or not query.wanted_words():
        return []
    sql, values = condition
    rows = cx.execute(
        f"select id from event where ({sql}) and kind <> 'occurrence'"  # noqa: S608
        " order by starts_at desc limit ?",
        (*values, limit),
    )
    return [EventId(row[0]) for row in rows]


def contacts_with(cx: apsw.Connection, query: Query, limit: int) -> list[ContactLine]:
    """Return the contacts that the query finds, by name."""
    condition = _condition(query.root, _CONTACT_WORDS, has_days=False)
    if condition is None or not query.wanted_words():
        return []
    sql, values = condition
    rows = cx.execute(
        f"select {LINE_COLUMNS} from contact c where {sql} order by sort_key, id limit ?",  # noqa: S608
        (*values, limit),
    )
    return [line_from_row(row) for row in rows]


def _condition(node: Node | None, places: frozenset[Where], *, has_days: bool) -> Condition | None:
    """Return a condition on the row; None where the query asks what such a row cannot be."""
    match node:
        case Words(text, where) if where in places:
            words = query_words(text)
            # Words hold letters and digits only: nothing in them is special to "like".
            likes = tuple(f"% {word}%" for word in words)
            return (" and ".join(["search_text like ?"] * len(words)), likes) if words else None
        case Received(since, until) if has_days:
            first = -(1 << 62) if since is None else seconds_from_time(since)
            last = 1 << 62 if until is None else seconds_from_time(until)
            return "ends_at >= ? and starts_at < ?", (first, last)
        case All(parts) | Either(parts):
            joint = " and " if isinstance(node, All) else " or "
            inside = [_condition(part, places, has_days=has_days) for part in parts]
            known = [one for one in inside if one is not None]
            if not known or (len(known) < len(inside) and isinstance(node, All)):
                return None
            values = tuple(value for _, some in known for value in some)
            return joint.join(f"({sql})" for sql, _ in known), values
        case Not(part):
            inner = _condition(part, places, has_days=has_days)
            # What such a row cannot be, it is not.
            return ("1", ()) if inner is None else (f"not ({inner[0]})", inner[1])
    return None
