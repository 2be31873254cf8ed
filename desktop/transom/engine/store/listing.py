"""Lists of messages in date order: one by one, or with a row for a conversation."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any

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
        """Return which rows follow ``after``, as far as one look goes."""
        members = self._mail.read_members(wish.folder)
        with self._db.reading() as cx:
            runs = [_run(cx, wish, folder, after, limit) for folder in members]
            ends = [run.reached for run in runs if run.reached is not None]
        end = (max if wish.is_descending else min)(ends) if ends else None
        ids = tuple(islice(_merged(runs, wish, end), limit))
        if len(ids) == limit:
            return ListPage(ids, ids[-1], is_whole=False)
        return ListPage(ids, end, is_whole=end is None)

    def read_heads(self, wish: ListWish, heads: Sequence[MessageId]) -> list[MessageLine]:
        """Return those of these rows that exist, with what they say of their conversations."""
        with self._db.reading() as cx:
            return _rows(cx, wish, heads)

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
    if not wish.makes_conversations:
        return lines
    shared = [
        line for line in lines if line.conversation is not None and line.conversation_size > 1
    ]
    few = [line for line in shared if line.conversation_size < MOST_GROUPED]
    groups = _groups(cx, wish, few, limit=-1)
    for line in shared:
        if line.conversation_size >= MOST_GROUPED:
            groups |= _groups(cx, wish, [line], MOST_GROUPED)
    return [replace(line, group=groups[line.id]) if line.id in groups else line for line in lines]


def _groups(
    cx: apsw.Connection, wish: ListWish, heads: Sequence[MessageLine], limit: int
) -> dict[MessageId, Group]:
    """Tell of the messages that share these rows, where there are others."""
    if not heads:
        return {}
    keys = ", ".join(f"({one.account}, {one.folder}, {one.conversation})" for one in heads)
    rows = cx.execute(
        "select m.account, m.folder, m.conversation, m.is_read or m.is_seen, m.sender_name,"  # noqa: S608
        " m.sender_address, m.is_flagged, m.has_attachments"
        " from (select 0 as a, 0 as f, 0 as c where 0 union all values " + keys + ") k"
        " cross join message m indexed by message_by_conversation on m.account = k.a"
        f" and m.conversation = k.c and m.folder = k.f{sieved(wish, 'm')}"
        " order by m.id desc limit :limit",
        {**values_of(wish), "limit": limit},
    )
    found: defaultdict[tuple[int, int, int | None], list[Any]] = defaultdict(list)
    for account, folder, conversation, *facts in rows:
        found[account, folder, conversation].append(facts)
    groups = {one.id: found[one.account, one.folder, one.conversation] for one in heads}
    return {head: _group(rows) for head, rows in groups.items() if len(rows) > 1}


def _group(rows: Sequence[Any]) -> Group:
    people = dict.fromkeys(Person(row[1], row[2]) for row in rows)
    return Group(
        count=len(rows),
        fresh_count=sum(not row[0] for row in rows),
        people=tuple(people)[:_MOST_NAMED],
        is_flagged=any(row[3] for row in rows),
        has_attachments=any(row[4] for row in rows),
    )
