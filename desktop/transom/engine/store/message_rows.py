"""Messages as rows: what lies in which column, both ways."""

from datetime import datetime
from hashlib import blake2b
from typing import Any, TypeAlias

from transom.engine.entities.accounts import AccountId, Person, RemoteId
from transom.engine.entities.mail import (
    Attachment,
    AttachmentId,
    AttachmentKind,
    Folder,
    FolderId,
    Importance,
    Meeting,
    Message,
    MessageId,
    MessageKind,
    MessageLine,
)
from transom.engine.entities.spans import Span
from transom.engine.store.columns import (
    day_from_text,
    json_from_text,
    pairs_from_people,
    people_from_pairs,
    seconds_from_time,
    text_from_day,
    text_from_json,
    time_from_seconds,
    words_from_text,
)
from transom.engine.store.transaction import Value

Row: TypeAlias = tuple[Value, ...]

TIE_BITS = 20
_FIRST_SECOND = 1
_LAST_SECOND = 4_102_444_799  # the end of 2099: "no date" is told as year 1 or year 9999

_IMPORTANCES = {one.value: one for one in Importance}
_KINDS = {one.value: one for one in MessageKind}

MESSAGE_COLUMNS = (
    "account, folder, remote_id, sender_name, sender_address, subject, preview, is_read, is_draft,"
    " is_flagged, is_focused, has_attachments, importance, kind, categories, conversation,"
    " conversation_id, sent_at, recipients, internet_message_id, web_link, change_key"
)
LINE_COLUMNS = (
    "m.id, m.account, m.folder, m.sender_name, m.sender_address, m.subject, m.preview, m.is_read,"
    " m.is_flagged, m.has_attachments, m.importance, m.kind, m.categories,"
    " case when m.conversation is null then 1 else (select count(*) from (select 1 from message c"
    " where c.account = m.account and c.conversation = m.conversation limit 100)) end,"
    " m.is_focused, m.is_seen, m.size_bytes, m.conversation,"
    " iif((select well_known from folder where id = m.folder)"
    " in ('sentitems', 'drafts', 'outbox'), m.recipients, '')"
)
FOLDER_COLUMNS = (
    "id, account, remote_id, parent_remote_id, name, well_known, unread_count, total_count,"
    " is_hidden"
)
ATTACHMENT_COLUMNS = (
    "id, remote_id, kind, name, content_type, size_bytes, is_inline, content_id, source_url"
)


def received_second(message: Message) -> int:
    """Return the second a message is filed under, between 1970 and 2099."""
    return min(max(seconds_from_time(message.received_at), _FIRST_SECOND), _LAST_SECOND)


def received_since(at: datetime) -> MessageId:
    """Return the first id that a message received at this instant, or later, can have."""
    return MessageId(max(0, seconds_from_time(at)) << TIE_BITS)


def row_from_message(message: Message, account: AccountId, folder: FolderId) -> Row:
    """Return MESSAGE_COLUMNS."""
    recipients = [
        pairs_from_people(people)
        for people in (message.to, message.cc, message.bcc, message.reply_to)
    ]
    return (
        account,
        folder,
        message.remote_id,
        message.sender.name,
        message.sender.address,
        message.subject,
        message.preview,
        int(message.is_read),
        int(message.is_draft),
        int(message.is_flagged),
        int(message.is_focused),
        int(message.has_attachments),
        message.importance.value,
        message.kind.value,
        text_from_json(message.categories),
        conversation_number(message.conversation_id),
        message.conversation_id,
        None if message.sent_at is None else seconds_from_time(message.sent_at),
        text_from_json(recipients if any(recipients) else None),
        message.internet_message_id,
        message.web_link,
        message.change_key,
    )


def conversation_number(conversation_id: str) -> int | None:
    """Shorten a conversation's long id, so that its index stays small."""
    if not conversation_id:
        return None
    digest = blake2b(conversation_id.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def message_from_row(row: tuple[Any, ...]) -> Message:
    """Read the id, the folder's remote id, MESSAGE_COLUMNS, then the meeting."""
    people = json_from_text(row[20]) or ((), (), (), ())
    to, cc, bcc, reply_to = (people_from_pairs(pairs) for pairs in people)
    return Message(
        id=MessageId(row[0]),
        folder_remote_id=RemoteId(row[1]),
        account=AccountId(row[2]),
        folder=FolderId(row[3]),
        remote_id=RemoteId(row[4]),
        sender=Person(row[5], row[6]),
        subject=row[7],
        preview=row[8],
        is_read=bool(row[9]),
        is_draft=bool(row[10]),
        is_flagged=bool(row[11]),
        is_focused=bool(row[12]),
        has_attachments=bool(row[13]),
        importance=Importance(row[14]),
        kind=MessageKind(row[15]),
        categories=words_from_text(row[16]),
        conversation_id=row[18],
        sent_at=None if row[19] is None else time_from_seconds(row[19]),
        to=to,
        cc=cc,
        bcc=bcc,
        reply_to=reply_to,
        internet_message_id=row[21],
        web_link=row[22],
        change_key=row[23],
        meeting=meeting_from_text(row[24]),
        received_at=time_from_seconds(row[0] >> TIE_BITS),
    )


def text_from_meeting(meeting: Meeting | None) -> str:
    """Write a meeting as JSON; none is ''."""
    if meeting is None:
        return ""
    span = meeting.span
    return text_from_json(
        [
            seconds_from_time(span.starts_at),
            seconds_from_time(span.ends_at),
            text_from_day(span.first_day),
            text_from_day(span.end_day),
            meeting.location,
            meeting.event_remote_id,
        ]
    )


def meeting_from_text(text: str) -> Meeting | None:
    """Read what ``text_from_meeting`` wrote."""
    if not text:
        return None
    start, end, first, last, location, event = json_from_text(text)
    span = Span(
        time_from_seconds(start), time_from_seconds(end), day_from_text(first), day_from_text(last)
    )
    return Meeting(span, location, RemoteId(event))


def line_from_row(row: tuple[Any, ...]) -> MessageLine:
    """Read LINE_COLUMNS; a list reads hundreds at once, so nothing is named or looked for twice."""
    number = row[0]
    return MessageLine(
        number,
        row[1],
        row[2],
        Person(row[3], row[4]),
        row[5],
        row[6],
        time_from_seconds(number >> TIE_BITS),
        row[7] == 1,
        row[8] == 1,
        row[9] == 1,
        _IMPORTANCES[row[10]],
        _KINDS[row[11]],
        words_from_text(row[12]),
        row[13],
        row[14] == 1,
        row[15] == 1,
        row[16],
        row[17],
        receivers=_receivers_from_text(row[18]) if row[18] else (),
    )


def _receivers_from_text(text: str) -> tuple[Person, ...]:
    to, cc, bcc, _reply_to = json_from_text(text) or ((), (), (), ())
    return people_from_pairs(to or cc or bcc)


def folder_from_row(row: tuple[Any, ...], seen_count: int = 0) -> Folder:
    """Read FOLDER_COLUMNS."""
    return Folder(
        id=FolderId(row[0]),
        account=AccountId(row[1]),
        remote_id=RemoteId(row[2]),
        parent_remote_id=RemoteId(row[3]),
        name=row[4],
        well_known=row[5],
        unread_count=row[6],
        total_count=row[7],
        is_hidden=bool(row[8]),
        seen_count=seen_count,
    )


def attachment_from_row(row: tuple[Any, ...]) -> Attachment:
    """Read ATTACHMENT_COLUMNS."""
    return Attachment(
        id=AttachmentId(row[0]),
        remote_id=RemoteId(row[1]),
        kind=AttachmentKind(row[2]),
        name=row[3],
        content_type=row[4],
        size_bytes=row[5],
        is_inline=bool(row[6]),
        content_id=row[7],
        source_url=row[8],
    )
