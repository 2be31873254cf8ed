"""Tests of the frame around every answer: identity, scopes, headers, errors, methods."""

import asyncio
import json
import uuid

import pytest
from tests.demo.graph.conftest import BORN, READ_ALL, OneToken

from transom.demo.graph.app import graph_app
from transom.demo.mailbox.changes import Changes
from transom.demo.mailbox.users import USERS
from transom.demo.mailbox.world import World


def test_every_answer_carries_graphs_headers(wire):
    answer = wire.get("/me", client_request_id="abc")
    assert answer.status == 200
    assert answer.headers["client-request-id"] == "abc"
    assert uuid.UUID(answer.headers["request-id"])
    assert '"ServerInfo"' in answer.headers["x-ms-ags-diagnostic"]
    assert answer.headers["odata-version"] == "4.0"
    assert answer.headers["content-type"].startswith("application/json;odata.metadata=minimal")


def test_without_a_client_request_id_the_request_id_stands_for_it(wire):
    headers = wire.get("/me").headers
    assert headers["client-request-id"] == headers["request-id"]


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "TRACE", "BREW"])
def test_odd_methods_are_refused_in_graphs_words(wire, method):
    answer = wire.ask(method, "/me")
    assert (answer.status, answer.code) == (405, "Request_BadRequest")


def test_a_fault_of_the_tenants_own_has_graphs_shape_too():
    class Broken:
        def check(self, _bearer):
            raise RuntimeError("a fault")

    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    app = graph_app(World(1, 1, BORN, Changes()), Broken())
    scope = {"type": "http", "method": "GET", "path": "/v1.0/me", "query_string": b""}
    scope |= {"headers": [(b"authorization", b"Bearer x")], "root_path": ""}
    with pytest.raises(RuntimeError, match="a fault"):  # the server writes it down
        asyncio.run(app(scope, receive, send))
    assert sent[0]["status"] == 500
    error = json.loads(sent[1]["body"])["error"]
    assert error["code"] == "InternalServerError" and error["innerError"]["request-id"]


def test_a_bad_token_is_a_401_with_a_challenge(wire):
    answer = wire.get("/me", bearer="stale")
    assert (answer.status, answer.code) == (401, "InvalidAuthenticationToken")
    assert answer.headers["www-authenticate"].startswith("Bearer ")


def test_an_error_names_the_request(wire):
    answer = wire.get("/me/messages/nothing", client_request_id="abc")
    inner = answer.json["error"]["innerError"]
    assert (answer.status, answer.code) == (404, "ErrorItemNotFound")
    assert inner["client-request-id"] == "abc"
    assert inner["request-id"] == answer.headers["request-id"]


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("/me", "User.Read"),
        ("/me/messages", "Mail.Read"),
        ("/me/calendars", "Calendars.Read"),
        ("/me/contacts", "Contacts.Read"),
        ("/me/mailboxSettings", "MailboxSettings.Read"),
    ],
)
def test_each_part_needs_its_scope(make_wire, path, scope):
    denied = make_wire(tokens=OneToken(scopes=READ_ALL - {scope})).get(path)
    assert (denied.status, denied.code) == (403, "ErrorAccessDenied")
    assert make_wire(tokens=OneToken(scopes=frozenset({scope}))).get(path).status == 200


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
def test_nothing_can_be_written(wire, method):
    answer = wire.ask(method, "/me/messages", b"{}")
    assert (answer.status, answer.code) == (403, "ErrorAccessDenied")


def test_only_the_own_mailbox_opens(wire):
    assert wire.get(f"/users/{USERS[0].oid}/messages").status == 200
    assert wire.get(f"/users/{USERS[0].username}/messages").status == 200
    assert wire.get(f"/users/{USERS[1].oid}/messages").code == "ErrorAccessDenied"


def test_unknown_segments_versions_and_options_are_refused(wire):
    assert wire.get("/me/nonsense").code == "ResourceNotFound"
    assert wire.get("https://graph.test:8443/v9/me").status == 404
    assert wire.get("/me/messages?$nonsense=1").status == 400
    assert wire.get("/me/messages?$select=nonsense").code == "RequestBroker--ParseUri"
    assert wire.get("/me/messages?$top=abc").status == 400
    assert wire.get("/me/messages?$top=1001").status == 400


def test_both_spellings_and_any_case_of_segments_work(wire):
    folders = {f["displayName"]: f["id"] for f in wire.get("/Me/MailFolders?$top=50").items}
    first = wire.get("/me/mailfolders/inbox/messages?$select=subject").json["value"]
    assert wire.get("/me/mailFolders('INBOX')/messages?$select=subject").json["value"] == first
    name = folders["Inbox"].replace("/", "%2F").replace("+", "%2B")
    assert wire.get(f"/me/mailFolders('{name}')/messages?$select=subject").json["value"] == first
    for delta in ("delta", "delta()", "microsoft.graph.delta()"):
        assert wire.get(f"/me/mailFolders/inbox/messages/{delta}?$select=subject").items


def test_an_unknown_time_zone_is_refused(wire):
    answer = wire.get("/me/calendarView", Prefer='outlook.timezone="Nowhere"')
    assert answer.code == "TimeZoneNotSupportedException"


def test_preferences_are_confirmed(wire):
    wish = 'IdType="ImmutableId", outlook.timezone="Europe/Tallinn", odata.maxpagesize=5'
    answer = wire.get("/me/messages", Prefer=wish)
    confirmed = answer.headers["preference-applied"]
    assert 'IdType="ImmutableId"' in confirmed and "odata.maxpagesize=5" in confirmed
    assert len(answer.items) == 5
