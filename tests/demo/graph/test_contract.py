"""Every operation served, in both directions: what is asked, and what is answered."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from tests.demo.graph import published
from tests.demo.graph.conftest import EVERYTHING, OneToken, Wire, segment
from tests.demo.graph.published import PLACEHOLDER, Operation

from transom.demo.mailbox.users import USERS

WINDOW = {
    "startDateTime": "2026-11-20T00:00:00Z",
    "endDateTime": "2026-12-20T00:00:00Z",
}
TRIED = {
    "$top": "3",
    "$skip": "1",
    "$count": "true",
    "$select": "id",
    "$orderby": "receivedDateTime desc",
    "$filter": "isRead eq false",
    "$search": '"bridge"',
    "$expand": "attachments",
    "includeHiddenFolders": "true",
}
# What a search finds is documented and shown in examples, but of no type that the contract has.
LEFT_OUT = ".value[].hitsContainers[].hits[].resource: unknown"
BODIES: dict[str, Any] = {
    "getschedule": {
        "schedules": ["ines.navarro@contoso.example", "nobody@nowhere.example"],
        "startTime": {"dateTime": "2026-11-23T08:00:00", "timeZone": "UTC"},
        "endTime": {"dateTime": "2026-11-27T18:00:00", "timeZone": "UTC"},
        "availabilityViewInterval": 60,
    },
    "translateexchangeids": {
        "inputIds": ["AAMk"],
        "sourceIdType": "restId",
        "targetIdType": "restImmutableEntryId",
    },
    "query": {"requests": [{"entityTypes": ["message"], "query": {"queryString": "bridge"}}]},
    "subscriptions": {
        "changeType": "created",
        "notificationUrl": "https://client.example/hook",
        "resource": "/me/messages",
        "expirationDateTime": "2026-11-24T11:00:00Z",
    },
    "findmeetingtimes": {
        "attendees": [{"emailAddress": {"address": "ines.navarro@contoso.example"}}],
        "meetingDuration": "PT1H",
        "timeConstraint": {
            "timeSlots": [
                {
                    "start": {"dateTime": "2026-11-23T08:00:00", "timeZone": "UTC"},
                    "end": {"dateTime": "2026-11-25T17:00:00", "timeZone": "UTC"},
                }
            ]
        },
    },
    "getmailtips": {
        "EmailAddresses": ["ines.navarro@contoso.example", "nobody@contoso.example"],
        "MailTipsOptions": "automaticReplies, mailboxFullStatus, recipientScope",
    },
    "getmembergroups": {"securityEnabledOnly": False},
    "getmemberobjects": {"securityEnabledOnly": True},
    "checkmembergroups": {"groupIds": ["02bd9fd6-8f93-4758-87c3-1fb73740a315"]},
    "checkmemberobjects": {"ids": ["02bd9fd6-8f93-4758-87c3-1fb73740a315"]},
    "$batch": {"requests": [{"id": "1", "method": "GET", "url": "/me"}]},
}


@dataclass
class Names:
    """Ids that exist, by the placeholder that stands for them."""

    wire: Wire

    def find(self) -> dict[str, str]:
        """Return one id for each placeholder, of things that lie in one another."""
        first = self._first
        message = first("/me/mailFolders/inbox/messages?$filter=hasAttachments eq true")
        calendars = {one["name"]: one["id"] for one in self.wire.get("/me/calendars").items}
        harbour = segment(calendars["Harbour bridge"])
        events = self.wire.get(f"/me/calendars/{harbour}/events?$top=200").items
        event = next(one for one in events if one["hasAttachments"])
        folder = first("/me/contactFolders")
        return {
            "user-id": USERS[0].username,
            "mailFolder-id": message["parentFolderId"],
            "mailFolder-id1": message["parentFolderId"],
            "message-id": message["id"],
            "attachment-id": first(f"/me/messages/{segment(message['id'])}/attachments")["id"],
            "event-id": event["id"],
            "event-attachment": first(f"/me/events/{segment(event['id'])}/attachments")["id"],
            "calendar-id": calendars["Harbour bridge"],
            "calendarGroup-id": first("/me/calendarGroups")["id"],
            "contactFolder-id": folder["id"],
            "contactFolder-id1": folder["id"],
            "contact-id": self._with_photo(folder["id"]),
            "outlookCategory-id": first("/me/outlook/masterCategories")["id"],
            "person-id": first("/me/people")["id"],
            "profilePhoto-id": "240x240",
            "TimeZoneStandard": "Iana",
            "calendarPermission-id": first("/me/calendar/calendarPermissions")["id"],
            "User": "ines.navarro@contoso.example",
            "StartDateTime": WINDOW["startDateTime"],
            "EndDateTime": WINDOW["endDateTime"],
            "messageRule-id": first("/me/mailFolders/inbox/messageRules")["id"],
            "inferenceClassificationOverride-id": first("/me/inferenceClassification/overrides")[
                "id"
            ],
            "report": first("/me/directReports")["id"],
            "group": first("/me/memberOf")["id"],
            "group-id": first("/groups")["id"],
            "organization-id": USERS[0].tid,
            "subscription-id": "7f105c7d",
        }

    def _with_photo(self, folder: str) -> str:
        for contact in self.wire.get(f"/me/contactFolders/{segment(folder)}/contacts").items:
            if self.wire.get(f"/me/contacts/{segment(contact['id'])}/photo").status == 200:
                return str(contact["id"])
        raise AssertionError("nobody in this folder has a photo")

    def _first(self, url: str) -> Any:
        return self.wire.get(url.replace(" ", "%20")).items[0]


def address(operation: Operation, names: dict[str, str], **options: str) -> str:
    """Return the address of an operation with things that exist."""
    path = operation.path
    is_event = "/events/" in path
    for placeholder in PLACEHOLDER.findall(path):
        name = placeholder.strip("{}")
        if name == "attachment-id" and is_event:
            name = "event-attachment"
        if name == "directoryObject-id":
            name = "report" if "/directReports/" in path else "group"
        path = path.replace(placeholder, segment(names[name]))
    query = "&".join(f"{name}={segment(text)}" for name, text in options.items())
    return f"{path}?{query}" if query else path


def ask(wire: Wire, operation: Operation, url: str) -> Any:
    last = operation.path.lower().rpartition("/")[2]
    body = BODIES.get(last) if operation.method == "POST" else None
    return wire.ask(
        operation.method,
        url,
        json.dumps(body).encode() if body else b"",
        Content_Type="application/json",
        ConsistencyLevel="eventual",
    )


@pytest.fixture
def whole(make_wire: Callable[..., Wire]) -> Wire:
    return make_wire(tokens=OneToken(scopes=EVERYTHING), messages=60)


def needed(operation: Operation) -> dict[str, str]:
    given = published.contract().parameters(operation.spec)
    return {name: text for name, text in WINDOW.items() if name in given}


def test_every_answer_has_the_shape_the_contract_names(whole: Wire) -> None:
    contract, names, faults, count = published.contract(), Names(whole).find(), [], 0
    for operation in contract.operations():
        answer = ask(whole, operation, address(operation, names, **needed(operation)))
        count += 1
        refused = {"/subscriptions": 400, "/subscriptions/{subscription-id}": 404}
        wanted = 200 if operation.method == "GET" else refused.get(operation.path, 200)
        wanted = refused.get(operation.path, 200) if "{sub" in operation.path else wanted
        if answer.status != wanted:
            faults.append(f"{operation}: {answer.status} {answer.body[:200]!r}")
        elif "json" in answer.headers["content-type"] and answer.status == 200:
            schema = contract.answer_schema(operation.spec)
            found = contract.faults(answer.json, schema, "")
            faults += [f"{operation}: {one}" for one in found if one != LEFT_OUT]
    whole = len(list(contract.all()))
    published.COUNTS.append(f"contract: {count} operations of {whole} answered in shape")
    assert count > 350
    assert not faults, "\n".join(faults)


def test_what_is_not_served_is_refused_in_the_contracts_words(whole: Wire) -> None:
    contract, faults, writes, others = published.contract(), [], 0, []
    schema = {"$ref": "#/components/schemas/microsoft.graph.ODataErrors.ODataError"}
    for method, path, _ in contract.all():
        if path == "/$batch" or published.served(method, path) is not None:
            continue
        answer = whole.ask(method, PLACEHOLDER.sub("nameless", path), b"{}")
        writes += method != "GET"
        others += [path] if method == "GET" else []
        if answer.status not in (403, 404):
            faults.append(f"{method} {path}: {answer.status}")
        faults += [f"{method} {path}: {one}" for one in contract.faults(answer.json, schema, "")]
    published.COUNTS.append(f"contract: {writes} that write and {len(others)} others refused")
    assert writes > 300
    assert not faults, "\n".join(faults)


def test_every_option_the_contract_names_is_taken_or_refused_in_graphs_words(whole: Wire) -> None:
    contract, names, faults, taken, refused = published.contract(), Names(whole).find(), [], 0, 0
    for operation in contract.operations():
        # Others' paths are the same rows as under /me, and subscriptions there are none.
        if operation.method != "GET" or operation.path.startswith(("/users/{", "/subscriptions/{")):
            continue
        for option in sorted(contract.parameters(operation.spec) & set(TRIED)):
            options = needed(operation) | {option: TRIED[option]}
            answer = ask(whole, operation, address(operation, names, **options))
            taken += answer.status == 200
            refused += answer.status != 200
            if answer.status not in (200, 400):
                faults.append(f"{operation} {option}: {answer.status}")
            elif answer.status == 400 and not answer.json["error"]["code"]:
                faults.append(f"{operation} {option}: no code")
            elif operation.path.endswith("calendarView/delta()") and option == "$select":
                assert answer.status == 400  # documented: not with change tracking
            elif answer.status == 400 and option in ("$top", "$count", "$select"):
                faults.append(f"{operation} {option}: {answer.json['error']['message']}")
    published.COUNTS.append(f"options: {taken} taken, {refused} refused")
    assert taken > 500
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("/me/messages?$top=300&$expand=attachments", "message"),
        ("/me/mailFolders?includeHiddenFolders=true&$top=50", "mailFolder"),
        ("/me/calendarView?{window}", "event"),
        ("/me/events?$top=200", "event"),
        ("/me/calendarView/delta?{window}", "event"),
        ("/me/contacts?$top=200", "contact"),
        ("/me/people?$top=200", "person"),
        ("/users?$top=200", "user"),
    ],
)
def test_all_the_items_there_are_have_the_shape(make_wire: Any, url: str, kind: str) -> None:
    contract = published.contract()
    window = "&".join(f"{name}={text}" for name, text in WINDOW.items()) + "&$top=200"
    wire = make_wire(tokens=OneToken(scopes=EVERYTHING))
    items = wire.get(url.format(window=window)).items
    assert items
    for item in items:
        schema = {"$ref": f"#/components/schemas/microsoft.graph.{kind}"}
        assert contract.faults(item, schema, kind) == []


@pytest.mark.parametrize("url", ["/me/messages/nothing", "/me/nonsense", "/me/messages?$top=x"])
def test_errors_have_the_contracts_shape(wire: Wire, url: str) -> None:
    schema = {"$ref": "#/components/schemas/microsoft.graph.ODataErrors.ODataError"}
    assert published.contract().faults(wire.get(url).json, schema, "error") == []
