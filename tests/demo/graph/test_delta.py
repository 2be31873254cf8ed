"""Tests of delta rounds: first walks, news, removals, restarts and stale links."""

import pytest
from tests.demo.graph.conftest import BORN, IMMUTABLE, OneToken, Wire, segment

from transom.demo.graph.app import graph_app
from transom.demo.graph.delta import REMEMBERED
from transom.demo.mailbox.changes import Changes
from transom.demo.mailbox.world import World

INBOX = "/me/mailFolders/inbox/messages/delta?$select=subject,isRead"
MAIL = {"kind": "mail_added", "from": {"name": "Zoe", "address": "zoe@adatum.example"}}


def new_mail(subject, **more):
    return {**MAIL, "subject": subject, "text": "Hello", **more}


def follow(wire, url=INBOX, **headers):
    return wire.pages(url, Prefer=f"{IMMUTABLE}, odata.maxpagesize=50", **headers)


def test_the_first_walk_brings_the_whole_folder_once(wire):
    items, link = follow(wire)
    assert len({m["id"] for m in items}) == len(items) == 193
    assert all(m["@odata.type"].startswith("#microsoft.graph.") for m in items)
    assert follow(wire, link)[0] == []


def test_the_first_question_says_how_long_all_pages_of_a_round_are(wire):
    url, sizes = "/me/mailFolders/inbox/messages/delta?$top=70&$select=subject", []
    while url:
        answer = wire.get(url).json
        sizes.append(len(answer["value"]))
        url = answer.get("@odata.nextLink")
    assert sizes == [70, 70, 53]
    assert wire.get("/me/mailFolders/inbox/messages/delta?$top=9999").status == 400


def test_new_mail_is_news_in_its_folder_alone(wire):
    _, inbox = follow(wire)
    _, archive = follow(wire, "/me/mailFolders/archive/messages/delta")
    (made,) = wire.change(new_mail("Fresh"))
    news, after = follow(wire, inbox)
    assert [(m["id"], m["subject"]) for m in news] == [(made, "Fresh")]
    assert follow(wire, archive)[0] == []
    assert follow(wire, after)[0] == []
    assert wire.get("/me/messages?$top=1&$select=subject").items[0]["subject"] == "Fresh"


def test_an_old_link_tells_the_same_story_again(wire):
    _, link = follow(wire)
    wire.change(new_mail("One"), new_mail("Two"))
    assert follow(wire, link)[0] == follow(wire, link)[0]


def test_a_move_is_removed_here_and_added_there(wire):
    items, inbox = follow(wire)
    _, archive = follow(wire, "/me/mailFolders/archive/messages/delta")
    wire.change({"kind": "mail_moved", "id": items[3]["id"], "folder": "archive"})
    (gone,), _ = follow(wire, inbox)
    assert gone["@removed"] == {"reason": "deleted"} and gone["id"] == items[3]["id"]
    (there,), _ = follow(wire, archive)
    assert there["id"] == items[3]["id"] and "@removed" not in there


def test_without_immutable_ids_the_old_name_is_removed(wire):
    items, inbox = wire.pages(INBOX, Prefer="odata.maxpagesize=50")
    wire.change({"kind": "mail_moved", "id": items[0]["id"], "folder": "archive"})
    (gone,), _ = wire.pages(inbox)
    assert gone["id"] == items[0]["id"] and "@removed" in gone


def test_reading_and_deleting_are_news_too(wire):
    items, link = follow(wire)
    wire.change(
        {"kind": "mail_read", "id": items[0]["id"], "is_read": True},
        {"kind": "mail_deleted", "id": items[1]["id"]},
    )
    news = {m["id"]: m for m in follow(wire, link)[0]}
    assert news[items[0]["id"]]["isRead"] is True
    assert news[items[1]["id"]]["@removed"]["reason"] == "deleted"
    assert wire.get(f"/me/messages/{segment(items[1]['id'])}").status == 404


def test_a_change_during_the_walk_comes_with_the_next_round(wire):
    first = wire.get(INBOX, Prefer=f"{IMMUTABLE}, odata.maxpagesize=50")
    (made,) = wire.change(new_mail("Meanwhile"))
    wire.change({"kind": "mail_deleted", "id": first.items[-1]["id"]})
    rest, link = follow(wire, first.json["@odata.nextLink"])
    assert len(first.items) + len(rest) == 193
    news = {m["id"]: m for m in follow(wire, link)[0]}
    assert set(news) == {made, first.items[-1]["id"]}


def test_news_come_in_pages(wire):
    _, link = follow(wire)
    wire.change(*(new_mail(f"Number {n}") for n in range(120)))
    answer = wire.get(link, Prefer=f"{IMMUTABLE}, odata.maxpagesize=50")
    assert len(answer.items) == 50 and "@odata.nextLink" in answer.json
    news, _ = follow(wire, link)
    assert {m["subject"] for m in news} == {f"Number {n}" for n in range(120)}


@pytest.mark.parametrize(("kind", "count"), [("created", 1), ("updated", 1), ("deleted", 1)])
def test_one_kind_of_change_can_be_followed_alone(wire, kind, count):
    items, link = follow(wire, f"{INBOX}&changeType={kind}")
    wire.change(
        new_mail("Fresh"),
        {"kind": "mail_read", "id": items[0]["id"]},
        {"kind": "mail_deleted", "id": items[1]["id"]},
    )
    assert len(follow(wire, link)[0]) == count


def test_a_filter_bounds_the_walk(wire):
    bound = segment("receivedDateTime ge 2026-11-20T00:00:00Z")
    items, _ = follow(wire, f"{INBOX},receivedDateTime&$filter={bound}")
    assert items and min(m["receivedDateTime"] for m in items) >= "2026-11-20"
    refused = wire.get(f"{INBOX}&$filter={segment('isRead eq true')}")
    assert refused.status == 400


def test_links_outlive_a_restart(make_wire, tmp_path):
    path = tmp_path / "changes.jsonl"
    before = make_wire(Changes(path))
    items, link = follow(before)
    before.change(new_mail("Before"), {"kind": "mail_deleted", "id": items[0]["id"]})
    after = make_wire(Changes(path))
    after.change(new_mail("After"))
    news, _ = follow(after, link)
    assert {m.get("subject") for m in news} == {"Before", "After", None}
    assert (
        truth(after)["users"][0]["messages"]
        == truth(make_wire(Changes(path)))["users"][0]["messages"]
    )


def truth(wire):
    url = "https://graph.test:8443/_tenant/truth"
    return wire.get(url, Transom_Tenant="control").json


@pytest.mark.parametrize("mark", ["nonsense", "AAAA", "%00", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA"])
def test_an_unknown_link_is_a_410(wire, mark):
    answer = wire.get(f"/me/mailFolders/inbox/messages/delta?$deltatoken={mark}")
    assert (answer.status, answer.code) == (410, "SyncStateNotFound")


def test_a_link_of_one_folder_does_not_open_another(wire):
    _, link = follow(wire)
    assert wire.get(link.replace("/inbox/", "/archive/")).status == 410


def test_a_link_from_a_life_that_was_lost_is_a_410(make_wire):
    first = make_wire()
    first.change(new_mail("Only here"))
    _, link = follow(first)
    assert make_wire().get(link).code == "SyncStateNotFound"


def test_folders_report_their_counts_births_and_ends(wire):
    _, link = follow(wire, "/me/mailFolders/delta")
    wire.change(new_mail("Fresh"))
    (made,) = wire.change({"kind": "folder_added", "name": "Tender", "parent": "inbox"})
    news, link = follow(wire, link)
    assert {f["displayName"] for f in news} == {"Inbox", "Tender"}
    assert next(f for f in news if f["displayName"] == "Inbox")["unreadItemCount"] == 13
    wire.change({"kind": "folder_removed", "id": made})
    (gone,), _ = follow(wire, link)
    assert gone["id"] == made and "@removed" in gone
    assert wire.get(f"/me/mailFolders/{segment(made)}/messages/delta").status == 404


WINDOW = "startDateTime=2026-11-01T00:00:00Z&endDateTime=2026-12-31T00:00:00Z"


def test_a_calendar_walk_has_masters_stubs_exceptions_and_singles(wire):
    items, link = follow(wire, f"/me/calendarView/delta?{WINDOW}")
    kinds = {kind: [e for e in items if e["type"] == kind] for kind in {e["type"] for e in items}}
    assert set(kinds) == {"singleInstance", "occurrence", "exception", "seriesMaster"}
    masters = {e["id"] for e in kinds["seriesMaster"]}
    stub = kinds["occurrence"][0]
    assert set(stub) == {
        "@odata.type", "@odata.etag", "id", "seriesMasterId", "type", "start", "end",
    }  # fmt: skip
    assert all(e["seriesMasterId"] in masters for e in kinds["occurrence"])
    assert len({e["id"] for e in items}) == len(items)
    assert follow(wire, link)[0] == []


def test_events_that_come_change_and_go_are_news(wire):
    url = f"/me/calendarView/delta?{WINDOW}"
    items, link = follow(wire, url)
    (made,) = wire.change(
        {"kind": "event_added", "subject": "Tender opening", "start": "2026-11-25T10:00:00",
         "end": "2026-11-25T11:00:00"}
    )  # fmt: skip
    (news,), link = follow(wire, link)
    assert (news["id"], news["subject"], news["start"]["dateTime"]) == (
        made, "Tender opening", "2026-11-25T08:00:00.0000000",
    )  # fmt: skip
    # Moved out of the window: for this client it is gone.
    wire.change(
        {"kind": "event_changed", "id": made, "start": "2027-03-01T10:00:00",
         "end": "2027-03-01T11:00:00"}
    )  # fmt: skip
    (gone,), link = follow(wire, link)
    assert gone["id"] == made and "@removed" in gone
    series = next(e for e in items if e["type"] == "seriesMaster")
    stubs = {e["id"] for e in items if e.get("seriesMasterId") == series["id"]}
    wire.change({"kind": "event_removed", "id": series["id"]})
    removed = {e["id"] for e in follow(wire, link)[0] if "@removed" in e}
    assert removed == stubs | {series["id"]}


def test_one_meeting_of_a_series_can_be_dropped_or_moved(wire):
    items, link = follow(wire, f"/me/calendarView/delta?{WINDOW}")
    first, second = [e["id"] for e in items if e["type"] == "occurrence"][:2]
    wire.change({"kind": "event_removed", "id": first})
    wire.change({"kind": "event_changed", "id": second, "subject": "Moved once"})
    news = {e["id"]: e for e in follow(wire, link)[0]}
    assert "@removed" in news[first]
    assert (news[second]["type"], news[second]["subject"]) == ("exception", "Moved once")


def test_contacts_come_change_and_go(wire):
    items, link = follow(wire, "/me/contacts/delta?$select=displayName,companyName")
    assert len(items) > 100
    (made,) = wire.change(
        {"kind": "contact_added", "given_name": "Zoe", "email": "z@adatum.example"}
    )
    wire.change({"kind": "contact_changed", "id": items[0]["id"], "company": "Adatum"})
    wire.change({"kind": "contact_removed", "id": items[1]["id"]})
    news = {c["id"]: c for c in follow(wire, link)[0]}
    assert news[made]["displayName"] == "Zoe"
    assert news[items[0]["id"]]["companyName"] == "Adatum"
    assert "@removed" in news[items[1]["id"]]


def test_pages_of_nothing_are_not_given(wire):
    items, _ = wire.pages("/me/contactFolders/delta?$top=0")
    assert len(items) == 3


def test_a_link_that_lies_too_far_back_is_gone_and_says_where_to_begin_anew():
    world = World(1, 40, BORN, Changes())
    wire = Wire(graph_app(world, OneToken()))
    items, link = follow(wire)
    log = world.mailboxes()[0].log
    for _ in range(REMEMBERED):
        log.add("folders", 0, 2)
    assert follow(wire, link)[0] == []
    log.add("folders", 0, 2)
    gone = wire.get(link)
    assert (gone.status, gone.code) == (410, "SyncStateNotFound")
    assert len(follow(wire, gone.headers["location"])[0]) == len(items)
