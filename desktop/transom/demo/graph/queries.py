"""Microsoft Search over one's own mail and meetings: ``POST /search/query``."""

from collections.abc import Sequence

from transom.demo.graph.calendar_fields import EventView, event_json
from transom.demo.graph.call import Call, Json, Reply, json_reply
from transom.demo.graph.errors import bad_request, denied
from transom.demo.graph.mail_fields import MessageView, message_json
from transom.demo.graph.search import parse_search
from transom.demo.graph.text import preview

MESSAGE = [
    "createdDateTime",
    "lastModifiedDateTime",
    "receivedDateTime",
    "sentDateTime",
    "hasAttachments",
    "internetMessageId",
    "subject",
    "bodyPreview",
    "importance",
    "parentFolderId",
    "conversationId",
    "isRead",
    "isDraft",
    "webLink",
    "sender",
    "from",
    "replyTo",
]
EVENT = [
    "hasAttachments",
    "iCalUId",
    "subject",
    "bodyPreview",
    "isAllDay",
    "sensitivity",
    "type",
    "start",
    "end",
]
USUAL, MOST = 25, 1000
SCOPES = {"message": "Mail.Read", "event": "Calendars.Read"}


def post_query(call: Call) -> Reply:
    requests = call.read_body().get("requests")
    if not isinstance(requests, list) or len(requests) != 1 or not isinstance(requests[0], dict):
        raise bad_request("One search request is expected.")
    request = requests[0]
    kinds, query = request.get("entityTypes"), request.get("query")
    text = query.get("queryString") if isinstance(query, dict) else None
    if not isinstance(kinds, list) or len(kinds) != 1 or kinds[0] not in SCOPES:
        raise bad_request("One entity type is expected: message or event.")
    if not isinstance(text, str) or not text.strip():
        raise bad_request("A query string is expected.")
    if request.get("sortProperties"):
        raise bad_request("Messages and events cannot be sorted.")
    if SCOPES[kinds[0]] not in call.scopes:
        raise denied()
    start, size = number(request, "from", 0), number(request, "size", USUAL)
    hits, total = found(call, kinds[0], text, start, size)
    container: Json = {"hits": hits, "total": total, "moreResultsAvailable": start + size < total}
    if not hits:
        del container["hits"]
    value = [{"searchTerms": text.lower().split(), "hitsContainers": [container]}]
    context = f"{call.base}/$metadata#Collection(microsoft.graph.searchResponse)"
    return json_reply({"@odata.context": context, "value": value})


def number(request: Json, name: str, usual: int) -> int:
    value = request.get(name, usual)
    if not isinstance(value, int) or not 0 <= value <= MOST:
        raise bad_request(f"'{name}' must lie between 0 and {MOST}.")
    return value


def found(call: Call, kind: str, text: str, start: int, size: int) -> tuple[list[Json], int]:
    """Return one page of hits and how many there are."""
    if kind == "event":
        return found_events(call, text.lower().split(), start, size)
    mail = call.mailbox.mail
    fits = parse_search('"' + text.replace('"', "") + '"')
    keys: Sequence[int] = [
        key for key in mail.keys(None) if fits(mail.letter(key), mail.received_at(key))
    ]
    hits = []
    for rank, key in enumerate(keys[start : start + size], start + 1):
        view = MessageView(call, mail.message(key))
        shown = message_json(view, MESSAGE, always_typed=True)
        hits.append(hit(shown, rank, preview(view.message.letter)))
    return hits, len(keys)


def found_events(call: Call, words: list[str], start: int, size: int) -> tuple[list[Json], int]:
    events = [
        event
        for event in call.mailbox.calendar.events()
        if all(word in f"{event.subject} {event.location} {event.body}".lower() for word in words)
    ]
    hits = []
    for rank, event in enumerate(events[start : start + size], start + 1):
        shown = event_json(EventView(call, event), EVENT, always_typed=True)
        hits.append(hit(shown, rank, event.subject))
    return hits, len(events)


def hit(shown: Json, rank: int, summary: str) -> Json:
    name = str(shown.pop("id"))
    shown.pop("@odata.etag", None)
    return {"hitId": name, "rank": rank, "summary": summary, "resource": shown}
