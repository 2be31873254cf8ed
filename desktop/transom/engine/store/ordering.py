"""Lists in another order than by date: all their ids at once, for a worker to read."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from operator import itemgetter

import apsw

from transom.engine.entities.listing import ListWish, SortKey
from transom.engine.entities.mail import MessageId
from transom.engine.store.database import Database
from transom.engine.store.list_conditions import Values, index_for, sieved, values_of
from transom.engine.store.mail import MailReader
from transom.engine.store.sort_keys import sender_key, subject_key


class OrderReader:
    """Reads whole orders; one of a million messages takes a second or two, and 8 MB."""

    def __init__(self, database: Database, mail: MailReader) -> None:
        self._db = database
        self._mail = mail

    def read_order(self, wish: ListWish) -> Sequence[MessageId]:
        """Return the ids of all that a list shows in its order; the newest first among equals."""
        members = ", ".join(str(int(one)) for one in self._mail.read_members(wish.folder))
        index, condition = index_for(wish)
        asked = (
            f"from message m {index} where m.folder in ({members}){condition}{sieved(wish, 'm')}"
        )
        with self._db.reading() as cx:
            if wish.sort in (SortKey.SENDER, SortKey.SUBJECT):
                return _by_words(cx, wish, asked)
            column = "m.size_bytes" if wish.sort is SortKey.SIZE else "m.id"
            order = "desc" if wish.is_descending else "asc"
            sql = f"select m.id {asked} order by {column} {order}, m.id desc"
            return array("q", (number for (number,) in cx.execute(sql, values_of(wish))))  # type: ignore[return-value]


def _by_words(cx: apsw.Connection, wish: ListWish, asked: str) -> Sequence[MessageId]:
    is_sender = wish.sort is SortKey.SENDER
    texts = _texts(cx, asked, values_of(wish), is_sender=is_sender)
    return sorted_by_words(texts, wish)


def sorted_by_words(texts: Iterable[tuple[int, str]], wish: ListWish) -> Sequence[MessageId]:
    """Sort by folded senders or subjects, in pieces: other threads have their turn.

    The newest come first, and equals stay as they came; what has no words comes last either way.
    """
    key_of = cache(sender_key) if wish.sort is SortKey.SENDER else subject_key
    pieces: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for number, words in texts:
        key = key_of(words)
        pieces[key[:2]].append((key, number))
    nameless = pieces.pop("", [])
    order: array[int] = array("q")
    for beginning in sorted(pieces, reverse=wish.is_descending):
        piece = sorted(pieces.pop(beginning), key=itemgetter(0), reverse=wish.is_descending)
        order.extend(number for _, number in piece)
    order.extend(number for _, number in nameless)
    return order  # type: ignore[return-value]  # an array is a sequence in all but name


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
