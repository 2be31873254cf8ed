"""Mail folders, messages, attachments and categories."""

import re
from datetime import UTC, datetime

import msgspec

from transom.engine.entities.accounts import Person, RemoteId
from transom.engine.entities.mail import (
    Attachment,
    AttachmentKind,
    Category,
    Folder,
    Header,
    Headers,
    Importance,
    Mark,
    Meeting,
    Message,
    MessageKind,
)
from transom.engine.graph.decoding import Item, OddItemError
from transom.engine.graph.shapes.calendar import EventItem, Place, location_of, span_of
from transom.engine.graph.shapes.values import (
    ItemBody,
    Recipient,
    ZonedTime,
    instant_of,
    people_of,
    text_of,
    texts_of,
)

_FOLD = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_MOST_HEADERS, _MOST_OF_A_HEADER = 1_000, 100_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_KINDS = {
    "#microsoft.graph.eventmessagerequest": MessageKind.INVITATION,
    "#microsoft.graph.eventmessageresponse": MessageKind.MEETING_ANSWER,
    # Requests and answers have types of their own: what is left of eventMessage is a cancellation.
    "#microsoft.graph.eventmessage": MessageKind.MEETING_CANCELLED,
}
_MEETINGS = {
    "meetingrequest": MessageKind.INVITATION,
    "meetingcancelled": MessageKind.MEETING_CANCELLED,
    "meetingaccepted": MessageKind.MEETING_ANSWER,
    "meetingtenativelyaccepted": MessageKind.MEETING_ANSWER,
    "meetingdeclined": MessageKind.MEETING_ANSWER,
}
_IMPORTANCES = {"low": Importance.LOW, "high": Importance.HIGH}
_ATTACHMENT_KINDS = {
    "#microsoft.graph.itemattachment": AttachmentKind.ITEM,
    "#microsoft.graph.referenceattachment": AttachmentKind.REFERENCE,
}


class FolderItem(Item, rename="camel"):
    """A mail folder."""

    display_name: str | None = None
    parent_folder_id: str | None = None
    child_folder_count: int | None = None
    unread_item_count: int | None = None
    total_item_count: int | None = None
    is_hidden: bool | None = None

    @property
    def is_search(self) -> bool:
        """Whether this only shows what lies in other folders."""
        return (self.odata_type or "").lower().endswith("mailsearchfolder")


class Flag(msgspec.Struct, rename="camel"):
    """A follow-up flag."""

    flag_status: str | None = None


class HeaderItem(msgspec.Struct):
    """One line of a message's head."""

    name: str | None = None
    value: str | None = None


class MessageItem(Item, rename="camel"):
    """A message; fields that were not selected, or that only meetings have, stay empty."""

    parent_folder_id: str | None = None
    subject: str | None = None
    body_preview: str | None = None
    from_: Recipient | None = msgspec.field(name="from", default=None)
    sender: Recipient | None = None
    received_date_time: str | None = None
    sent_date_time: str | None = None
    created_date_time: str | None = None
    to_recipients: list[Recipient | None] | None = None
    cc_recipients: list[Recipient | None] | None = None
    bcc_recipients: list[Recipient | None] | None = None
    reply_to: list[Recipient | None] | None = None
    is_read: bool | None = None
    is_draft: bool | None = None
    flag: Flag | None = None
    inference_classification: str | None = None
    has_attachments: bool | None = None
    importance: str | None = None
    meeting_message_type: str | None = None
    categories: list[str | None] | None = None
    conversation_id: str | None = None
    internet_message_id: str | None = None
    web_link: str | None = None
    etag: str | None = msgspec.field(name="@odata.etag", default=None)
    body: ItemBody | None = None
    start_date_time: ZonedTime | None = None
    end_date_time: ZonedTime | None = None
    is_all_day: bool | None = None
    location: Place | None = None
    event: EventItem | None = None
    internet_message_headers: list[HeaderItem | None] | None = None


class AttachmentItem(Item, rename="camel"):
    """An attachment without its content."""

    name: str | None = None
    content_type: str | None = None
    size: int | None = None
    is_inline: bool | None = None
    content_id: str | None = None
    source_url: str | None = None


class CategoryItem(Item, rename="camel"):
    """A category of the mailbox."""

    display_name: str | None = None
    color: str | None = None


def folder_from_json(item: FolderItem) -> Folder:
    """Turn a folder into ours; its well-known name is found out elsewhere."""
    return Folder(
        remote_id=RemoteId(item.id),
        parent_remote_id=RemoteId(item.parent_folder_id or ""),
        name=text_of(item.display_name),
        unread_count=max(0, item.unread_item_count or 0),
        total_count=max(0, item.total_item_count or 0),
        is_hidden=bool(item.is_hidden),
    )


def message_from_json(item: MessageItem) -> Message:
    """Turn a message into ours; without a date of arrival the next best date counts."""
    sent_at = instant_of(item.sent_date_time)
    received_at = (
        instant_of(item.received_date_time) or sent_at or instant_of(item.created_date_time)
    )
    senders = people_of((item.from_, item.sender))
    return Message(
        remote_id=RemoteId(item.id),
        folder_remote_id=RemoteId(item.parent_folder_id or ""),
        subject=text_of(item.subject),
        preview=text_of(item.body_preview),
        sender=senders[0] if senders else Person("", ""),
        received_at=max(received_at or _EPOCH, _EPOCH),
        sent_at=sent_at,
        to=people_of(item.to_recipients),
        cc=people_of(item.cc_recipients),
        bcc=people_of(item.bcc_recipients),
        reply_to=people_of(item.reply_to),
        # Without a word about it a message is not pushed at anybody as unread.
        is_read=item.is_read is not False,
        is_draft=bool(item.is_draft),
        is_flagged=item.flag is not None and (item.flag.flag_status or "").lower() == "flagged",
        is_focused=(item.inference_classification or "").lower() != "other",
        has_attachments=bool(item.has_attachments),
        importance=_IMPORTANCES.get((item.importance or "").lower(), Importance.NORMAL),
        kind=_kind_of(item),
        categories=texts_of(item.categories),
        conversation_id=text_of(item.conversation_id),
        internet_message_id=text_of(item.internet_message_id),
        web_link=text_of(item.web_link),
        change_key=text_of(item.etag),
    )


def mark_from_json(item: MessageItem) -> Mark:
    """Read what a line of a list says of a message's state."""
    received_at = instant_of(item.received_date_time)
    return Mark(RemoteId(item.id), text_of(item.etag), received_at)


def meeting_of(item: MessageItem) -> Meeting | None:
    """Return what a message says of its meeting: the event's own word counts before its own."""
    own = EventItem(
        start=item.start_date_time,
        end=item.end_date_time,
        is_all_day=item.is_all_day,
        location=item.location,
    )
    for event in (item.event, own):
        try:
            if event is not None:
                return Meeting(span_of(event), location_of(event), RemoteId(event.id))
        except OddItemError:
            continue
    return None


def headers_of(item: MessageItem) -> Headers:
    """Return a message's head, at most so much of it as a person could ever look at."""
    lines = item.internet_message_headers or ()
    named = [one for one in lines if one is not None and one.name]
    return tuple(
        Header(text_of(one.name).strip(), _unfolded(text_of(one.value)))
        for one in named[:_MOST_HEADERS]
    )


def _unfolded(value: str) -> str:
    return _FOLD.sub(" ", value[:_MOST_OF_A_HEADER]).strip()


def _kind_of(item: MessageItem) -> MessageKind:
    meeting = (item.meeting_message_type or "").lower()
    by_type = _KINDS.get((item.odata_type or "").lower(), MessageKind.MAIL)
    return _MEETINGS.get(meeting, by_type)


def attachment_from_json(item: AttachmentItem) -> Attachment:
    """Turn an attachment's facts into ours."""
    kind = _ATTACHMENT_KINDS.get((item.odata_type or "").lower(), AttachmentKind.FILE)
    return Attachment(
        remote_id=RemoteId(item.id),
        kind=kind,
        name=text_of(item.name),
        content_type=text_of(item.content_type),
        size_bytes=max(0, item.size or 0),
        is_inline=bool(item.is_inline),
        content_id=text_of(item.content_id).strip("<> "),
        source_url=text_of(item.source_url),
    )


def category_from_json(item: CategoryItem) -> Category:
    """Turn a category into ours; a category without a name is none."""
    name = text_of(item.display_name).strip()
    if not name:
        raise OddItemError("a category without a name")
    color = (item.color or "none").lower()
    return Category(name, color if color.startswith("preset") else "none")
