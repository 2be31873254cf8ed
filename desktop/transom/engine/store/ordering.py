"""Whole lists: all their ids at once in any order, for a worker to read."""

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from operator import itemgetter

import apsw

from transom.engine.entities.listing import SIZE_STEPS, ListOrder, ListWish, SortKey
from transom.engine.store.database import Database
from transom.engine.store.list_conditions import Values, index_for, sieved, values_of
from transom.engine.store.mail import MailReader
from transom.engine.store.sort_keys import initial, sender_key, subject_key


class OrderReader:
    """Reads whole orders; one of a million messages takes a second or two, and 8 MB."""

    def __init__(self, database: Database, mail: MailReader) -> None:
        self._db = database
        self._mail = mail

    def read_order(self, wish: ListWish) -> ListOrder:
        """Return all rows of a list in its order; the newest first among equals."""
        members = ", ".join(str(int(one)) for one in self._mail.read_members(wish.folder))
        if not members:
            return ListOrder(wish, array("q"))
        index, condition = index_for(wish)
        asked = (
            f"from message m {index} where m.folder in ({members}){condition}{sieved(wish, 'm')}"
        )
        with self._db.reading() as cx:
            if wish.sort in (SortKey.SENDER, SortKey.SUBJECT):
                return _by_words(cx, wish, asked)
            if wish.sort is SortKey.SIZE:
                return _by_size(cx, wish, asked)
            if wish.makes_conversations:
                asked = _heads(wish, members, asked)
            order = "desc" if wish.is_descending else "asc"
            rows = cx.execute(f"select m.id {asked} order by m.id {order}", values_of(wish))
            return ListOrder(wish, array("q", (number for (number,) in rows)))


def _heads(wish: ListWish, members: str, asked: str) -> str:
    """Return where the newest message of each conversation stands.

    They are counted along one index, whatever the sieve: a look for newer ones at each message on
    the way takes ten times as long.
    """
    fits = f"m.folder in ({members})"
    if sieved(wish, "m"):
        fits += f" and m.id in (select m.id {asked})"
    walked = "from message m indexed by message_by_conversation where m.conversation is"
    return (
        f"from (select max(m.id) as id {walked} not null and {fits}"
        " group by m.account, m.conversation, m.folder"
        f" union all select m.id {walked} null and {fits}) m"
    )


def _by_size(cx: apsw.Connection, wish: ListWish, asked: str) -> ListOrder:
    order = "desc" if wish.is_descending else "asc"
    sql = f"select m.id, m.size_bytes {asked} order by m.size_bytes {order}, m.id desc"
    ids: array[int] = array("q")
    parts: list[tuple[int, str | int]] = []
    for number, size in cx.execute(sql, values_of(wish)):
        step = bisect_right(SIZE_STEPS, size)
        if not parts or parts[-1][1] != step:
            parts.append((len(ids), step))
        ids.append(number)
    return ListOrder(wish, ids, tuple(parts))


def _by_words(cx: apsw.Connection, wish: ListWish, asked: str) -> ListOrder:
    is_sender = wish.sort is SortKey.SENDER
    texts = _texts(cx, asked, values_of(wish), is_sender=is_sender)
    return sorted_by_words(texts, wish)


def sorted_by_words(texts: Iterable[tuple[int, str]], wish: ListWish) -> ListOrder:
    """Sort by folded senders or subjects, in pieces: other threads have their turn.

    The newest come first, and equals stay as they came; what has no words comes last either way.
    """
    key_of = cache(sender_key) if wish.sort is SortKey.SENDER else subject_key
    pieces: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for number, words in texts:
        key = key_of(words)
        pieces[key[:2]].append((key, number))
    beginnings = sorted(pieces.keys() - {""}, reverse=wish.is_descending)
    ids: array[int] = array("q")
    parts: list[tuple[int, str | int]] = []
    for beginning in [*beginnings, *pieces.keys() & {""}]:
        if not parts or parts[-1][1] != initial(beginning):
            parts.append((len(ids), initial(beginning)))
        piece = sorted(pieces.pop(beginning), key=itemgetter(0), reverse=wish.is_descending)
        ids.extend(number for _, number in piece)
    return ListOrder(wish, ids, tuple(parts))


def _texts(
    cx: apsw.Connection, asked: str, values: Values, *, is_sender: bool
) -> Iterator[tuple[int, str]]:
    newest = "order by m.id desc"
    if not is_sender:
        yield from cx.execute(f"select m.id, m.subject {asked} {newest}", values)
        return
    named = f"select m.id, m.sender_name {asked} and m.sender_name <> '' {newest}"
    yield from cx.execute(named, values)
    # The addresses lie beside the index; few are without a name.
    others = f"select m.id, m.sender_address {asked} and m.sender_name = '' {newest}"
    yield from cx.execute(others, values)
