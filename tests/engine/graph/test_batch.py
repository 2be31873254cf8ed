"""Twenty reads in one call, some of which fail."""

import base64
import json
from typing import Any

import pytest
from tests.engine.graph.conftest import Bench
from tests.fakes.hostile import reply_error, reply_json

from transom.engine.errors import GuardError, NonsenseError, NotFoundError, ThrottledError
from transom.engine.graph.addresses import Address, address
from transom.engine.graph.answers import ServerAnswer
from transom.engine.graph.batch import fetch_batch


def part(number: int, status: int = 200, body: Any = None, **headers: str) -> dict[str, Any]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named.setdefault("Content-Type", "application/json")
    return {"id": str(number), "status": status, "headers": named, "body": body or {}}


def targets(count: int) -> list[Address]:
    return [address("/me/messages/{message}", f"m/{number}") for number in range(count)]


def asked_ids(bench: Bench, call: int) -> list[str]:
    return [one["id"] for one in json.loads(bench.server.asked[call].body)["requests"]]


def test_answers_come_back_in_our_order_whatever_the_servers(bench: Bench) -> None:
    parts = [part(number, body={"id": f"m{number}"}) for number in (2, 0, 1)]
    bench.server.standing = reply_json({"responses": parts})
    answers = fetch_batch(bench.client, targets(3))
    bodies = [json.loads(answer.body) for answer in answers if isinstance(answer, ServerAnswer)]
    assert bodies == [{"id": "m0"}, {"id": "m1"}, {"id": "m2"}]
    (asked,) = bench.server.asked
    first = json.loads(asked.body)["requests"][0]
    assert (asked.method, asked.path) == ("POST", "/v1.0/$batch")
    assert (first["method"], first["url"]) == ("GET", "/me/messages/m%2F0")
    assert "ImmutableId" in first["headers"]["Prefer"]


def test_more_than_twenty_reads_go_in_several_calls(bench: Bench) -> None:
    parts = [part(number) for number in range(20)]
    bench.server.standing = reply_json({"responses": parts})
    assert len(fetch_batch(bench.client, targets(41))) == 41
    assert [len(asked_ids(bench, call)) for call in range(3)] == [20, 20, 1]


def test_throttled_parts_alone_are_asked_again_after_their_pause(bench: Bench) -> None:
    busy = part(1, 429, Retry_After="3"), part(2, 429, Retry_After="7")
    bench.server.queue(
        reply_json({"responses": [part(0), *busy]}),
        reply_json({"responses": [part(1), part(2)]}),
    )
    answers = fetch_batch(bench.client, targets(3))
    assert all(isinstance(answer, ServerAnswer) for answer in answers)
    assert asked_ids(bench, 1) == ["1", "2"]
    assert bench.clock.waits == pytest.approx([7])


def test_a_part_that_fails_stands_for_itself(bench: Bench) -> None:
    gone = part(1, 404, {"error": {"code": "ErrorItemNotFound"}})
    bench.server.standing = reply_json({"responses": [part(0), gone]})
    first, second, third = fetch_batch(bench.client, targets(3))
    assert isinstance(first, ServerAnswer)
    assert isinstance(second, NotFoundError)
    assert isinstance(third, NonsenseError)
    assert len(bench.server.asked) == 1


def test_a_part_that_stays_throttled_ends_as_such(bench: Bench) -> None:
    bench.server.standing = reply_json({"responses": [part(0, 429, Retry_After="1")]})
    (only,) = fetch_batch(bench.client, targets(1))
    assert isinstance(only, ThrottledError)
    assert len(bench.server.asked) == 5


def test_a_part_that_asks_for_hours_is_not_waited_for(bench: Bench) -> None:
    bench.server.standing = reply_json({"responses": [part(0, 429, Retry_After="7200")]})
    (only,) = fetch_batch(bench.client, targets(1))
    assert isinstance(only, ThrottledError)
    assert bench.clock.waits == []
    assert bench.limiter.rest_left_s(bench.account.id) == pytest.approx(3600)


def test_what_the_first_round_brought_survives_a_failing_second(bench: Bench) -> None:
    bench.server.queue(
        reply_json({"responses": [part(0), part(1, 429, Retry_After="1")]}),
        reply_error(500, "UnknownError"),
    )
    first, second = fetch_batch(bench.client, targets(2))
    assert isinstance(first, ServerAnswer)
    assert isinstance(second, ThrottledError)


def test_pictures_arrive_unpacked(bench: Bench) -> None:
    text = base64.b64encode(b"\xff\xd8\xffpicture").decode()
    picture = part(0, body=text, Content_Type="image/jpeg")
    bench.server.standing = reply_json({"responses": [picture]})
    (only,) = fetch_batch(bench.client, targets(1))
    assert isinstance(only, ServerAnswer)
    assert only.body == b"\xff\xd8\xffpicture"


def test_no_batch_with_an_odd_part_leaves(bench: Bench) -> None:
    for path in ("/me/../$batch", "https://localhost/me", "/$batch"):
        with pytest.raises(GuardError):
            fetch_batch(bench.client, [address("/me"), Address(path, path)])
    assert bench.server.asked == []


def test_an_answer_that_is_no_batch_is_nonsense(bench: Bench) -> None:
    bench.server.standing = reply_json({"value": []})
    with pytest.raises(NonsenseError):
        fetch_batch(bench.client, targets(1))


def test_a_refused_batch_is_repeated_whole_with_a_fresh_token(bench: Bench) -> None:
    bench.server.queue(reply_error(401), reply_json({"responses": [part(0)]}))
    (only,) = fetch_batch(bench.client, targets(1))
    assert isinstance(only, ServerAnswer)
    assert bench.tokens.rejected == ["secret-token-1"]
