"""Tests of the tenant's back door."""

import json

TRUTH = "https://graph.test:8443/_tenant/truth"
CHANGES = "https://graph.test:8443/_tenant/changes"


def test_the_door_needs_its_header(wire):
    assert wire.get(TRUTH).status == 403
    assert wire.ask("POST", CHANGES, b"[]").status == 403


def test_the_truth_agrees_with_graph(wire):
    truth = wire.get(TRUTH, Transom_Tenant="control").json["users"][0]
    items, _ = wire.pages("/me/messages?$top=100", Prefer='IdType="ImmutableId"')
    assert truth["messages"] == [
        {
            "id": m["id"],
            "folder": m["parentFolderId"],
            "read": m["isRead"],
            "subject": m["subject"],
            "received": m["receivedDateTime"],
        }
        for m in items
    ]


def test_a_change_that_cannot_be_is_a_sentence_and_changes_nothing(wire):
    before = wire.get(TRUTH, Transom_Tenant="control").body
    for change in (
        {"kind": "nonsense"},
        {"kind": "mail_moved", "id": "nothing", "folder": "inbox"},
        {"kind": "mail_added", "subject": "No sender"},
        {"kind": "folder_removed", "id": "inbox"},
        {"kind": "mail_read", "id": "x", "user": "nobody@contoso.example"},
        7,
    ):
        answer = wire.ask("POST", CHANGES, json.dumps(change).encode(), Transom_Tenant="control")
        assert answer.status == 400 and answer.json["error"]
    assert wire.get(TRUTH, Transom_Tenant="control").body == before
