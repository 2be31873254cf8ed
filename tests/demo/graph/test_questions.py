"""Tests of what is asked by POST, of metadata, challenges, and of requests that are wrong."""

import base64
import json

import pytest
from tests.demo.graph.conftest import EVERYTHING, OneToken, segment

WEEK = {
    "startTime": {"dateTime": "2026-11-23T08:00:00", "timeZone": "FLE Standard Time"},
    "endTime": {"dateTime": "2026-11-23T18:00:00", "timeZone": "FLE Standard Time"},
}
ADELE = "adele.vance@contoso.example"


@pytest.fixture
def wire(make_wire):
    return make_wire(tokens=OneToken(scopes=EVERYTHING))


def post(wire, url, body, **headers):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return wire.ask("POST", url, raw, Content_Type="application/json", **headers)


def test_a_schedule_is_digits_items_and_an_error_for_nobody(wire):
    names = [ADELE, "ines.navarro@contoso.example", "mei.okafor@contoso.example", "x@y.example"]
    body = WEEK | {"schedules": names, "availabilityViewInterval": 60}
    own, shared, other, nobody = post(
        wire, "/me/calendar/getSchedule", body, Prefer='outlook.timezone="FLE Standard Time"'
    ).items
    assert own["availabilityView"][1] == "2" and len(own["availabilityView"]) == 10
    stand_up = own["scheduleItems"][0]
    assert stand_up["subject"] == "Stand-up"
    assert stand_up["start"]["dateTime"] == "2026-11-23T09:00:00.0000000"
    assert shared["scheduleItems"][0]["subject"] == "Drawings round"
    assert "subject" not in str(other["scheduleItems"])
    assert nobody["error"]["responseCode"] == "ErrorMailRecipientNotFound"


@pytest.mark.parametrize(
    "change",
    [
        {"schedules": []},
        {"schedules": "x"},
        {"availabilityViewInterval": 1},
        {"startTime": {"dateTime": "soon", "timeZone": "UTC"}},
        {"endTime": {"dateTime": "2026-11-22T08:00:00", "timeZone": "UTC"}},
        {"startTime": {"dateTime": "2026-11-23T08:00:00", "timeZone": "Nowhere"}},
        {"endTime": None},
    ],
)
def test_a_schedule_that_cannot_be_is_refused(wire, change):
    body = WEEK | {"schedules": [ADELE]} | change
    assert post(wire, "/me/calendar/getSchedule", body).code == "ErrorInvalidParameter"


def test_a_search_finds_messages_and_meetings_page_by_page(wire):
    def ask(**more):
        request = {"entityTypes": ["message"], "query": {"queryString": "bridge"}} | more
        return post(wire, "/search/query", {"requests": [request]})

    first = ask(size=2).items[0]["hitsContainers"][0]
    second = ask(**{"from": 2}, size=2).items[0]["hitsContainers"][0]
    assert first["moreResultsAvailable"] and first["total"] == second["total"] > 4
    ids = [hit["hitId"] for hit in first["hits"] + second["hits"]]
    assert len(set(ids)) == 4
    assert wire.get(f"/me/messages/{segment(ids[0])}").status == 200
    events = ask(entityTypes=["event"], query={"queryString": "stand-up"}).items[0]
    assert events["hitsContainers"][0]["hits"][0]["resource"]["subject"] == "Stand-up"
    for wrong in (
        {"entityTypes": ["person"]},
        {"query": {}},
        {"size": -1},
        {"sortProperties": [1]},
    ):
        assert ask(**wrong).status == 400, wrong


def test_ids_are_translated_both_ways_one_by_one(wire):
    plain = wire.get("/me/messages?$top=1").items[0]["id"]
    body = {"inputIds": [plain, "nonsense"], "sourceIdType": "restId"}
    body["targetIdType"] = "restImmutableEntryId"
    good, bad = post(wire, "/me/translateExchangeIds", body).items
    wish = 'IdType="ImmutableId"'
    assert good["targetId"] == wire.get("/me/messages?$top=1", Prefer=wish).items[0]["id"]
    assert bad["errorDetails"]["code"] == "ErrorInvalidIdMalformed"
    back = {"inputIds": [good["targetId"]]}
    back |= {"sourceIdType": "restImmutableEntryId", "targetIdType": "restId"}
    assert post(wire, "/me/translateExchangeIds", back).items[0]["targetId"] == plain
    assert post(wire, "/me/translateExchangeIds", {"inputIds": ["x"]}).status == 400


def test_subscriptions_are_refused_for_want_of_a_public_endpoint(wire):
    body = {
        "changeType": "created",
        "notificationUrl": "https://client.example/hook",
        "resource": "/me/messages",
        "expirationDateTime": "2026-11-24T11:00:00Z",
    }
    answer = post(wire, "/subscriptions", body)
    assert (answer.status, answer.code) == (400, "ValidationError")
    assert post(wire, "/subscriptions", body | {"notificationUrl": "http://x"}).status == 400
    assert wire.get("/subscriptions").items == []


def test_events_delta_tells_masters_and_what_became_of_them(wire):
    items, link = wire.pages("/me/events/delta")
    assert {"seriesMaster", "singleInstance"} >= {item["type"] for item in items}
    single = next(item for item in items if item["type"] == "singleInstance")
    wire.change({"kind": "event_changed", "id": single["id"], "subject": "Renamed"})
    news, link = wire.pages(link)
    assert [item["subject"] for item in news] == ["Renamed"]
    wire.change({"kind": "event_removed", "id": single["id"]})
    assert wire.get(link).items[0]["@removed"] == {"reason": "deleted"}


def test_metadata_may_be_none_or_full(wire):
    url = "/me/messages?$top=2&$select=subject"
    none = wire.get(url, Accept="application/json;odata.metadata=none")
    assert "odata.metadata=none" in none.headers["content-type"]
    assert set(none.json) == {"value", "@odata.nextLink"}
    assert set(none.items[0]) == {"id", "subject"}
    full = wire.get(url, Accept="application/json; odata.metadata=full")
    assert full.items[0]["@odata.type"] == "#microsoft.graph.message"
    assert full.items[0]["@odata.id"].startswith("https://graph.test:8443/v1.0/users('")
    assert "@odata.type" not in wire.get(url).items[0]


def test_a_challenge_carries_the_claims(make_wire):
    claims = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}'
    answer = make_wire(tokens=OneToken(challenge=claims)).get("/me")
    head = answer.headers["www-authenticate"]
    assert answer.status == 401 and 'error="insufficient_claims"' in head
    packed = head.partition('claims="')[2].partition('"')[0]
    assert base64.b64decode(packed).decode() == claims


@pytest.mark.parametrize(
    "url",
    [
        "/me/messages?$filter=((((",
        "/me/messages?$filter=isRead%20eq",
        "/me/messages?$filter=" + "(" * 3000,
        "/me/messages?$filter=receivedDateTime%20ge%209999-99-99T00:00:00Z",
        "/me/messages?$orderby=nonsense",
        "/me/messages?$search=bare",
        "/me/messages?$top=-1",
        "/me/messages?$top=1&$top=2",
        "/me/messages?$expand=nonsense",
        "/me/calendarView?startDateTime=x&endDateTime=y",
        "/me/calendarView/delta",
        "/me/mailFolders/inbox/messages/delta?$deltatoken=%00%FF",
        "/me/mailFolders/inbox/messages/delta?$skiptoken=" + "A" * 5000,
        "/me/..%2f..%2fetc%2fpasswd",
        "/me/../../../etc/passwd",
        "/me/messages/%ff%fe",
        "/me/messages/" + "A" * 9000,
        "/me/messages('",
        "//me//messages//x",
        "/me/%00",
        "/",
    ],
)
def test_wrong_requests_get_graphs_error_shape(wire, url):
    answer = wire.get(url)
    assert 400 <= answer.status < 500
    error = answer.json["error"]
    assert error["code"] and error["innerError"]["request-id"] == answer.headers["request-id"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b"7", b'{"requests":' * 2000])
@pytest.mark.parametrize("url", ["/$batch", "/search/query", "/me/calendar/getSchedule"])
def test_wrong_json_gets_graphs_error_shape(wire, url, body):
    answer = post(wire, url, body)
    assert answer.status == 400 and answer.json["error"]["code"]
