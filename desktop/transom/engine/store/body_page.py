"""Writes texts of messages, and what came with them, within one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transom.engine.changes import Change, Kind
from transom.engine.entities.accounts import AccountId
from transom.engine.entities.mail import (
    Attachment,
    AttachmentId,
    Body,
    FolderId,
    Headers,
    Meeting,
    MessageId,
)
from transom.engine.store.columns import pack
from transom.engine.store.headers import WRITE_HEAD, packed_headers
from transom.engine.store.html_text import text_from_html
from transom.engine.store.message_index import MessageIndex
from transom.engine.store.message_rows import text_from_meeting
from transom.engine.store.transaction import Transaction, clean

FullBody = tuple[MessageId, Body, Sequence[Attachment], Meeting | None, Headers | None]
"""A message's text and what came with it; the head only where it was asked for."""

# "insert or replace" of a row that refers to another opens a savepoint, and at each of those FTS5
# writes its memory to the disk: an update in case of a conflict opens none.
_WRITE_BODY = (
    "insert into body (id, is_html, content) values (?, ?, ?)"
    " on conflict (id) do update set is_html = excluded.is_html, content = excluded.content"
)
_MARK = "update message set has_body = 1, meeting = ?, size_bytes = ? where id = ?"
_WRITE_ATTACHMENT = (
    "insert into attachment (message, remote_id, kind, name, content_type, size_bytes,"
    " is_inline, content_id, source_url) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " on conflict (message, remote_id) do update set kind = excluded.kind,"
    " name = excluded.name, content_type = excluded.content_type,"
    " size_bytes = excluded.size_bytes, is_inline = excluded.is_inline,"
    " content_id = excluded.content_id, source_url = excluded.source_url"
)


@dataclass(frozen=True, slots=True)
class PackedBody:
    """A text as it goes into the store; all that needs no store is done before."""

    message: MessageId
    is_html: bool
    content: bytes
    text: Body
    """What can be found of it, without markup."""
    attachments: Sequence[Attachment]
    meeting: str
    head: bytes | None

    @property
    def size_bytes(self) -> int:
        """Text and attachments together."""
        return len(self.content) + sum(one.size_bytes for one in self.attachments)


def packed(full: FullBody) -> PackedBody:
    """Make a text ready to be written; for any thread."""
    message, body, attachments, meeting, headers = full
    head = None if headers is None else packed_headers(headers)
    return PackedBody(
        message,
        body.is_html,
        pack(body.content),
        Body(False, text_from_html(body.content)) if body.is_html else body,
        attachments,
        text_from_meeting(meeting),
        head,
    )


def write_bodies(
    tx: Transaction, index: MessageIndex, bodies: Iterable[PackedBody]
) -> set[MessageId]:
    """Keep texts, oldest first; return the messages that are still there."""
    # The index grows by appending, and is written last, at one go.
    ordered = sorted(bodies, key=lambda one: one.message)
    known = _known(tx, [one.message for one in ordered])
    here = [one for one in ordered if one.message in known]
    tx.run_many(_WRITE_BODY, [(one.message, int(one.is_html), one.content) for one in here])
    # A size is known once there was a text: then there may have been attachments too.
    with_files = {
        one.message for one in here if one.attachments or known[one.message].size_bytes > 0
    }
    for one in here:
        if one.message in with_files:
            _write_attachments(tx, one.message, one.attachments)
    tx.run_many(WRITE_HEAD, [(one.message, one.head) for one in here if one.head is not None])
    tx.run_many(_MARK, [(one.meeting, one.size_bytes, one.message) for one in here])
    for one in tx.courtesy.between(here):
        index.save(tx, one.message, one.text, has_files=one.message in with_files)
        place = known[one.message]
        tx.tell(Change(Kind.BODIES, place.account, place.folder, (one.message,)))
    return {one.message for one in here}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a message lies, and the size that was known of it."""

    account: AccountId
    folder: FolderId
    size_bytes: int


def _known(tx: Transaction, messages: Sequence[MessageId]) -> Mapping[MessageId, _Place]:
    marks = ", ".join("?" * len(messages))
    rows: list[Any] = tx.run(
        f"select id, account, folder, size_bytes from message where id in ({marks})",  # noqa: S608
        messages,
    ).fetchall()
    return {row[0]: _Place(*row[1:]) for row in rows}


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
    tx.run_many(
        _WRITE_ATTACHMENT,
        [
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
            )
            for one in attachments
        ],
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
