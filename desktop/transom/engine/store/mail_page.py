"""Writes one page of messages within one transaction: added, changed, moved, removed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import apsw

from transom.engine.changes import Change, Kind
from transom.engine.entities.accounts import AccountId, RemoteId
from transom.engine.entities.mail import (
    Attachment,
    AttachmentId,
    Body,
    FolderId,
    Headers,
    Meeting,
    Message,
    MessageId,
)
from transom.engine.errors import StoreError
from transom.engine.store.columns import pack
from transom.engine.store.headers import write_headers
from transom.engine.store.message_index import MessageIndex
from transom.engine.store.message_rows import (
    MESSAGE_COLUMNS,
    TIE_BITS,
    Row,
    received_second,
    row_from_message,
    text_from_meeting,
)
from transom.engine.store.transaction import Transaction, clean, cleaned

_COLUMNS = MESSAGE_COLUMNS.split(", ")
_INSERT = f"insert into message (id, {MESSAGE_COLUMNS}) values (?{', ?' * len(_COLUMNS)})"  # noqa: S608
_UPDATE = f"update message set {', '.join(f'{name} = ?' for name in _COLUMNS)} where id = ?"  # noqa: S608
_SELECT = f"select id, {MESSAGE_COLUMNS} from message where account = ? and remote_id = ?"  # noqa: S608
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

    def save(self, messages: Sequence[Message]) -> None:
        """Add or renew messages, oldest first; of several with one id the last one counts."""
        latest = {message.remote_id: message for message in messages}
        for message in sorted(latest.values(), key=received_second):
            row = cleaned(row_from_message(message, self._account, self._folder))
            old = self._tx.run(_SELECT, (self._account, message.remote_id)).fetchone()
            if old is None:
                self._add(received_second(message), row)
            else:
                self._renew(MessageId(old[0]), old[1:], received_second(message), row)

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
        for remote_id in remote_ids:
            self._tx.run(
                "delete from guest where folder = ? and remote_id = ?", (self._folder, remote_id)
            )

    def _lies_here(self, remote_id: RemoteId) -> bool:
        sql = "select 1 from message where account = ? and remote_id = ? and folder = ?"
        found = self._tx.run(sql, (self._account, remote_id, self._folder))
        return found.get is not None

    def remove(self, remote_ids: Iterable[RemoteId]) -> None:
        """Remove messages that still lie in this folder; one that moved on is left alone."""
        for remote_id in remote_ids:
            number = self._tx.run(
                "select id from message where account = ? and remote_id = ? and folder = ?",
                (self._account, remote_id, self._folder),
            ).get
            if number is not None:
                self._index.remove(self._tx, number)
                self._tx.run("delete from message where id = ?", (number,))
                self._removed.append(number)
                self._tell(self._folder, number)

    def remove_all_but(self, seen: Collection[str]) -> None:
        """Remove what lies in this folder without having been named."""
        rows = self._tx.run("select remote_id from message where folder = ?", (self._folder,))
        self.remove([RemoteId(str(row[0])) for row in rows if row[0] not in seen])

    def saved(self) -> SavedPage:
        """Say what was done."""
        return SavedPage(tuple(self._added), tuple(self._changed), tuple(self._removed))

    def _add(self, second: int, row: Row) -> None:
        number = self._free_id(second, row)
        self._tx.cx.execute(_INSERT, (number, *row))
        if self._late_from is not None and number >= self._late_from:
            self._index.defer(self._tx, number)
        else:
            self._index.save(self._tx, number)
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
            self._index.save(self._tx, number)
        self._changed.append(number)
        self._tell(self._folder, number)

    def _move(self, number: MessageId, second: int, row: Row) -> MessageId:
        """Give a message the id of another second; body and attachments follow by their keys."""
        target = self._free_id(second, row)
        self._index.remove(self._tx, number)
        self._tx.cx.execute("update message set id = ? where id = ?", (target, number))
        return target

    def _free_id(self, second: int, row: Row) -> MessageId:
        """Choose an id within the second; the same message gets the same one, if it can."""
        tie = crc32(f"{self._account} {row[_REMOTE_ID]!r}".encode())
        for step in range(_TIES):
            number = second << TIE_BITS | (tie + step) % _TIES
            if not self._tx.cx.execute("select 1 from message where id = ?", (number,)).get:
                return MessageId(number)
        raise StoreError("A million messages claim to have arrived in the same second.")

    def _tell(self, folder: object, number: MessageId) -> None:
        assert isinstance(folder, int)
        self._tx.tell(Change(Kind.MESSAGES, self._account, folder, (number,)))


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


def write_body(
    tx: Transaction,
    index: MessageIndex,
    message: MessageId,
    body: Body,
    attachments: Sequence[Attachment],
    meeting: Meeting | None,
    headers: Headers | None = None,
) -> bool:
    """Keep what came with a message's body; say whether the message is still there."""
    sql = "select account, folder, size_bytes from message where id = ?"
    row = tx.run(sql, (message,)).fetchone()
    if row is None:
        return False
    content = pack(body.content)
    tx.run(
        "insert or replace into body (id, is_html, content) values (?, ?, ?)",
        (message, int(body.is_html), content),
    )
    has_files = bool(attachments) or row[2] > 0  # a size is known once there was a text
    if has_files:
        _write_attachments(tx, message, attachments)
    if headers is not None:
        write_headers(tx, message, headers)
    size_bytes = len(content) + sum(one.size_bytes for one in attachments)
    tx.run(
        "update message set has_body = 1, meeting = ?, size_bytes = ? where id = ?",
        (text_from_meeting(meeting), size_bytes, message),
    )
    index.save(tx, message, body, has_files=has_files)
    tx.tell(Change(Kind.BODIES, row[0], row[1], (message,)))
    return True


def _write_attachments(
    tx: Transaction, message: MessageId, attachments: Sequence[Attachment]
) -> None:
    # Ids, and contents of the same size, are kept.
    stays = {clean(one.remote_id): one for one in attachments}
    rows = tx.run(
        "select id, remote_id, size_bytes from attachment where message = ?", (message,)
    ).fetchall()
    for number, remote_id, size in rows:
        if remote_id not in stays:
            tx.run("delete from attachment where id = ?", (number,))
        elif stays[remote_id].size_bytes != size:
            tx.run("delete from attachment_content where id = ?", (number,))
            tx.run("delete from attachment_text where id = ?", (number,))
            tx.run("update attachment set text_state = 0 where id = ?", (number,))
    for one in attachments:
        tx.run(
            "insert into attachment (message, remote_id, kind, name, content_type, size_bytes,"
            " is_inline, content_id, source_url) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " on conflict (message, remote_id) do update set kind = excluded.kind,"
            " name = excluded.name, content_type = excluded.content_type,"
            " size_bytes = excluded.size_bytes, is_inline = excluded.is_inline,"
            " content_id = excluded.content_id, source_url = excluded.source_url",
            (
                message,
                one.remote_id,
                one.kind.value,
                one.name,
                one.content_type,
                one.size_bytes,
                int(one.is_inline),
                one.content_id,
                one.source_url,
            ),
        )


def make_room(tx: Transaction, newest: AttachmentId, most_bytes: int) -> None:
    """Let go of attachments' bytes, the oldest mail's first, until the rest is few enough."""
    rows: list[Any] = tx.run(
        "select c.id, length(c.content) from attachment_content c"
        " join attachment a on a.id = c.id order by c.id = ? desc, a.message desc",
        (newest,),
    ).fetchall()
    total = 0
    for number, size in rows:
        total += size
        if total > most_bytes and number != newest:
            tx.run("delete from attachment_content where id = ?", (number,))
