"""The weather by remote control, and the life it brings."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from tests.demo.weather.conftest import Sky
from tests.fakes.tenant import Tenant

INBOX = "/me/mailFolders/inbox/messages?$top=5"


def statuses(sky: Sky, count: int) -> list[int]:
    return [sky.get(INBOX).status_code for _ in range(count)]


def test_the_same_seed_brings_the_same_weather(sky: Sky) -> None:
    sky.set("error-503", 0.5)
    first = statuses(sky, 12)
    sky.clear()
    sky.set("error-503", 0.5)
    assert statuses(sky, 12) == first
    assert set(first) == {200, 503}


def test_weather_may_be_over_some_paths_alone(sky: Sky) -> None:
    sky.set("error-500", 1, where="/contacts$")
    assert sky.get("/me/contacts").status_code == 500
    assert sky.get("/me/messages").status_code == 200


def test_what_is_on_can_be_read_and_ended_by_name(sky: Sky) -> None:
    sky.set("latency", 0.01)
    sky.set("throttle", 0.5)
    report = sky.tenant.control("GET", "/weather")
    assert [one["name"] for one in report["conditions"]] == ["latency", "throttle"]
    assert {"cut", "live", "clock-skew"} <= {kind["name"] for kind in report["kinds"]}
    left = sky.tenant.control("DELETE", "/weather?name=latency")["conditions"]
    assert [one["name"] for one in left] == ["throttle"]


@pytest.mark.parametrize(
    "body",
    [
        {"name": "hail"},
        {"name": "throttle", "rate": 2},
        {"name": "latency", "rate": -1},
        {"name": "throttle", "rate": "often"},
        {"name": "throttle", "where": "("},
        {"rate": 1},
        7,
    ],
)
def test_weather_that_cannot_be_is_a_sentence(sky: Sky, body: object) -> None:
    url, headers = f"{sky.tenant.graph}/_tenant/weather", {"Transom-Tenant": "control"}
    answer = sky.session.post(url, json=body, headers=headers, timeout=10)
    assert answer.status_code == 400 and answer.json()["error"]
    assert sky.tenant.control("GET", "/weather")["conditions"] == []


def test_control_needs_its_header(sky: Sky) -> None:
    url = f"{sky.tenant.graph}/_tenant/weather"
    assert sky.session.get(url, timeout=10).status_code == 403


def test_revoked_tokens_and_claims_meet_the_first_account(sky: Sky) -> None:
    sky.set("claims")
    answer = sky.get("/me")
    assert answer.status_code == 401
    assert 'error="insufficient_claims", claims="' in answer.headers["www-authenticate"]
    sky.bearer = sky.tenant.tokens_by_http()["access_token"]
    assert sky.get("/me").status_code == 200
    sky.set("revoked")
    assert sky.get("/me").status_code == 401
    sky.bearer = sky.tenant.tokens_by_http()["access_token"]
    assert sky.get("/me").status_code == 200


def test_life_goes_on_at_its_rate_and_shows_in_delta_and_truth(sky: Sky) -> None:
    link = "/me/mailFolders/inbox/messages/delta?$select=subject,isRead&$top=500"
    done = sky.get(link).json()["@odata.deltaLink"]
    sky.set("live", 50)
    deadline = time.monotonic() + 10
    while not sky.get(done).json()["value"] and time.monotonic() < deadline:
        time.sleep(0.05)
    sky.clear()
    news = sky.get(done).json()
    assert news["value"]
    left = sky.get(news["@odata.deltaLink"]).json()["value"]
    time.sleep(0.2)
    assert sky.get(news["@odata.deltaLink"]).json()["value"] == left
    truth = sky.tenant.control("GET", "/truth")["users"][0]
    (inbox,) = (folder["id"] for folder in truth["folders"] if folder["name"] == "Inbox")
    seen = sky.get("/me/mailFolders/inbox/messages?$top=500&$select=subject").json()["value"]
    held = [one["subject"] for one in truth["messages"] if one["folder"] == inbox]
    assert sorted(one["subject"] for one in seen) == sorted(held)


def test_a_number_of_changes_can_be_had_at_once(sky: Sky) -> None:
    happened = sky.tenant.control("POST", "/live", {"changes": 40})["happened"]
    assert len(happened) == 40
    assert {"MailAdded", "MailMoved", "EventChanged"} <= set(happened)


def test_weather_at_start_and_strict_budgets(tmp_path: Path) -> None:
    arguments = ("--weather", "error-502:1", "--weather", "latency:0.01", "--strict")
    with Tenant(tmp_path / "state", messages=20, arguments=arguments) as tenant:
        on = tenant.control("GET", "/weather")["conditions"]
        assert {one["name"]: one["rate"] for one in on} == {"error-502": 1, "latency": 0.01}
        tenant.control("DELETE", "/weather")
        bearer = tenant.tokens_by_http()["access_token"]
        parts = [{"id": str(n), "method": "GET", "url": "/me"} for n in range(20)]
        with tenant.session() as session:
            answer = session.post(
                f"{tenant.graph}/v1.0/$batch",
                data=json.dumps({"requests": parts}),
                headers={"Authorization": f"Bearer {bearer}", "Content-Type": "application/json"},
                timeout=10,
            )
        lost = [one for one in answer.json()["responses"] if one["status"] == 429]
        assert 4 <= len(lost) <= 6
        assert all(one["headers"]["Retry-After"] for one in lost)
        assert crowd(tenant, bearer) >= {200, 429}


def crowd(tenant: Tenant, bearer: str) -> set[int]:
    """Return the statuses of many requests at the same time."""

    def ask(_: int) -> int:
        with tenant.session() as session:
            headers = {"Authorization": f"Bearer {bearer}"}
            url = f"{tenant.graph}/v1.0/me/mailFolders"
            answer: requests.Response = session.get(url, headers=headers, timeout=10)
            return answer.status_code

    with ThreadPoolExecutor(16) as pool:
        return set(pool.map(ask, range(48)))


def test_unknown_weather_on_the_command_line_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="code 2"):
        Tenant(tmp_path / "state", arguments=("--weather", "hail")).start()
