"""Each kind of weather as a client of the wire meets it."""

import json
import re
from email.utils import parsedate_to_datetime
from time import time

import pytest
import requests
from tests.demo.weather.conftest import Sky

INBOX = "/me/mailFolders/inbox/messages?$top=5"


def test_a_clear_sky_changes_nothing(sky: Sky) -> None:
    answer = sky.get(INBOX)
    assert (answer.status_code, len(answer.json()["value"])) == (200, 5)


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("throttle", r"1"),
        ("throttle-decimal", r"2\.128"),
        ("throttle-absurd", r".*"),
        ("throttle-silent", None),
    ],
)
def test_throttling_says_when_to_come_back_or_does_not(
    sky: Sky, name: str, pattern: str | None
) -> None:
    sky.set(name, 1)
    answer = sky.get(INBOX)
    assert answer.status_code == 429
    assert answer.json()["error"]["code"] == "TooManyRequests"
    after = answer.headers.get("Retry-After")
    assert (after is None) == (pattern is None)
    assert pattern is None or re.fullmatch(pattern, str(after))


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_broken_gateway_sends_html(sky: Sky, status: int) -> None:
    sky.set(f"error-{status}", 1)
    answer = sky.get(INBOX)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html" and "<h1>" in answer.text


def test_a_gateway_that_waited_too_long_has_nothing_to_say(sky: Sky) -> None:
    sky.set("error-504", 1)
    error = sky.get(INBOX).json()["error"]
    assert (error["code"], error["message"]) == ("UnknownError", "")


def test_a_reset_is_a_reset_on_the_wire(sky: Sky) -> None:
    sky.set("reset", 1)
    with pytest.raises(requests.ConnectionError) as caught:
        sky.get(INBOX)
    assert re.search("reset by peer|EOF occurred|without response", str(caught.value))


def test_a_cut_body_is_shorter_than_promised(sky: Sky) -> None:
    sky.set("cut", 1)
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
        sky.get(INBOX)


def test_broken_gzip_does_not_unpack(sky: Sky) -> None:
    sky.set("broken-gzip", 1)
    with pytest.raises(requests.exceptions.ContentDecodingError):
        sky.get(INBOX)


def test_a_dripping_body_never_quite_ends(sky: Sky) -> None:
    sky.set("drip", 400)
    url = f"{sky.tenant.graph}/v1.0/me?$select=displayName"
    headers = {"Authorization": f"Bearer {sky.bearer}"}
    with sky.session.get(url, headers=headers, stream=True, timeout=10) as answer:
        pieces = list(answer.raw.stream(16))
    assert len(pieces) > 3 and json.loads(b"".join(pieces))["displayName"] == "Adele Vance"


def test_latency_and_a_narrow_line_take_their_time(sky: Sky) -> None:
    sky.get("/me")
    sky.set("latency", 0.3)
    assert sky.seconds_of("/me") > 0.3
    sky.clear()
    size = len(sky.get(INBOX).content)
    sky.set("bandwidth", size / 1000 / 0.4)
    assert sky.seconds_of(INBOX) > 0.25


def test_a_lost_delta_is_a_410_with_the_way_back(sky: Sky) -> None:
    first = sky.get("/me/mailFolders/inbox/messages/delta?$select=subject").json()
    sky.set("lost-delta", 1)
    lost = sky.get(first.get("@odata.nextLink") or first["@odata.deltaLink"])
    assert lost.status_code == 410
    assert lost.json()["error"]["code"] == "SyncStateNotFound"
    assert "token" not in lost.headers["location"]
    assert sky.get(lost.headers["location"]).status_code == 200


def test_links_to_the_next_page_loop_vanish_or_lead_away(sky: Sky) -> None:
    sky.set("next-loop", 1)
    looped = sky.get(INBOX)
    assert looped.json()["@odata.nextLink"] == looped.url
    sky.clear()
    sky.set("next-missing", 1)
    assert "@odata.nextLink" not in sky.get(INBOX).json()
    sky.clear()
    sky.set("next-elsewhere", 1)
    assert "https://graph.elsewhere.example/" in sky.get(INBOX).json()["@odata.nextLink"]


def test_items_come_twice_or_are_gone_from_later_pages(sky: Sky) -> None:
    sky.set("duplicates", 1)
    ids = [item["id"] for item in sky.get(INBOX).json()["value"]]
    assert len(ids) == 10 and len(set(ids)) == 5
    sky.clear()
    sky.set("vanishing", 1)
    first = sky.get(INBOX).json()
    assert len(first["value"]) == 5
    assert sky.get(first["@odata.nextLink"]).json()["value"] == []


def test_odd_fields_reach_the_client_as_json_that_still_parses(sky: Sky) -> None:
    sky.set("odd-fields", 1)
    text = "".join(sky.get(f"/me/messages?$top=30&$skip={n}").text for n in (0, 10, 20))
    items = json.loads(sky.get("/me/messages?$top=30").text)["value"]
    assert all("unheardOf" in item for item in items)
    for sign in ("0001-01-01", ".1234567Z", "\\ud83d", "unknownFutureValue", "null"):
        assert sign in text, sign


def test_hostile_html_stands_in_bodies(sky: Sky) -> None:
    sky.set("hostile-html")
    assert "<script>" in sky.get("/me/messages?$top=1").json()["value"][0]["body"]["content"]


def test_an_expired_token_is_a_401(sky: Sky) -> None:
    sky.set("expired", 1)
    answer = sky.get("/me")
    assert answer.status_code == 401 and "www-authenticate" in answer.headers


def test_a_wrong_clock_shows_in_every_date(sky: Sky) -> None:
    sky.set("clock-skew")
    date = parsedate_to_datetime(sky.get("/me/nothing").headers["date"])
    assert 3500 < date.timestamp() - time() < 3700


def test_a_batch_is_bent_part_by_part(sky: Sky) -> None:
    sky.set("hostile-html")
    body = {"requests": [{"id": "1", "method": "GET", "url": "/me/messages?$top=1"}]}
    headers = {"Authorization": f"Bearer {sky.bearer}"}
    url = f"{sky.tenant.graph}/v1.0/$batch"
    answer = sky.session.post(url, json=body, headers=headers, timeout=10).json()
    (part,) = answer["responses"]
    assert "<script>" in part["body"]["value"][0]["body"]["content"]
