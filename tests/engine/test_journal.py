"""The flight recorder keeps the newest records, and no secret whoever wrote them."""

from datetime import UTC, datetime

import pytest

from transom.engine.entities.accounts import AccountId
from transom.engine.journal import CallRecord, Journal, harmless_headers, harmless_text

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def record_of(template: str = "/me", **fields: object) -> CallRecord:
    return CallRecord(NOW, AccountId(1), "GET", template, 200, 5, **fields)  # type: ignore[arg-type]


def test_records_are_handed_over_once_and_in_order() -> None:
    journal = Journal()
    journal.record(record_of("/me/a"))
    journal.record(record_of("/me/b"))
    assert [record.template for record in journal.drain()] == ["/me/a", "/me/b"]
    assert journal.drain() == []


def test_the_queue_is_bounded_and_keeps_the_newest() -> None:
    journal = Journal(limit=3)
    for number in range(10):
        journal.record(record_of(retries=number))
    assert [record.retries for record in journal.drain()] == [7, 8, 9]


def test_records_that_could_not_be_stored_go_before_the_newer_ones() -> None:
    journal = Journal(limit=2)
    journal.record(record_of("/me/a"))
    drained = journal.drain()
    journal.record(record_of("/me/b"))
    journal.put_back(drained)
    assert [record.template for record in journal.drain()] == ["/me/a", "/me/b"]


def test_a_step_of_a_sign_in_is_a_record_without_a_status() -> None:
    journal = Journal()
    journal.step(NOW, AccountId(0), "redirect captured", "https://login.example/?code=secret")
    (record,) = journal.drain()
    assert (record.method, record.template, record.status) == ("STEP", "redirect captured", 0)
    assert record.outcome == "https://login.example"


def test_a_query_string_or_token_never_gets_in() -> None:
    journal = Journal()
    token = "eyJ" + "abcDEF123_-." * 20
    journal.record(
        record_of("/me/messages?$search=secret", outcome=token, headers=(("X-Echo", token),))
    )
    text = repr(journal.drain())
    assert "secret" not in text
    assert "eyJabc" not in text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "see https://graph.example:8443/v1.0/me?$skip=1 now",
            "see https://graph.example:8443 now",
        ),
        ("https://anna:pw@host/path", "https://host"),
        ("Oid:1@tenant for anna.b@example.com", "Oid:… for …"),
        ("7f3e1731-59c0-4d98-8ece-000000000000", "7f3e1731-59c0-4d98-8ece-000000000000"),
        ('realm="", authorization_uri="https://login.example/common/authorize"', None),
    ],
)
def test_links_are_cut_and_addresses_struck_out(before: str, after: str | None) -> None:
    expected = 'realm="", authorization_uri="https://login.example"' if after is None else after
    assert harmless_text(before) == expected


def test_cookies_are_left_out_whatever_their_spelling() -> None:
    headers = {"SET-Cookie": "a=b", "Retry-After": "7", "x-ms-ags-diagnostic": '{"Ring":"4"}'}
    assert harmless_headers(headers) == (
        ("Retry-After", "7"),
        ("x-ms-ags-diagnostic", '{"Ring":"4"}'),
    )
