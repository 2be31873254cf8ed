"""Messages, folders and attachments in Graph's spelling, one function for each property."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2s
from urllib.parse import quote

import msgspec

from transom.demo.graph.call import Call, Json
from transom.demo.graph.heads import Copy, internet_headers, internet_message_id, sent_at
from transom.demo.graph.text import html_to_text, preview
from transom.demo.mailbox import documents
from transom.demo.mailbox.items import Address, Attachment, MailFolder, Message

MEETING_TYPES = {
    "request": ("#microsoft.graph.eventMessageRequest", "meetingRequest"),
    "accepted": ("#microsoft.graph.eventMessageResponse", "meetingAccepted"),
    "declined": ("#microsoft.graph.eventMessageResponse", "meetingDeclined"),
    "cancelled": ("#microsoft.graph.eventMessage", "meetingCancelled"),
}


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as one call sees it."""

    call: Call
    message: Message

    @property
    def id(self) -> str:
        return self.call.id_of("m", self.message.key, moves=self.message.moves)

    @property
    def copy(self) -> Copy:
        return Copy(self.message, self.call.mailbox.user.username)

    @property
    def change_key(self) -> str:
        return change_key("m", self.message.key, self.message.version)


def change_key(kind: str, key: int, version: int) -> str:
    mark = blake2s(f"{kind}/{key}/{version}".encode(), digest_size=16).digest()
    return base64.b64encode(b"\x09\x00\x00\x00\x16\x00\x00\x00" + mark).decode()


def etag(key: str) -> str:
    return f'W/"{key}"'


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def recipient(address: Address) -> Json:
    return {"emailAddress": {"name": address.name, "address": address.address}}


def recipients(addresses: tuple[Address, ...]) -> list[Json]:
    return [recipient(address) for address in addresses]


def sender(view: MessageView) -> Json | None:
    found = view.message.letter.sender
    return recipient(found) if found else None


def body(view: MessageView) -> Json:
    letter = view.message.letter
    if not letter.is_html:
        return {"contentType": "text", "content": letter.body}
    if view.call.prefer.body_type == "text":
        return {"contentType": "text", "content": html_to_text(letter.body)}
    return {"contentType": "html", "content": letter.body}


def topic(view: MessageView) -> str:
    return view.message.letter.topic or str(view.message.key)


def conversation_index(view: MessageView) -> str:
    head = b"\x01\xdc" + blake2s(topic(view).encode(), digest_size=20).digest()
    return base64.b64encode(head + view.message.key.to_bytes(8, "big")[-5:]).decode()


def web_link(view: MessageView) -> str:
    query = f"ItemID={quote(view.id, safe='')}&exvsurl=1&viewmodel=ReadMessageItem"
    return f"https://outlook.contoso.example/owa/?{query}"


MessageField = Callable[[MessageView], object]
MESSAGE_FIELDS: dict[str, MessageField] = {
    "createdDateTime": lambda v: stamp(v.message.received_at),
    "lastModifiedDateTime": lambda v: stamp(
        v.message.received_at + timedelta(seconds=v.message.version)
    ),
    "changeKey": lambda v: v.change_key,
    "categories": lambda v: list(v.message.letter.categories),
    "receivedDateTime": lambda v: stamp(v.message.received_at),
    "sentDateTime": lambda v: stamp(sent_at(v.message)),
    "hasAttachments": lambda v: any(not one.is_inline for one in v.message.letter.attachments),
    "internetMessageId": lambda v: internet_message_id(v.message),
    "subject": lambda v: v.message.letter.subject,
    "bodyPreview": lambda v: preview(v.message.letter),
    "importance": lambda v: v.message.letter.importance,
    "parentFolderId": lambda v: v.call.mailbox.ids.make("f", v.message.folder),
    "conversationId": lambda v: v.call.mailbox.ids.make_conversation(topic(v)),
    "conversationIndex": conversation_index,
    "isDeliveryReceiptRequested": lambda v: None if v.message.letter.meeting else False,
    "isReadReceiptRequested": lambda v: False,
    "isRead": lambda v: v.message.is_read,
    "isDraft": lambda v: v.message.is_draft,
    "webLink": web_link,
    "inferenceClassification": lambda v: "focused" if v.message.letter.is_focused else "other",
    "body": body,
    "sender": sender,
    "from": sender,
    "toRecipients": lambda v: recipients(v.message.letter.to),
    "ccRecipients": lambda v: recipients(v.message.letter.cc),
    "bccRecipients": lambda v: [],
    "replyTo": lambda v: recipients(v.message.letter.reply_to),
    "flag": lambda v: {"flagStatus": v.message.letter.flag},
}
MESSAGE_DEFAULTS = tuple(MESSAGE_FIELDS)
HEAD = "internetMessageHeaders"
BODIES = frozenset({"body", "bodyPreview", "uniqueBody"})  # what basic permissions do not show
MESSAGE_FIELDS[HEAD] = lambda v: internet_headers(v.copy)
MESSAGE_FIELDS["uniqueBody"] = body
MESSAGE_FIELDS["meetingMessageType"] = lambda v: (
    MEETING_TYPES[v.message.letter.meeting.kind][1] if v.message.letter.meeting else None
)


def message_type(message: Message) -> str:
    meeting = message.letter.meeting
    return MEETING_TYPES[meeting.kind][0] if meeting else "#microsoft.graph.message"


def message_json(view: MessageView, names: list[str], *, always_typed: bool = False) -> Json:
    """Return a message with the named properties; kinds of meeting mail say what they are."""
    item: Json = {}
    is_meeting = view.message.letter.meeting is not None
    if always_typed or is_meeting:
        item["@odata.type"] = message_type(view.message)
    item["@odata.etag"] = etag(view.change_key)
    item["id"] = view.id
    for name in names:
        if not view.call.is_basic or name not in BODIES:
            item[name] = MESSAGE_FIELDS[name](view)
    if item.get(HEAD) == []:
        del item[HEAD]  # what was never sent has none, not an empty one
    if is_meeting and len(names) == len(MESSAGE_DEFAULTS):
        item["meetingMessageType"] = MESSAGE_FIELDS["meetingMessageType"](view)
    return item


def message_shower(
    call: Call, names: list[str], *, always_typed: bool = False
) -> Callable[[int], Json | msgspec.Raw]:
    """Return how to show a message by its key: from what was made beforehand, or anew."""
    if call.maker is not None:
        return call.maker.shower(call, names, always_typed=always_typed)
    mail = call.mailbox.mail
    return lambda key: message_json(
        MessageView(call, mail.message(key)), names, always_typed=always_typed
    )


@dataclass(frozen=True, slots=True)
class FolderView:
    """A folder as one call sees it."""

    call: Call
    folder: MailFolder


def parent_id(view: FolderView) -> str:
    # The top folder's parent is the store itself, which no path leads to.
    return view.call.mailbox.ids.make("f", view.folder.parent)


FOLDER_FIELDS: dict[str, Callable[[FolderView], object]] = {
    "displayName": lambda v: v.folder.name,
    "parentFolderId": parent_id,
    "childFolderCount": lambda v: len(v.call.mailbox.mail.tree.children(v.folder.key)),
    "unreadItemCount": lambda v: v.call.mailbox.mail.unread(v.folder.key),
    "totalItemCount": lambda v: v.call.mailbox.mail.total(v.folder.key),
    "sizeInBytes": lambda v: v.call.mailbox.mail.total(v.folder.key) * 48_000,
    "isHidden": lambda v: v.folder.is_hidden,
}
FOLDER_DEFAULTS = tuple(name for name in FOLDER_FIELDS if name != "sizeInBytes")


def folder_json(view: FolderView, names: list[str]) -> Json:
    item: Json = {"id": view.call.mailbox.ids.make("f", view.folder.key)}
    return item | {name: FOLDER_FIELDS[name](view) for name in names}


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """An attachment as one call sees it; ``kind`` and ``key`` are those of what it hangs on."""

    call: Call
    attachment: Attachment
    kind: str
    key: int
    number: int
    moves: int
    changed_at: datetime

    @property
    def id(self) -> str:
        return self.call.id_of(self.kind, self.key, self.number, self.moves)


ATTACHMENT_FIELDS: dict[str, Callable[[AttachmentView], object]] = {
    "lastModifiedDateTime": lambda v: stamp(v.changed_at),
    "name": lambda v: v.attachment.name,
    "contentType": lambda v: v.attachment.content_type,
    "size": lambda v: len(documents.make(v.attachment.recipe or "none:")) + 180,
    "isInline": lambda v: v.attachment.is_inline,
}
FILE_FIELDS: dict[str, Callable[[AttachmentView], object]] = {
    "contentId": lambda v: v.attachment.content_id,
    "contentLocation": lambda v: None,
    "contentBytes": lambda v: base64.b64encode(documents.make(v.attachment.recipe)).decode(),
}
ALL_ATTACHMENT_FIELDS = ATTACHMENT_FIELDS | FILE_FIELDS
ATTACHMENT_DEFAULTS = tuple(ALL_ATTACHMENT_FIELDS)


def attachment_json(view: AttachmentView, names: list[str]) -> Json:
    kind = view.attachment.kind
    item: Json = {"@odata.type": f"#microsoft.graph.{kind}Attachment"}
    if kind == "file":
        item["@odata.mediaContentType"] = view.attachment.content_type
    item["id"] = view.id
    shown = [name for name in names if kind == "file" or name in ATTACHMENT_FIELDS]
    return item | {name: ALL_ATTACHMENT_FIELDS[name](view) for name in shown}
