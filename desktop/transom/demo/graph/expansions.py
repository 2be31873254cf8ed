"""``$expand``: which relations an answer has inside."""

import re
from collections.abc import Collection

from transom.demo.graph.attachments import attachment_names, message_attachments
from transom.demo.graph.calendar_fields import EVENT_DEFAULTS, EventView, event_json
from transom.demo.graph.call import Call, Json
from transom.demo.graph.errors import bad_request, denied
from transom.demo.graph.filters import EXTENDED
from transom.demo.graph.mail_fields import MessageView, attachment_json

Expansions = dict[str, list[str]]
EVENT_OF_MESSAGE = "microsoft.graph.eventmessage/event"
EXPANSION = re.compile(r"\s*([^,()\s]+)\s*(?:\(([^()]*)\))?\s*(?:,|$)")
OTHERS = ("extensions",)  # other programs' own, of which nothing here has any


def expansions(call: Call, known: Collection[str], text: str | None = None) -> Expansions:
    """Return which relations to put inside, each with the properties selected of it."""
    text = call.options.text("expand") if text is None else text
    found: Expansions = {}
    if call.is_basic and text:
        raise denied()
    if EXTENDED.match(text):
        return found
    place = 0
    while place < len(text):
        match = EXPANSION.match(text, place)
        if match is None:
            raise bad_request(f"Syntax error at position {place} in '$expand'.")
        name, inner, place = match[1].lower(), (match[2] or "").lower(), match.end()
        if name not in (*known, *OTHERS):
            raise bad_request(f"Could not find a property named '{match[1]}'.")
        selected = inner.partition("$select=")[2].split(";")[0]
        found[name] = [one.strip() for one in selected.split(",") if one.strip()]
    return found


def message_expansions(call: Call, text: str | None = None) -> Expansions:
    return expansions(call, ("attachments", EVENT_OF_MESSAGE), text)


def expanded(view: MessageView, wanted: Expansions) -> Json:
    """Return the relations of a message."""
    item: Json = {}
    if "attachments" in wanted:
        names = attachment_names(wanted["attachments"])
        shown = message_attachments(view.call, view.message)
        item["attachments"] = [attachment_json(one, names) for one in shown]
    if EVENT_OF_MESSAGE in wanted and view.message.letter.meeting:
        event = view.call.mailbox.calendar.event(view.message.letter.meeting.event_key)
        if event is not None:
            item["event"] = event_json(EventView(view.call, event), list(EVENT_DEFAULTS))
    if "extensions" in wanted:
        item["extensions"] = []
    return item
