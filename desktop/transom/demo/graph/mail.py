"""Mail as Graph serves it: folders, lists of messages, single ones and their attachments."""

from collections.abc import Iterator, Sequence

from transom.demo.graph.calendar_fields import EVENT_DEFAULTS, EventView, event_json
from transom.demo.graph.call import Call, Json, Reply, json_reply
from transom.demo.graph.errors import GraphError, bad_request, not_found
from transom.demo.graph.filters import Filter, parse_filter
from transom.demo.graph.mail_fields import (
    ALL_ATTACHMENT_FIELDS,
    ATTACHMENT_DEFAULTS,
    FOLDER_DEFAULTS,
    FOLDER_FIELDS,
    MESSAGE_DEFAULTS,
    MESSAGE_FIELDS,
    AttachmentView,
    FolderView,
    MessageView,
    attachment_json,
    folder_json,
    message_json,
)
from transom.demo.graph.mime import mime
from transom.demo.graph.paging import chosen, page
from transom.demo.graph.search import parse_search
from transom.demo.mailbox import documents
from transom.demo.mailbox.folders import ROOT
from transom.demo.mailbox.items import Attachment, MailFolder, Message

FILTERABLE = frozenset(
    [
        "receivedDateTime",
        "sentDateTime",
        "isRead",
        "isDraft",
        "hasAttachments",
        "subject",
        "importance",
        "inferenceClassification",
        "conversationId",
        "from/emailAddress/address",
        "from/emailAddress/name",
        "flag/flagStatus",
    ]
)
SEARCH_LIMIT = 250


# -- folders -------------------------------------------------------------------------------------


def list_folders(call: Call) -> Reply:
    return folder_page(call, ROOT, "mailFolders")


def list_child_folders(call: Call, folder_id: str) -> Reply:
    folder = find_folder(call, folder_id)
    return folder_page(call, folder.key, f"mailFolders('{folder_id}')/childFolders")


def folder_page(call: Call, parent: int, context: str) -> Reply:
    with_hidden = call.options.is_true("includehiddenfolders")
    found = [f for f in call.mailbox.mail.children(parent) if with_hidden or not f.is_hidden]
    names = chosen(call, FOLDER_FIELDS, FOLDER_DEFAULTS)
    return page(call, found, lambda f: folder_json(FolderView(call, f), names), context)


def get_folder(call: Call, folder_id: str) -> Reply:
    folder = find_folder(call, folder_id)
    item = folder_json(FolderView(call, folder), chosen(call, FOLDER_FIELDS, FOLDER_DEFAULTS))
    return json_reply({"@odata.context": call.context("mailFolders/$entity"), **item})


def find_folder(call: Call, folder_id: str) -> MailFolder:
    key = call.mailbox.mail.folder_named(folder_id)
    if key is None:
        raise not_found()
    return call.mailbox.mail.folders[key]


# -- lists of messages ---------------------------------------------------------------------------


def list_messages(call: Call) -> Reply:
    return message_page(call, None, "messages")


def list_folder_messages(call: Call, folder_id: str) -> Reply:
    folder = find_folder(call, folder_id)
    return message_page(call, folder.key, f"mailFolders('{folder_id}')/messages")


def message_page(call: Call, folder: int | None, context: str) -> Reply:
    names = chosen(call, MESSAGE_FIELDS, MESSAGE_DEFAULTS)
    expand = expansions(call)

    def show(key: int) -> Json:
        view = MessageView(call, call.mailbox.mail.message(key))
        return message_json(view, names) | expanded(view, expand)

    return page(call, matching(call, folder), show, context)


def count_messages(call: Call, folder_id: str = "") -> Reply:
    folder = find_folder(call, folder_id).key if folder_id else None
    return Reply(200, str(len(matching(call, folder))).encode(), "text/plain")


def matching(call: Call, folder: int | None) -> Sequence[int]:
    """Return the keys that fit the search, the filter and the order asked for."""
    mail, options = call.mailbox.mail, call.options
    keys = mail.keys(folder)
    if search := options.text("search"):
        if options.text("filter") or options.text("orderby"):
            raise GraphError(
                400, "SearchWithOrderBy", "The query parameter '$search' stands alone."
            )
        fits = parse_search(search)
        return [key for key in keys if fits(mail.letter(key))][:SEARCH_LIMIT]
    order = parse_order(options.text("orderby"))
    if text := options.text("filter"):
        parsed = parse_filter(text, FILTERABLE)
        wanted = [name for name, _ in order]
        if parsed.names[: len(wanted)] != wanted:
            raise GraphError(
                400,
                "InefficientFilter",
                "The restriction or sort order is too complex for this operation.",
            )
        keys = filtered(call, keys, parsed)
    return ordered(call, keys, order)


def parse_order(text: str) -> list[tuple[str, bool]]:
    """Return the properties to order by, each with whether it goes down."""
    order = []
    spelled = {name.lower(): name for name in FILTERABLE}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, direction = part.partition(" ")
        if name.lower() not in spelled or direction.strip().lower() not in ("", "asc", "desc"):
            raise bad_request(
                f"The property '{part}' cannot be ordered by.", "ErrorInvalidProperty"
            )
        order.append((spelled[name.lower()], direction.strip().lower() == "desc"))
    return order


def filtered(call: Call, keys: Sequence[int], parsed: Filter) -> list[int]:
    mail = call.mailbox.mail
    low, high = 0, len(keys)
    for name, order, moment in parsed.bounds:
        # The list is ordered by this time, so that a window costs no look at the rest.
        if name == "receivedDateTime" and order in ("lt", "le"):
            low = max(low, mail.position(keys, moment))
        elif name == "receivedDateTime" and order in ("gt", "ge"):
            high = min(high, mail.position(keys, moment, 1 << 62))
    return [key for key in keys[low:high] if parsed.test(MessageReader(call, key))]


class MessageReader:
    """Reads one message's properties by path, each only when the filter looks at it."""

    def __init__(self, call: Call, key: int) -> None:
        self._call, self._key = call, key
        self._view: MessageView | None = None

    def __call__(self, path: str) -> object:
        mail = self._call.mailbox.mail
        if path == "isRead":
            return mail.is_read(self._key)
        if self._view is None:
            self._view = MessageView(self._call, mail.message(self._key))
        name, *rest = path.split("/")
        value = MESSAGE_FIELDS[name](self._view)
        for step in rest:
            value = value.get(step) if isinstance(value, dict) else None
        return value


def ordered(call: Call, keys: Sequence[int], order: list[tuple[str, bool]]) -> Sequence[int]:
    if not order or order == [("receivedDateTime", True)]:
        return keys
    found = list(keys)
    for name, descending in reversed(order):
        found.sort(key=lambda key: str(MessageReader(call, key)(name) or ""), reverse=descending)
    return found


# -- one message ---------------------------------------------------------------------------------


def find_message(call: Call, message_id: str, folder_id: str = "") -> Message:
    key = call.mailbox.mail.find(call.mailbox.ids.read(message_id))
    if key is None:
        raise not_found()
    message = call.mailbox.mail.message(key)
    if folder_id and message.folder != find_folder(call, folder_id).key:
        raise not_found()
    return message


def get_message(call: Call, message_id: str) -> Reply:
    return message_reply(call, find_message(call, message_id))


def get_folder_message(call: Call, folder_id: str, message_id: str) -> Reply:
    return message_reply(call, find_message(call, message_id, folder_id))


def message_reply(call: Call, message: Message) -> Reply:
    view = MessageView(call, message)
    item = message_json(view, chosen(call, MESSAGE_FIELDS, MESSAGE_DEFAULTS))
    item |= expanded(view, expansions(call))
    return json_reply({"@odata.context": call.context("messages/$entity"), **item})


def get_mime(call: Call, message_id: str) -> Reply:
    view = MessageView(call, find_message(call, message_id))
    return Reply(200, mime(view), "text/plain")


def expansions(call: Call) -> list[str]:
    """Return which relations to put inside; what the tenant does not know is refused."""
    found = []
    for name in call.options.names("expand") or []:
        plain = name.split("(")[0].lower()
        if plain not in ("attachments", "microsoft.graph.eventmessage/event"):
            raise bad_request(f"Could not find a property named '{name}'.")
        found.append(plain)
    return found


def expanded(view: MessageView, names: list[str]) -> Json:
    item: Json = {}
    if "attachments" in names:
        shown = attachment_views(view.call, view.message)
        item["attachments"] = [attachment_json(one, list(ATTACHMENT_DEFAULTS)) for one in shown]
    if "microsoft.graph.eventmessage/event" in names and view.message.letter.meeting:
        event = view.call.mailbox.calendar.event(view.message.letter.meeting.event_key)
        if event is not None:
            item["event"] = event_json(EventView(view.call, event), list(EVENT_DEFAULTS))
    return item


def get_message_event(call: Call, message_id: str) -> Reply:
    view = MessageView(call, find_message(call, message_id))
    item = expanded(view, ["microsoft.graph.eventmessage/event"]).get("event")
    if not isinstance(item, dict):
        raise not_found()
    return json_reply({"@odata.context": call.context("events/$entity"), **item})


# -- attachments ---------------------------------------------------------------------------------


def attachment_views(call: Call, message: Message) -> Iterator[AttachmentView]:
    for number, attachment in enumerate(message.letter.attachments):
        yield AttachmentView(
            call, attachment, "a", message.key, number, message.moves, message.received_at
        )


def list_attachments(call: Call, message_id: str) -> Reply:
    views = list(attachment_views(call, find_message(call, message_id)))
    return attachment_page(call, views, f"messages('{message_id}')/attachments")


def attachment_page(call: Call, views: list[AttachmentView], context: str) -> Reply:
    names = chosen(call, ALL_ATTACHMENT_FIELDS, ATTACHMENT_DEFAULTS)
    return page(call, views, lambda view: attachment_json(view, names), context, 1000)


def find_attachment(call: Call, views: Iterator[AttachmentView], text: str) -> AttachmentView:
    ref = call.mailbox.ids.read(text)
    for view in views:
        if ref and (ref.kind, ref.key, ref.part) == (view.kind, view.key, view.number):
            return view
    raise not_found()


def get_attachment(call: Call, message_id: str, attachment_id: str) -> Reply:
    message = find_message(call, message_id)
    view = find_attachment(call, attachment_views(call, message), attachment_id)
    return attachment_reply(call, view)


def attachment_reply(call: Call, view: AttachmentView) -> Reply:
    item = attachment_json(view, chosen(call, ALL_ATTACHMENT_FIELDS, ATTACHMENT_DEFAULTS))
    wanted = call.options.text("expand").lower()
    if view.attachment.kind == "item" and wanted == "microsoft.graph.itemattachment/item":
        item["item"] = {
            "@odata.type": "#microsoft.graph.message",
            "id": "",
            "subject": view.attachment.name,
            "body": {"contentType": "text", "content": "The levels as measured this morning."},
        }
    return json_reply({"@odata.context": call.context("attachments/$entity"), **item})


def get_attachment_value(call: Call, message_id: str, attachment_id: str) -> Reply:
    message = find_message(call, message_id)
    return raw_attachment(find_attachment(call, attachment_views(call, message), attachment_id))


def raw_attachment(view: AttachmentView) -> Reply:
    attachment: Attachment = view.attachment
    if attachment.kind == "reference":
        raise GraphError(405, "ErrorInvalidRequest", "A reference attachment has no raw content.")
    content = documents.make(attachment.recipe)
    kind = attachment.content_type or "text/plain"
    return Reply(200, content, kind)
