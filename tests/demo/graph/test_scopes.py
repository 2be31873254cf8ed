"""Tests of the table of permissions: against the published one, and at the door."""

import pytest
from tests.demo.graph import published
from tests.demo.graph.conftest import OneToken

from transom.demo.graph.scopes import ANYBODY, Need
from transom.demo.mailbox.users import USERS

# The published table has no rows of their own for these and takes them from a sibling; the source
# of a message holds what the basic permissions do not show.
GUESSED = "/$value"
# Private accounts have no directory: the tenant shows them themselves under /me alone.
OTHERS = frozenset({"User.Read", "User.ReadWrite"})


def wider(found: frozenset[str], row: list[str]) -> set[str]:
    """Return what opens a thing here and not there; the right to write includes to read."""
    known = set(row) | {name.replace(".Read", ".ReadWrite", 1) for name in row}
    return {name for name in found - known if ".Shared" not in name}


def compare(need: Need, row: dict[str, list[str]], path: str) -> list[str]:
    faults = []
    for kind, ours in (("work", need.work), ("personal", need.personal), ("app", need.app)):
        theirs = row.get(kind, [])
        if kind == "app" and path.startswith("/me"):
            continue  # an app alone has no /me
        missing = set(theirs) - ours
        if path.startswith("/users/{user-id}") and path.count("/") == 2:
            missing -= OTHERS
        if missing and not (GUESSED in path and "inferredFrom" in row):
            faults.append(f"{path} {kind}: lacks {sorted(missing)}")
        if more := wider(ours, theirs + row.get("more", []) * (kind == "work")):
            faults.append(f"{path} {kind}: has also {sorted(more)}")
    return faults


def test_the_table_agrees_with_the_published_one() -> None:
    rows, faults, compared = published.permissions(), [], 0
    for operation in published.contract().operations():
        row = rows.get(str(operation))
        if row is not None and operation.route.need is not ANYBODY:  # refused to everybody
            own = rows.get(str(operation).replace("/users/{user-id}", "/me"), {})
            row = row | {"more": own.get("work", [])}
            compared += 1
            faults += compare(operation.route.need, row, operation.path)
    published.COUNTS.append(f"permissions: {compared} operations compared")
    assert compared > 290
    assert not faults, "\n".join(faults)


def test_somebody_elses_mailbox_needs_the_shared_permission(make_wire):
    whose = "/users/bridge.office@contoso.example"
    plain = make_wire()
    assert plain.get(f"{whose}/messages").code == "ErrorAccessDenied"
    for scope, path in (
        ("Mail.Read.Shared", "messages"),
        ("Calendars.Read.Shared", "calendar/events"),
        ("Contacts.Read.Shared", "contacts"),
    ):
        wire = make_wire(tokens=OneToken(scopes=frozenset({scope})))
        assert wire.get(f"{whose}/{path}").status == 200, path
        assert wire.get("/me/messages").status == 403


def test_the_basic_permissions_show_no_bodies(make_wire):
    wire = make_wire(tokens=OneToken(scopes=frozenset({"Mail.ReadBasic", "Calendars.ReadBasic"})))
    message = wire.get("/me/messages?$top=1").items[0]
    assert "subject" in message and not {"body", "bodyPreview", "uniqueBody"} & set(message)
    assert wire.get(f"/me/messages/{message['id']}/$value").status == 403
    assert wire.get("/me/messages?$expand=attachments").status == 403
    event = wire.get("/me/events?$top=1").items[0]
    assert "subject" in event and "body" not in event


@pytest.mark.parametrize(
    "path", ["/me/memberOf", "/me/manager", "/users", "/me/photo", "/me/calendar/getSchedule"]
)
def test_private_accounts_have_no_organisation(make_wire, path):
    everything = frozenset({"User.Read", "User.Read.All", "Calendars.Read", "Mail.Read"})
    wire = make_wire(tokens=OneToken(oid=USERS[1].oid, tid=USERS[1].tid, scopes=everything))
    method = "POST" if path.endswith("getSchedule") else "GET"
    assert wire.ask(method, path).status in (403, 404)
    assert wire.get("/me/messages").status == 200


def test_an_app_reads_every_mailbox_of_its_organisation_and_no_me(make_wire):
    app = OneToken(oid="an-app", scopes=frozenset({"Mail.Read"}), is_app_only=True)
    wire = make_wire(tokens=app)
    assert wire.get("/users/board@contoso.example/messages").status == 200
    assert wire.get(f"/users/{USERS[0].oid}/messages").status == 200
    assert wire.get(f"/users/{USERS[0].oid}/contacts").status == 403
    assert wire.get("/me").status == 400
    assert wire.get(f"/users/{USERS[1].oid}/messages").status == 403
