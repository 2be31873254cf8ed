"""Lists of messages in date order: one by one, or with a row for a conversation."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import merge
from itertools import islice

import apsw

from transom.engine.entities.accounts import Person
from transom.engine.entities.listing import GroupKey, ListPage, ListWish
from transom.engine.entities.mail import MOST_GROUPED, FolderId, Group, MessageId, MessageLine
from transom.engine.store.database import Database
from transom.engine.store.list_conditions import (
    Values,
    index_for,
    is_first,
    reads_rows,
    sieved,
    values_of,
)
from transom.engine.store.mail import MailReader
from transom.engine.store.message_rows import LINE_COLUMNS, line_from_row, received_since

LOOKED_AT_ONCE = 2_000
"""So many messages are looked at for one page; it may be short, or empty, and not the last."""

_ROWS_LOOKED_AT = 400
"""So many where the index does not tell all that the sieve asks, and rows are read for it."""

_MOST_NAMED = 6
_BEYOND = 1 << 62


class ListReader:
    """Reads lists on the calling thread.

    A conversation's row is the newest of its messages that the list shows. The index is asked for
    that at each message on the way, a microsecond each, so that nothing must be kept in step.
    """

    def __init__(self, database: Database, mail: MailReader) -> None:
        self._db = database
        self._mail = mail

    def read_page(self, wish: ListWish, after: MessageId | None, limit: int) -> ListPage:
        """Return the rows that follow ``after``, as far as one look goes."""
        members = self._mail.read_members(wish.folder)
        with self._db.reading() as cx:
            runs = [_run(cx, wish, folder, after, limit) for folder in members]
            ends = [run.reached for run in runs if run.reached is not None]
            end = (max if wish.is_descending else min)(ends) if ends else None
            ids = list(islice(_merged(runs, wish, end), limit))
            lines = tuple(_rows(cx, wish, ids))
        if len(ids) == limit:
            return ListPage(lines, ids[-1], is_whole=False)
        return ListPage(lines, end, is_whole=end is None)

    def read_rows(self, wish: ListWish, messages: Iterable[MessageId]) -> list[MessageLine]:
        """Return the rows that these messages stand in, as far as the list shows them."""
        members = ", ".join(str(int(one)) for one in self._mail.read_members(wish.folder))
        sql = (
            "select m.account, m.folder, m.conversation from message m"  # noqa: S608
            f" where m.id = :id and m.folder in ({members}){sieved(wish, 'm')}"
        )
        values = values_of(wish)
        with self._db.reading() as cx:
            found: set[MessageId] = set()
            for message in messages:
                row = cx.execute(sql, values | {"id": message}).fetchone()
                if row is not None and wish.makes_conversations and row[2] is not None:
                    found.update(_newest(cx, wish, GroupKey(*row), 1))
                elif row is not None:
                    found.add(message)
            return _rows(cx, wish, sorted(found, reverse=wish.is_descending))

    def read_conversations(self, wish: ListWish, keys: Iterable[GroupKey]) -> list[MessageLine]:
        """Return these conversations' rows, as far as the list shows anything of them."""
        members = self._mail.read_members(wish.folder)
        with self._db.reading() as cx:
            found = {
                number
                for key in keys
                if key.folder in members
                for number in _newest(cx, wish, key, 1)
            }
            return _rows(cx, wish, sorted(found, reverse=wish.is_descending))

    def read_conversation(self, wish: ListWish, key: GroupKey) -> list[MessageLine]:
        """Return the messages that share a row, newest first, its own at their head."""
        with self._db.reading() as cx:
            return _lines(cx, _newest(cx, wish, key, MOST_GROUPED))

    def read_mail_names(self, messages: Sequence[MessageId]) -> dict[MessageId, str]:
        """Return what the senders' programs call these messages: copies of a mail share it."""
        marks = ", ".join("?" * len(messages))
        with self._db.reading() as cx:
            rows = cx.execute(
                f"select id, internet_message_id from message where id in ({marks})",  # noqa: S608
                tuple(messages),
            )
            return {MessageId(number): str(name) for number, name in rows}

    def first_id(self, at: datetime) -> MessageId:
        """Return the least id that a message received at an instant, or later, can have."""
        return received_since(at)

    def read_lines(self, messages: Sequence[MessageId]) -> list[MessageLine]:
        """Return those of these messages that exist, in this order."""
        with self._db.reading() as cx:
            return _lines(cx, messages)


@dataclass(frozen=True, slots=True)
class _Run:
    """The next ids of one folder, and where the look ended; None at the folder's own end."""

    ids: list[MessageId]
    reached: MessageId | None


def _run(
    cx: apsw.Connection, wish: ListWish, folder: FolderId, after: MessageId | None, limit: int
) -> _Run:
    order, later, until = ("desc", "<", ">=") if wish.is_descending else ("asc", ">", "<=")
    index, condition = index_for(wish)
    begin = after if after is not None else _BEYOND * wish.is_descending
    values: Values = {**values_of(wish), "folder": folder, "begin": begin, "limit": limit}
    asked = f"from message m {index} where m.folder = :folder{condition} and m.id {later} :begin"
    ordered = f"order by m.id {order} limit"
    looks = min(LOOKED_AT_ONCE, _ROWS_LOOKED_AT if reads_rows(wish) else LOOKED_AT_ONCE)
    end = cx.execute(f"select m.id {asked} {ordered} 1 offset {looks - 1}", values).get
    if end is not None:
        asked += f" and m.id {until} :end"
        values["end"] = end
    first = is_first(wish, "m") if wish.makes_conversations else ""
    rows = cx.execute(f"select m.id {asked}{sieved(wish, 'm')}{first} {ordered} :limit", values)
    ids = [MessageId(number) for (number,) in rows]
    return _Run(ids, ids[-1] if len(ids) == limit else end)


def _merged(runs: Sequence[_Run], wish: ListWish, end: MessageId | None) -> Iterator[MessageId]:
    """Join runs as far as each of them goes: beyond that something may come in between."""
    for number in merge(*(run.ids for run in runs), reverse=wish.is_descending):
        if end is not None and number != end and (number > end) != wish.is_descending:
            return
        yield number


def _newest(cx: apsw.Connection, wish: ListWish, key: GroupKey, limit: int) -> list[MessageId]:
    values: Values = {
        **values_of(wish),
        "account": key.account,
        "folder": key.folder,
        "conversation": key.conversation,
        "limit": limit,
    }
    rows = cx.execute(
        "select m.id from message m indexed by message_by_conversation where m.account = :account"  # noqa: S608
        f" and m.conversation = :conversation and m.folder = :folder{sieved(wish, 'm')}"
        " order by m.id desc limit :limit",
        values,
    )
    return [MessageId(number) for (number,) in rows]


def _lines(cx: apsw.Connection, ids: Sequence[MessageId]) -> list[MessageLine]:
    if not ids:
        return []
    marks = ", ".join("?" * len(ids))
    rows = cx.execute(f"select {LINE_COLUMNS} from message m where m.id in ({marks})", tuple(ids))  # noqa: S608
    found = {row[0]: line_from_row(row) for row in rows}
    return [found[number] for number in ids if number in found]


def _rows(cx: apsw.Connection, wish: ListWish, ids: Sequence[MessageId]) -> list[MessageLine]:
    lines = _lines(cx, ids)
    return [_grouped(cx, wish, line) for line in lines] if wish.makes_conversations else lines


def _grouped(cx: apsw.Connection, wish: ListWish, line: MessageLine) -> MessageLine:
    """Tell of the messages that share the row of one that has others."""
    if line.conversation is None or line.conversation_size == 1:
        return line
    values: Values = {
        **values_of(wish),
        "account": line.account,
        "folder": line.folder,
        "conversation": line.conversation,
    }
    rows = cx.execute(
        "select m.is_read or m.is_seen, m.sender_name, m.sender_address,"  # noqa: S608
        " m.is_flagged, m.has_attachments from message m"
        " indexed by message_by_conversation where m.account = :account"
        f" and m.conversation = :conversation and m.folder = :folder{sieved(wish, 'm')}"
        f" order by m.id desc limit {MOST_GROUPED}",
        values,
    ).fetchall()
    if len(rows) < 2:
        return line
    people = dict.fromkeys(Person(str(row[1]), str(row[2])) for row in rows)
    group = Group(
        count=len(rows),
        fresh_count=sum(not row[0] for row in rows),
        people=tuple(people)[:_MOST_NAMED],
        is_flagged=any(row[3] for row in rows),
        has_attachments=any(row[4] for row in rows),
    )
    return replace(line, group=group)
