"""The client against a server that misbehaves in every way there is."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.engine.graph.conftest import Bench, account_at
from tests.fakes.hostile import Reply, reply_error

from transom.engine.entities.accounts import RemoteId
from transom.engine.errors import (
    CaptivePortalError,
    CursorLostError,
    DeniedError,
    GuardError,
    NonsenseError,
    NotFoundError,
    OfflineError,
    ServiceError,
    SignInNeededError,
    StoppedError,
    ThrottledError,
    TransomError,
    UnavailableError,
)
from transom.engine.graph.addresses import address
from transom.engine.graph.answers import BrokenConnectionError
from transom.engine.graph.client import GraphClient
from transom.engine.graph.exchange import Call

ME = address("/me")


def test_a_retry_has_a_new_number_and_the_journal_knows_both(bench: Bench) -> None:
    bench.server.queue(reply_error(503, "busy", request_id="r-1"))
    bench.client.get(ME)
    numbers = [asked.headers["client-request-id"] for asked in bench.server.asked]
    records = bench.journal.drain()
    assert len(set(numbers)) == 2
    assert [record.client_request_id for record in records] == numbers
    assert [(record.status, record.retries, record.outcome) for record in records] == [
        (503, 0, "busy"),
        (200, 1, "ok"),
    ]
    assert records[0].request_id == "r-1"


def test_a_refused_token_is_renewed_once_and_the_call_repeated(bench: Bench) -> None:
    bench.server.queue(reply_error(401, "InvalidAuthenticationToken"))
    assert bench.client.get(ME).is_ok
    assert bench.tokens.rejected == ["secret-token-1"]
    assert [asked.headers["authorization"] for asked in bench.server.asked] == [
        "Bearer secret-token-1",
        "Bearer secret-token-2",
    ]
    assert bench.clock.waits == []


def test_a_server_that_refuses_fresh_tokens_is_asked_thrice_at_most(bench: Bench) -> None:
    bench.server.standing = reply_error(401, "InvalidAuthenticationToken")
    with pytest.raises(UnavailableError):
        bench.client.get(ME)
    assert len(bench.server.asked) == 3
    assert bench.tokens.rejected == ["secret-token-1"]


def test_a_claims_challenge_ends_in_a_fresh_sign_in(bench: Bench) -> None:
    challenge = 'Bearer realm="", error="insufficient_claims", claims="eyJhIjoxfQ=="'
    bench.server.standing = reply_error(401, "x", www_authenticate=challenge)
    with pytest.raises(SignInNeededError):
        bench.client.get(ME)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (reply_error(403, "ErrorAccessDenied"), DeniedError),
        (reply_error(404, "MailboxNotEnabledForRESTAPI"), DeniedError),
        (reply_error(404, "ErrorItemNotFound"), NotFoundError),
        (reply_error(400, "ErrorInvalidIdMalformed"), NotFoundError),
        (reply_error(410, "SyncStateNotFound"), CursorLostError),
        (reply_error(400, "syncStateNotFound"), CursorLostError),
        (reply_error(400, "BadRequest"), ServiceError),
        (reply_error(500, "UnknownError"), UnavailableError),
        (Reply(404, b"<html>gone</html>"), NotFoundError),
        (Reply(403, b""), DeniedError),
    ],
)
def test_a_failure_becomes_the_error_that_says_what_it_means(
    bench: Bench, reply: Reply, expected: type[TransomError]
) -> None:
    bench.server.standing = reply
    with pytest.raises(expected) as caught:
        bench.client.get(ME)
    assert type(caught.value) is expected
    assert caught.value.facts["status"] == str(reply.status)
    assert "anna" not in str(caught.value.facts)
    assert len(bench.server.asked) == 1


@pytest.mark.parametrize("status", [429, 502, 503, 504, 509])
def test_a_busy_server_is_asked_again_after_a_growing_pause(bench: Bench, status: int) -> None:
    bench.server.queue(reply_error(status), reply_error(status), reply_error(status))
    assert bench.client.get(ME).is_ok
    first, second, third = bench.clock.waits
    assert 0.5 <= first <= 1 <= second <= 2 <= third <= 4


def test_the_pause_the_server_names_is_kept(bench: Bench) -> None:
    bench.server.queue(reply_error(429, "x", retry_after="2.5"))
    bench.client.get(ME)
    assert bench.clock.waits == pytest.approx([2.5])


def test_a_pause_beyond_patience_ends_the_call_and_says_when_to_come_back(bench: Bench) -> None:
    bench.server.queue(reply_error(429, "x", retry_after="21600"))
    with pytest.raises(ThrottledError) as caught:
        bench.client.get(ME)
    assert caught.value.retry_after_s == 3600
    assert bench.clock.waits == []
    with pytest.raises(ThrottledError):
        bench.another().get(ME)
    assert len(bench.server.asked) == 1
    assert bench.another(number=8).get(ME).is_ok


def test_all_clients_of_a_mailbox_share_a_pause_and_others_do_not(bench: Bench) -> None:
    bench.limiter.rest(bench.account.id, 5)
    bench.another(number=8).get(ME)
    assert bench.clock.waits == []
    bench.another().in_front().get(ME)
    assert bench.clock.waits == pytest.approx([5])


def test_patience_ends_after_a_bounded_number_of_tries(bench: Bench) -> None:
    bench.server.standing = reply_error(503)
    with pytest.raises(UnavailableError):
        bench.client.get(ME)
    assert len(bench.server.asked) == 5


def test_a_reset_connection_is_tried_again_over_a_new_one(bench: Bench) -> None:
    bench.server.queue(Reply(fate="reset"))
    assert bench.client.get(ME).is_ok
    assert len(bench.server.asked) == 2


def test_a_line_that_keeps_breaking_counts_as_offline(bench: Bench) -> None:
    bench.server.standing = Reply(fate="reset")
    with pytest.raises(OfflineError):
        bench.client.get(ME)
    assert len(bench.server.asked) == 3


def test_an_answer_that_ends_too_early_is_asked_for_again(bench: Bench) -> None:
    bench.server.queue(Reply(body=b'{"value": [', fate="truncated"))
    assert bench.client.get(ME).body == b"{}"


def test_nobody_listening_is_offline_at_once(bench: Bench) -> None:
    with socket.create_server(("127.0.0.1", 0)) as left:
        port = left.getsockname()[1]
    client = GraphClient(
        account_at(f"https://127.0.0.1:{port}", bench.server.ca_file),
        bench.tokens,
        bench.journal,
        bench.stopping,
        bench.clock,
        bench.limiter,
    )
    with pytest.raises(OfflineError) as caught:
        client.get(ME)
    client.close()
    assert not isinstance(caught.value, BrokenConnectionError)
    assert bench.clock.waits == []


@pytest.mark.parametrize("body", [b"<html>sign in</html>", b'{"value": [{"id"', b"", b"[1]"])
def test_what_is_not_the_json_asked_for_is_nonsense(bench: Bench, body: bytes) -> None:
    bench.server.standing = Reply(body=body, headers={"Content-Type": "application/json"})
    with pytest.raises(NonsenseError):
        bench.client.get_json(dict[str, object], ME)


def test_a_page_in_place_of_json_is_the_networks_own(bench: Bench) -> None:
    html = {"Content-Type": "text/html; charset=utf-8"}
    bench.server.queue(Reply(body=b"<h1>Welcome on board</h1>", headers=html), Reply(511))
    for _ in range(2):
        with pytest.raises(CaptivePortalError):
            bench.client.get_json(dict[str, object], ME)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "POST", "HEAD", "OPTIONS", "get"])
@pytest.mark.parametrize(
    "path",
    ["/me", "/me/messages/1", "/me/sendMail", "/me/events/1/accept", "/me/messages/1/move"],
)
def test_nothing_but_reads_arrives_at_the_server(bench: Bench, method: str, path: str) -> None:
    with pytest.raises(GuardError):
        bench.client.send(Call(address(path), method=method, body=b"{}"))
    assert bench.server.asked == []
    assert bench.server.connections == 0


@pytest.mark.parametrize(
    "link",
    [
        "https://localhost:{port}/v1.0/me",
        "http://127.0.0.1:{port}/v1.0/me",
        "https://127.0.0.1:{port}@localhost:{port}/v1.0/me",
        "https://localhost:{port}\\@127.0.0.1:{port}/v1.0/me",
        "//localhost:{port}/v1.0/me",
        "/v1.0/me",
        "https://127.0.0.1/v1.0/me",
        "https://127.0.0.1:{port}.localhost/v1.0/me",
        "https://127.0.0.1:{port}/v1.0/../me",
        "",
    ],
)
def test_no_link_to_another_place_is_followed(bench: Bench, link: str) -> None:
    port = bench.server.origin.rpartition(":")[2]
    with pytest.raises(GuardError):
        bench.client.get(link.replace("{port}", port))
    assert bench.server.asked == []
    assert bench.server.connections == 0


def test_a_link_of_the_server_is_followed_as_it_stands(bench: Bench) -> None:
    query = "$deltatoken=a%2Bb%7Ec&x=%24skip"
    bench.client.get(f"{bench.server.origin}/v1.0/me/contacts/delta?{query}")
    assert bench.server.asked[0].path.partition("?")[0] == "/v1.0/me/contacts/delta"
    assert "$deltatoken=a%2Bb" in bench.server.asked[0].path


def test_the_journal_holds_no_secret_of_a_failed_call(bench: Bench) -> None:
    bench.server.queue(
        reply_error(
            403,
            "ErrorAccessDenied",
            request_id="r-2",
            Location=f"{bench.server.origin}/v1.0/me?$deltatoken=hidden",
            Set_Cookie="session=hidden",
            X_Who="anna@example.com",
            X_Long="A" * 200,
        )
    )
    secret_id = RemoteId("AAMkSecretId=")
    with pytest.raises(DeniedError):
        bench.client.get(address("/me/messages/{message}", secret_id, params={"$select": "body"}))
    (record,) = bench.journal.drain()
    assert record.template == "/me/messages/{message}"
    assert dict(record.headers)["location"] == bench.server.origin
    assert record.account == 7
    text = repr(record)
    for secret in ("hidden", "anna", "secret-token", "AAMkSecret", "select", "AAAA"):
        assert secret not in text


def test_at_most_four_calls_are_in_flight_and_three_of_the_background(bench: Bench) -> None:
    bench.server.standing = Reply(pause_s=0.15)
    with ThreadPoolExecutor(10) as pool:
        for _ in range(6):
            pool.submit(bench.client.get, ME)
        time.sleep(0.1)
        assert bench.server.in_flight == 3
        front = [pool.submit(bench.client.in_front().get, ME) for _ in range(3)]
        assert all(call.result().is_ok for call in front)
    assert bench.server.most_in_flight == 4
    assert len(bench.server.asked) == 9


def test_once_stopping_nothing_is_asked_any_more(bench: Bench) -> None:
    bench.stopping.set()
    with pytest.raises(StoppedError):
        bench.client.get(ME)
    assert bench.server.asked == []
