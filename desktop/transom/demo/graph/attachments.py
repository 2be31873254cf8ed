"""Attachments as Graph serves them, whatever they hang on."""

from collections.abc import Iterator

from transom.demo.graph.call import Call, Reply, json_reply
from transom.demo.graph.errors import GraphError, bad_request, not_found
from transom.demo.graph.mail_fields import (
    ALL_ATTACHMENT_FIELDS,
    ATTACHMENT_DEFAULTS,
    ATTACHMENT_FIELDS,
    FILE_FIELDS,
    AttachmentView,
    attachment_json,
)
from transom.demo.graph.paging import Shelf, fields_reader, known_names, page
from transom.demo.mailbox import documents
from transom.demo.mailbox.items import Attachment, Message

SHELF: Shelf[AttachmentView] = Shelf(
    {"name": "text", "contentType": "text", "size": "number", "isInline": "flag"},
    lambda _call, view: fields_reader(ATTACHMENT_FIELDS, view),
)


def message_attachments(call: Call, message: Message) -> Iterator[AttachmentView]:
    for number, attachment in enumerate(message.letter.attachments):
        yield AttachmentView(
            call, attachment, "a", message.key, number, message.moves, message.received_at
        )


def attachment_names(wanted: list[str] | None) -> list[str]:
    """Return the properties to show; those of files alone must be asked for by their type."""
    bare = {name.lower() for name in FILE_FIELDS}
    for name in wanted or []:
        if name.lower() in bare:
            message = (
                f"Could not find a property named '{name}' on type 'microsoft.graph.attachment'."
            )
            raise bad_request(message, "RequestBroker--ParseUri")
    return known_names(wanted, ALL_ATTACHMENT_FIELDS, ATTACHMENT_DEFAULTS)


def attachment_page(call: Call, views: list[AttachmentView], context: str) -> Reply:
    names = attachment_names(call.options.names("select"))
    return page(call, views, lambda view: attachment_json(view, names), context, 1000, SHELF)


def find_attachment(call: Call, views: Iterator[AttachmentView], text: str) -> AttachmentView:
    ref = call.mailbox.ids.read(text)
    for view in views:
        if ref and (ref.kind, ref.key, ref.part) == (view.kind, view.key, view.number):
            return view
    raise not_found()


def attachment_reply(call: Call, view: AttachmentView) -> Reply:
    item = attachment_json(view, attachment_names(call.options.names("select")))
    wanted = call.options.text("expand").lower()
    if view.attachment.kind == "item" and wanted == "microsoft.graph.itemattachment/item":
        item["item"] = {
            "@odata.type": "#microsoft.graph.message",
            "id": "",
            "subject": view.attachment.name,
            "body": {"contentType": "text", "content": "The levels as measured this morning."},
        }
    return json_reply({"@odata.context": call.context("attachments/$entity"), **item})


def raw_attachment(view: AttachmentView) -> Reply:
    attachment: Attachment = view.attachment
    if attachment.kind == "reference":
        raise GraphError(405, "ErrorInvalidRequest", "A reference attachment has no raw content.")
    content = documents.make(attachment.recipe)
    kind = attachment.content_type or "text/plain"
    return Reply(200, content, kind)
