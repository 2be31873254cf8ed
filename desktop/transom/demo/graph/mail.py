"""Mail as Graph serves it: folders, lists of messages, single ones and their attachments."""

from collections.abc import Callable, Sequence

from transom.demo.graph.attachments import (
    attachment_page,
    attachment_reply,
    find_attachment,
    message_attachments,
    raw_attachment,
)
from transom.demo.graph.call import Call, Json, Reply, entity_reply, json_reply
from transom.demo.graph.errors import GraphError, denied, not_found
from transom.demo.graph.expansions import (
    EVENT_OF_MESSAGE,
    expanded,
    expansions,
    message_expansions,
)
from transom.demo.graph.filters import (
    EXTENDED,
    Filter,
    Kinds,
    Order,
    follow,
    parse_filter,
    parse_order,
)
from transom.demo.graph.mail_fields import (
    FOLDER_DEFAULTS,
    FOLDER_FIELDS,
    MESSAGE_DEFAULTS,
    MESSAGE_FIELDS,
    FolderView,
    MessageView,
    folder_json,
    message_json,
    message_shower,
)
from transom.demo.graph.mime import mime
from transom.demo.graph.paging import Shelf, chosen, fields_reader, known_names, page
from transom.demo.graph.search import parse_search
from transom.demo.mailbox.folders import ROOT
from transom.demo.mailbox.items import MailFolder, Message
from transom.demo.mailbox.timeline import LAST

FILTERABLE: Kinds = {
    "receivedDateTime": "time",
    "sentDateTime": "time",
    "createdDateTime": "time",
    "lastModifiedDateTime": "time",
    "isRead": "flag",
    "isDraft": "flag",
    "hasAttachments": "flag",
    "subject": "text",
    "importance": "text",
    "inferenceClassification": "text",
    "conversationId": "text",
    "internetMessageId": "text",
    "parentFolderId": "text",
    "categories": "list",
    "from/emailAddress/address": "text",
    "from/emailAddress/name": "text",
    "sender/emailAddress/address": "text",
    "sender/emailAddress/name": "text",
    "flag/flagStatus": "text",
}
FOLDERS: Shelf[MailFolder] = Shelf(
    {
        "displayName": "text",
        "parentFolderId": "text",
        "childFolderCount": "number",
        "unreadItemCount": "number",
        "totalItemCount": "number",
        "isHidden": "flag",
    },
    lambda call, folder: fields_reader(FOLDER_FIELDS, FolderView(call, folder)),
)
SEARCH_LIMIT = 250


def list_folders(call: Call) -> Reply:
    if not call.access.opens(ROOT):
        raise denied()
    return folder_page(call, ROOT, "mailFolders")


def list_child_folders(call: Call, folder_id: str) -> Reply:
    folder = find_folder(call, folder_id)
    return folder_page(call, folder.key, f"mailFolders('{folder_id}')/childFolders")


def folder_page(call: Call, parent: int, context: str) -> Reply:
    show = folder_shower(call)
    return page(call, children(call, parent), show, context, shelf=FOLDERS)


def children(call: Call, parent: int) -> list[MailFolder]:
    with_hidden = call.options.is_true("includehiddenfolders")
    return [
        folder
        for folder in call.mailbox.mail.tree.children(parent)
        if (with_hidden or not folder.is_hidden) and call.access.opens(folder.key)
    ]


def folder_shower(call: Call) -> Callable[[MailFolder], Json]:
    """Return how to show a folder, with those right below it where they were asked for."""
    names = chosen(call, FOLDER_FIELDS, FOLDER_DEFAULTS)
    wanted = expansions(call, ("childfolders",)).get("childfolders")

    def show(folder: MailFolder) -> Json:
        item = folder_json(FolderView(call, folder), names)
        if wanted is not None:
            inner = known_names(wanted, FOLDER_FIELDS, FOLDER_DEFAULTS)
            found = children(call, folder.key)
            item["childFolders"] = [folder_json(FolderView(call, one), inner) for one in found]
        return item

    return show


def get_folder(call: Call, folder_id: str) -> Reply:
    item = folder_shower(call)(find_folder(call, folder_id))
    return json_reply({"@odata.context": call.context("mailFolders/$entity"), **item})


def find_folder(call: Call, folder_id: str) -> MailFolder:
    folder = call.mailbox.mail.tree.named(folder_id)
    if folder is None:
        raise not_found()
    if not call.access.opens(folder.key):
        raise denied()
    return folder


def list_messages(call: Call) -> Reply:
    return message_page(call, None, "messages")


def list_folder_messages(call: Call, folder_id: str) -> Reply:
    folder = find_folder(call, folder_id)
    return message_page(call, folder.key, f"mailFolders('{folder_id}')/messages")


def message_page(call: Call, folder: int | None, context: str) -> Reply:
    names = chosen(call, MESSAGE_FIELDS, MESSAGE_DEFAULTS)
    expand = message_expansions(call)
    if not expand:
        return page(call, matching(call, folder), message_shower(call, names), context, shelf=None)

    def show(key: int) -> Json:
        view = MessageView(call, call.mailbox.mail.message(key))
        return message_json(view, names) | expanded(view, expand)

    return page(call, matching(call, folder), show, context, shelf=None)


def count_messages(call: Call, folder_id: str = "") -> Reply:
    folder = find_folder(call, folder_id).key if folder_id else None
    return Reply(200, str(len(matching(call, folder))).encode(), "text/plain")


def matching(call: Call, folder: int | None) -> Sequence[int]:
    """Return the keys that fit the search, the filter and the order asked for."""
    mail, options = call.mailbox.mail, call.options
    if folder is None and not call.access.has_whole_mail:
        raise denied()
    keys = mail.keys(folder)
    if search := options.text("search"):
        if options.text("filter") or options.text("orderby"):
            raise GraphError(
                400, "SearchWithOrderBy", "The query parameter '$search' stands alone."
            )
        fits = parse_search(search)
        return [key for key in keys if fits(mail.letter(key), mail.received_at(key))][:SEARCH_LIMIT]
    order = parse_order(options.given.get("orderby"), FILTERABLE)
    if EXTENDED.match(options.text("filter")):
        return []
    if (text := options.given.get("filter")) is not None:
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


def filtered(call: Call, keys: Sequence[int], parsed: Filter) -> Sequence[int]:
    mail = call.mailbox.mail
    low, high = 0, len(keys)
    for name, order, moment in parsed.bounds:
        # The list is ordered by this time, so that a window costs no look at the rest.
        if name == "receivedDateTime" and order in ("lt", "le"):
            low = max(low, mail.timeline.position(keys, moment))
        elif name == "receivedDateTime" and order in ("gt", "ge"):
            high = min(high, mail.timeline.position(keys, moment, LAST))
    if set(parsed.names) == {"receivedDateTime"} and len(parsed.names) == len(parsed.bounds):
        # Only at the ends may one of that very moment stand.
        while low < high and not parsed.test(MessageReader(call, keys[low])):
            low += 1
        while low < high and not parsed.test(MessageReader(call, keys[high - 1])):
            high -= 1
        return keys[low:high]
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
        name, _, rest = path.partition("/")
        return follow(MESSAGE_FIELDS[name](self._view), rest)


def ordered(call: Call, keys: Sequence[int], order: Order) -> Sequence[int]:
    if not order or order == [("receivedDateTime", True)]:
        return keys
    found = list(keys)
    for name, descending in reversed(order):
        found.sort(key=lambda key: str(MessageReader(call, key)(name) or ""), reverse=descending)
    return found


def find_message(call: Call, message_id: str, folder_id: str = "") -> Message:
    return call.mailbox.mail.message(find_key(call, message_id, folder_id))


def find_key(call: Call, message_id: str, folder_id: str = "") -> int:
    """Return the message an id means, without making it; raise where there is none to be seen."""
    mail = call.mailbox.mail
    key = mail.find(call.mailbox.ids.read(message_id))
    if key is None:
        raise not_found()
    if not call.access.opens(mail.folder_of(key)):
        raise denied()
    if folder_id and mail.folder_of(key) != find_folder(call, folder_id).key:
        raise not_found()
    return key


def get_message(call: Call, message_id: str) -> Reply:
    return message_reply(call, find_key(call, message_id))


def get_folder_message(call: Call, folder_id: str, message_id: str) -> Reply:
    return message_reply(call, find_key(call, message_id, folder_id))


def message_reply(call: Call, key: int) -> Reply:
    names, wanted = chosen(call, MESSAGE_FIELDS, MESSAGE_DEFAULTS), message_expansions(call)
    context = call.context("messages/$entity")
    if not wanted:
        return entity_reply(context, message_shower(call, names)(key))
    view = MessageView(call, call.mailbox.mail.message(key))
    return entity_reply(context, message_json(view, names) | expanded(view, wanted))


def get_mime(call: Call, message_id: str) -> Reply:
    view = MessageView(call, find_message(call, message_id))
    return Reply(200, mime(view), "text/plain")


def get_message_event(call: Call, message_id: str) -> Reply:
    view = MessageView(call, find_message(call, message_id))
    item = expanded(view, {EVENT_OF_MESSAGE: []}).get("event")
    if not isinstance(item, dict):
        raise not_found()
    return json_reply({"@odata.context": call.context("events/$entity"), **item})


def list_attachments(call: Call, message_id: str) -> Reply:
    views = list(message_attachments(call, find_message(call, message_id)))
    return attachment_page(call, views, f"messages('{message_id}')/attachments")


def get_attachment(call: Call, message_id: str, attachment_id: str) -> Reply:
    message = find_message(call, message_id)
    view = find_attachment(call, message_attachments(call, message), attachment_id)
    return attachment_reply(call, view)


def get_attachment_value(call: Call, message_id: str, attachment_id: str) -> Reply:
    message = find_message(call, message_id)
    return raw_attachment(find_attachment(call, message_attachments(call, message), attachment_id))
