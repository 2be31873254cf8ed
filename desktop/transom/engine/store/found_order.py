"""What a search found in another order than by date, or with a row for a conversation."""

from array import array
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

from transom.engine.entities.listing import MOST_ORDERED, FoundOrder, ListWish, SortKey
from transom.engine.entities.mail import MOST_GROUPED, MessageId
from transom.engine.search.query import Query
from transom.engine.store.database import Database
from transom.engine.store.ordering import sorted_by_words
from transom.engine.store.search import SearchReader

_SENDER = "iif(m.sender_name <> '', m.sender_name, m.sender_address)"
_COLUMNS = {
    SortKey.DATE: "m.id, m.account, m.conversation",
    SortKey.SENDER: f"m.id, {_SENDER}",
    SortKey.SUBJECT: "m.id, m.subject",
    SortKey.SIZE: "m.id, m.size_bytes",
}


class FoundOrders:
    """Reads whole orders, for a worker."""

    def __init__(self, database: Database, search: SearchReader) -> None:
        self._db = database
        self._search = search

    def read_order(
        self, query: Query, wish: ListWish, others: Sequence[MessageId] = ()
    ) -> FoundOrder:
        """Put all that the query finds, and some others, in the order that is wished for.

        A conversation's row is the newest of what was found of it, in whatever folder.
        """
        columns = _COLUMNS[wish.sort]
        found = list(self._search.read_facts(query, columns, MOST_ORDERED + 1))
        is_cut = len(found) > MOST_ORDERED
        facts = found[:MOST_ORDERED]
        added = self._facts_of(columns, others)
        if added:
            known = {row[0] for row in found}
            added = [row for row in added if row[0] not in known]
            facts = sorted([*facts, *added], key=itemgetter(0), reverse=True)
        unfound = frozenset(MessageId(row[0]) for row in added)
        if wish.makes_conversations:
            ids, groups = _grouped(facts, wish)
            return FoundOrder(ids, groups, unfound, is_cut)
        return FoundOrder(_sorted(facts, wish), {}, unfound, is_cut)

    def _facts_of(self, columns: str, messages: Sequence[MessageId]) -> list[tuple[Any, ...]]:
        marks = ", ".join("?" * len(messages))
        sql = f"select {columns} from message m where m.id in ({marks})"  # noqa: S608
        with self._db.reading() as cx:
            return list(cx.execute(sql, tuple(messages)))


def _sorted(facts: Iterable[tuple[Any, ...]], wish: ListWish) -> Sequence[MessageId]:
    """Sort what comes newest first; that stays so among equals."""
    if wish.sort in (SortKey.SENDER, SortKey.SUBJECT):
        return [MessageId(number) for number in sorted_by_words(facts, wish).ids]
    place = 1 if wish.sort is SortKey.SIZE else 0
    rows = sorted(facts, key=itemgetter(place), reverse=wish.is_descending)
    return array("q", (row[0] for row in rows))  # type: ignore[return-value]


def _grouped(
    facts: Iterable[tuple[Any, ...]], wish: ListWish
) -> tuple[Sequence[MessageId], dict[MessageId, Sequence[MessageId]]]:
    groups: dict[object, list[MessageId]] = {}
    for number, account, conversation in facts:
        key = number if conversation is None else (account, conversation)
        groups.setdefault(key, []).append(number)
    heads = [group[0] for group in groups.values()]
    shared = {group[0]: group[:MOST_GROUPED] for group in groups.values() if len(group) > 1}
    return (heads if wish.is_descending else heads[::-1]), dict(shared)
