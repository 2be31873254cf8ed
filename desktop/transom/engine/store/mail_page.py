"""Writes one page of messages within one transaction: added, changed, moved, removed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any
from zlib import crc32

import apsw

from transom.engine.changes import Change, Kind
from transom.engine.entities.accounts import AccountId, RemoteId
from transom.engine.entities.mail import (
    FolderId,
    Message,
    MessageId,
)
from transom.engine.errors import StoreError
from transom.engine.store.message_index import MessageIndex
from transom.engine.store.message_rows import (
    MESSAGE_COLUMNS,
    TIE_BITS,
    Row,
    received_second,
    row_from_message,
)
from transom.engine.store.places import is_nobody_at, place_to_note
from transom.engine.store.transaction import Transaction, Value, clean, cleaned

_COLUMNS = MESSAGE_COLUMNS.split(", ")
_ROW = f"id, place, {MESSAGE_COLUMNS}"
_INSERT = f"insert into message ({_ROW}) values (?, ?{', ?' * len(_COLUMNS)})"  # noqa: S608
_UPDATE = f"update message set {', '.join(f'{name} = ?' for name in _COLUMNS)} where id = ?"  # noqa: S608
_SELECT = f"select id, {MESSAGE_COLUMNS} from message where account = ? and remote_id in "  # noqa: S608
_FIND = "select id from message where account = ? and remote_id = ? and folder = ?"
_INDEXED = [
    _COLUMNS.index(name)
    for name in ("folder", "sender_name", "sender_address", "subject", "preview", "recipients")
]
_FOLDER = _COLUMNS.index("folder")
_REMOTE_ID = _COLUMNS.index("remote_id")
_CHANGE_KEY = _COLUMNS.index("change_key")
_IS_DRAFT = _COLUMNS.index("is_draft")
_FLAGS = [
    _COLUMNS.index(name)
    for name in ("folder", "is_read", "is_flagged", "is_focused", "importance", "categories")
]
_CONTENT = [
    _COLUMNS.index(name)
    for name in ("subject", "preview", "is_draft", "has_attachments", "recipients")
]
_TIES = 1 << TIE_BITS


@dataclass(frozen=True, slots=True)
class SavedPage:
    """What a page did to the store."""

    added: tuple[MessageId, ...] = ()
    changed: tuple[MessageId, ...] = ()
    removed: tuple[MessageId, ...] = ()

    @property
    def count(self) -> int:
        """How many messages are not as they were."""
        return len(self.added) + len(self.changed) + len(self.removed)


FiledRow = tuple[int, Row]
"""The second a message is filed under, and its columns."""


class PageWriter:
    """Messages of one folder within one transaction.

    What is new from ``late_from`` on waits to be indexed until its text comes.
    """

    def __init__(
        self,
        tx: Transaction,
        index: MessageIndex,
        account: AccountId,
        folder: FolderId,
        *,
        late_from: MessageId | None = None,
    ) -> None:
        self._tx = tx
        self._late_from = late_from
        self._index = index
        self._account = account
        self._folder = folder
        self._added: list[MessageId] = []
        self._changed: list[MessageId] = []
        self._removed: list[MessageId] = []
        self._to_index: list[MessageId] = []

    def save(self, messages: Sequence[Message]) -> None:
        """Add or renew messages; of several with one id the last one counts."""
        self.save_rows(rows_from_messages(messages, self._account, self._folder))

    def save_rows(self, rows: Sequence[FiledRow]) -> None:
        """Add or renew messages made ready by ``rows_from_messages``."""
        stored = self._stored([row[_REMOTE_ID] for _, row in rows])
        for second, row in self._tx.courtesy.between(rows):
            old = stored.get(row[_REMOTE_ID])
            if old is None:
                self._add(second, row)
            else:
                self._renew(MessageId(old[0]), old[1:], second, row)
        self._write_index()

    def _stored(self, remote_ids: Sequence[Value]) -> dict[Value, tuple[Any, ...]]:
        """Return what is known of messages, wherever they lie."""
        marks = ", ".join("?" * len(remote_ids))
        found: list[Any] = self._tx.run(
            f"{_SELECT} ({marks})", (self._account, *remote_ids)
        ).fetchall()
        return {row[1 + _REMOTE_ID]: row for row in found}

    def _write_index(self) -> None:
        # At one go: each row of other tables between two of the index makes it write to the disk.
        for number in self._tx.courtesy.between(self._to_index):
            self._index.save(self._tx, number)
        self._to_index.clear()

    def place(self, messages: Sequence[tuple[FolderId, Message]]) -> None:
        """Put messages that still lie in this folder where they are said to be."""
        for target, message in messages:
            if self._lies_here(message.remote_id):
                writer = PageWriter(self._tx, self._index, self._account, target)
                writer.save([message])
                if target != self._folder:
                    self._tx.run(
                        "insert or ignore into guest values (?, ?)", (target, message.remote_id)
                    )

    def note_named(self, remote_ids: Iterable[RemoteId]) -> None:
        """Pages of this folder speak of these: they will tell what becomes of them."""
        guests = self._tx.run("select remote_id from guest where folder = ?", (self._folder,))
        named = {row[0] for row in guests.fetchall()} & {clean(one) for one in remote_ids}
        self._tx.run_many(
            "delete from guest where folder = ? and remote_id = ?",
            [(self._folder, one) for one in named],
        )

    def _lies_here(self, remote_id: RemoteId) -> bool:
        return self._tx.run(_FIND, (self._account, remote_id, self._folder)).get is not None

    def remove(self, remote_ids: Iterable[RemoteId]) -> None:
        """Remove messages that still lie in this folder; one that moved on is left alone."""
        found = [self._tx.run(_FIND, (self._account, one, self._folder)).get for one in remote_ids]
        numbers = list(dict.fromkeys(MessageId(one) for one in found if one is not None))
        for number in numbers:
            self._index.remove(self._tx, number)
        self._tx.run_many("delete from message where id = ?", [(number,) for number in numbers])
        self._removed += numbers
        for number in numbers:
            self._tell(self._folder, number)

    def remove_all_but(self, seen: Collection[str]) -> None:
        """Remove what lies in this folder without having been named."""
        rows = self._tx.run("select remote_id from message where folder = ?", (self._folder,))
        self.remove([RemoteId(str(row[0])) for row in rows if row[0] not in seen])

    def saved(self) -> SavedPage:
        """Say what was done."""
        return SavedPage(tuple(self._added), tuple(self._changed), tuple(self._removed))

    def _add(self, second: int, row: Row) -> None:
        number, place = self._free_id(second, row)
        self._tx.cx.execute(_INSERT, (number, place, *row))
        if self._late_from is not None and number >= self._late_from:
            self._index.defer(self._tx, number)
        else:
            self._to_index.append(number)
        self._added.append(number)
        self._tell(self._folder, number)

    def _renew(self, number: MessageId, old: Row, second: int, row: Row) -> None:
        is_moved = number >> TIE_BITS != second
        if not is_moved and old == row:
            return
        self._tell(old[_FOLDER], number)
        if is_moved:
            number = self._move(number, second, row)
        self._tx.cx.execute(_UPDATE, (*row, number))
        if _may_have_new_body(old, row):
            self._tx.run("update message set has_body = 0 where id = ?", (number,))
        if is_moved or any(old[place] != row[place] for place in _INDEXED):
            self._to_index.append(number)
        self._changed.append(number)
        self._tell(self._folder, number)

    def _move(self, number: MessageId, second: int, row: Row) -> MessageId:
        """Give a message the id of another second; body and attachments follow by their keys."""
        target, place = self._free_id(second, row)
        self._index.remove(self._tx, number)
        sql = "update message set id = ?, place = ? where id = ?"
        self._tx.cx.execute(sql, (target, place, number))
        return target

    def _free_id(self, second: int, row: Row) -> tuple[MessageId, int | None]:
        """Choose an id within the second, and a place where the usual one is taken.

        The same message gets the same id, if it can.
        """
        cx, tie = self._tx.cx, crc32(f"{self._account} {row[_REMOTE_ID]!r}".encode())
        number = MessageId(second << TIE_BITS | tie % _TIES)
        if is_nobody_at(cx, number):
            return number, None
        for step in range(_TIES):
            number = MessageId(second << TIE_BITS | (tie + step) % _TIES)
            if not cx.execute("select 1 from message where id = ?", (number,)).get:
                return number, place_to_note(cx, number)
        raise StoreError("A million messages claim to have arrived in the same second.")

    def _tell(self, folder: object, number: MessageId) -> None:
        assert isinstance(folder, int)
        self._tx.tell(Change(Kind.MESSAGES, self._account, folder, (number,)))


def rows_from_messages(
    messages: Iterable[Message], account: AccountId, folder: FolderId
) -> list[FiledRow]:
    """Return messages as they are to be written, oldest first; for any thread."""
    latest: dict[Value, FiledRow] = {}
    for message in messages:
        row = cleaned(row_from_message(message, account, folder))
        latest[row[_REMOTE_ID]] = received_second(message), row
    return sorted(latest.values(), key=itemgetter(0))


def doubtful_in(cx: apsw.Connection, folder: FolderId) -> list[RemoteId]:
    """Return guests, and while a full round is under way what its pages have not named so far."""
    rows = cx.execute(
        "select g.remote_id from guest g join message m on m.remote_id = g.remote_id"
        " and m.folder = g.folder where g.folder = ?1"
        " union select remote_id from message where folder = ?1"
        " and exists (select 1 from folder where id = ?1 and is_shadow = 1) and remote_id"
        " not in (select remote_id from folder_shadow where folder = ?1)",
        (folder,),
    )
    return [RemoteId(str(row[0])) for row in rows]


def _may_have_new_body(old: Row, row: Row) -> bool:
    """Whether the server's mark changed, and flags and folder do not say why.

    Reading, flagging or moving a thousand messages must not fetch a thousand bodies again.
    """
    if row[_CHANGE_KEY] in ("", old[_CHANGE_KEY]) or not old[_CHANGE_KEY]:
        return False
    return (
        bool(row[_IS_DRAFT])
        or all(old[place] == row[place] for place in _FLAGS)
        or any(old[place] != row[place] for place in _CONTENT)
    )
