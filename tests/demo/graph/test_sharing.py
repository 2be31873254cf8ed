"""Tests of other people's mailboxes and calendars: what opens, and how far."""

import pytest
from tests.demo.graph.conftest import EVERYTHING, OneToken, segment

from transom.demo.mailbox.users import USERS

FULL = "/users/bridge.office@contoso.example"
SOME = "/users/tenders@contoso.example"
CLOSED = "/users/board@contoso.example"
DELEGATE = "/users/ines.navarro@contoso.example"
WINDOW = "startDateTime=2026-11-20T00:00:00Z&endDateTime=2026-12-04T00:00:00Z"


@pytest.fixture
def wire(make_wire):
    return make_wire(tokens=OneToken(scopes=EVERYTHING))


def test_a_mailbox_with_full_access_opens_like_ones_own(wire):
    folders = {folder["displayName"] for folder in wire.get(f"{FULL}/mailFolders?$top=50").items}
    assert {"Inbox", "Sent Items", "Projects"} <= folders
    message = wire.get(f"{FULL}/mailFolders/inbox/messages?$top=1").items[0]
    whole = wire.get(f"{FULL}/messages/{segment(message['id'])}")
    assert whole.json["subject"] == message["subject"]
    assert wire.get(f"/me/messages/{segment(message['id'])}").status == 404
    items, link = wire.pages(f"{FULL}/mailFolders/inbox/messages/delta?$select=subject")
    assert items and FULL in link
    assert wire.get(f"{FULL}/contacts").items


def test_a_mailbox_with_some_folders_opens_those_alone(wire):
    folders = {folder["displayName"]: folder for folder in wire.get(f"{SOME}/mailFolders").items}
    assert set(folders) == {"Inbox", "Archive"}
    assert wire.get(f"{SOME}/mailFolders/inbox/messages").items
    for path in ("mailFolders/sentitems", "mailFolders/sentitems/messages", "messages", "contacts"):
        answer = wire.get(f"{SOME}/{path}")
        assert (answer.status, answer.code) == (403, "ErrorAccessDenied"), path
    names = {item["displayName"] for item in wire.get(f"{SOME}/mailFolders/delta").items}
    assert names == {"Inbox", "Archive"}


@pytest.mark.parametrize(
    "path", ["mailFolders", "messages", "calendar", "calendarView", "contacts"]
)
def test_a_closed_mailbox_is_refused_whatever_the_token(wire, path):
    answer = wire.get(f"{CLOSED}/{path}?{WINDOW}")
    assert (answer.status, answer.code) == (403, "ErrorAccessDenied")


@pytest.mark.parametrize("whose", [FULL, SOME, DELEGATE])
def test_settings_of_others_are_denied_to_delegates(wire, whose):
    assert wire.get(f"{whose}/mailboxSettings").code == "ErrorAccessDenied"
    assert wire.get(f"{whose}/outlook/masterCategories").code == "ErrorAccessDenied"


def test_a_delegate_reads_the_calendar_and_no_mail(wire):
    assert wire.get(f"{DELEGATE}/calendar").json["owner"]["name"] == "Ines Navarro"
    subjects = [item["subject"] for item in wire.get(f"{DELEGATE}/calendarView?{WINDOW}").items]
    assert "Drawings round" in subjects and "Load case review" in subjects
    assert wire.get(f"{DELEGATE}/messages").status == 403


def test_private_meetings_of_others_say_only_when_they_are(wire):
    events = wire.get(f"{DELEGATE}/calendarView?{WINDOW}").items
    (private,) = [event for event in events if event["sensitivity"] == "private"]
    assert private["subject"] == "Private Appointment"
    assert private["location"]["displayName"] == "" and not private["attendees"]
    single = wire.get(f"{DELEGATE}/events/{segment(private['id'])}").json
    assert single["subject"] == "Private Appointment"
    news = wire.get(f"{DELEGATE}/calendarView/delta?{WINDOW}").items
    assert "Doctor" not in str(news)


def test_people_of_another_tenant_and_nobody_are_not_opened(wire):
    assert wire.get("/users/nobody@contoso.example/messages").code == "ErrorAccessDenied"
    assert wire.get(f"/users/{USERS[9].oid}/messages").code == "ErrorAccessDenied"
    assert wire.get("/users/nobody@contoso.example").code == "Request_ResourceNotFound"
    assert wire.get(f"/users/{USERS[9].oid}").code == "Request_ResourceNotFound"


def test_an_account_without_a_mailbox_says_so(make_wire):
    app = OneToken(oid="an-app", scopes=EVERYTHING, is_app_only=True)
    answer = make_wire(tokens=app).get("/users/room.baltic@contoso.example/messages")
    assert (answer.status, answer.code) == (404, "MailboxNotEnabledForRESTAPI")


def test_the_truth_names_shared_mailboxes(wire):
    url = "https://graph.test:8443/_tenant/truth"
    users = wire.get(url, Transom_Tenant="control").json["users"]
    kinds = {user["username"]: user["kind"] for user in users}
    assert kinds["bridge.office@contoso.example"] == "shared"
    assert kinds["adele@outlook.example"] == "personal"
    office = next(user for user in users if user["username"].startswith("bridge.office"))
    assert len(office["messages"]) == len(wire.pages(f"{FULL}/messages?$top=100")[0])


def test_others_have_mailboxes_of_their_own(make_wire):
    subjects = []
    for user in (USERS[2], USERS[3]):
        wire = make_wire(tokens=OneToken(oid=user.oid, tid=user.tid, scopes=EVERYTHING))
        assert wire.get("/me").json["displayName"] == user.display_name
        subjects.append([item["subject"] for item in wire.get("/me/messages").items])
        assert wire.get(f"{FULL}/messages").status == 403
    assert subjects[0] != subjects[1]
