"""How much OData an answer carries: none, the usual little, or all of it."""

from dataclasses import replace

import msgspec

from transom.demo.graph.call import JSON, Json, Reply
from transom.demo.graph.errors import encode

KEPT = frozenset({"@odata.nextLink", "@odata.deltaLink", "@odata.count"})
TYPES = {
    "messages": "message",
    "collection(message)": "message",
    "mailfolders": "mailFolder",
    "childfolders": "mailFolder",
    "collection(mailfolder)": "mailFolder",
    "events": "event",
    "calendarview": "event",
    "instances": "event",
    "collection(event)": "event",
    "calendars": "calendar",
    "calendargroups": "calendarGroup",
    "contacts": "contact",
    "collection(contact)": "contact",
    "contactfolders": "contactFolder",
    "users": "user",
    "people": "person",
    "photos": "profilePhoto",
    "photo": "profilePhoto",
    "mastercategories": "outlookCategory",
}


def with_metadata(reply: Reply, accept: str, base: str) -> Reply:
    """Return the answer as the Accept header wishes it."""
    wish = accept.lower().replace(" ", "").partition("odata.metadata=")[2].partition(";")[0]
    wish = wish.partition(",")[0]
    if wish not in ("none", "full") or reply.content_type != JSON:
        return reply
    value = msgspec.json.decode(reply.body)
    shown = bare(value) if wish == "none" else full(value, base)
    kind = JSON.replace("metadata=minimal", f"metadata={wish}")
    return replace(reply, body=encode(shown), content_type=kind)


def bare(value: object) -> object:
    """Return a value without annotations, but for those that lead on."""
    if isinstance(value, list):
        return [bare(one) for one in value]
    if not isinstance(value, dict):
        return value
    shown = {}
    for name, one in value.items():
        if "@odata." not in name or name in KEPT:
            shown[name] = bare(one)
    return shown


def full(value: Json, base: str) -> Json:
    """Return an answer whose items say their type and where they are found."""
    context = str(value.get("@odata.context", "")).partition("#")[2]
    place = context.removesuffix("/$entity")
    kind = TYPES.get(place.rpartition("/")[2].lower(), "")
    items = value.get("value")
    if not kind:
        return value
    if not isinstance(items, list):
        return {
            "@odata.context": value.get("@odata.context"),
            **described(value, kind, place, base),
        }
    return value | {"value": [described(one, kind, place, base) for one in items]}


def described(item: Json, kind: str, place: str, base: str) -> Json:
    if "@removed" in item or "id" not in item:
        return item
    address = f"{place}('{item['id']}')"
    return {
        "@odata.type": f"#microsoft.graph.{kind}",
        "@odata.id": f"{base}/{address}",
        "@odata.editLink": address,
        **item,
    }
