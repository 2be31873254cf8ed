"""Weather that the identity provider makes, on its pages and at its token endpoint."""

import base64
import json
import time

import pytest
from tests.demo.weather.conftest import Sky


def sign_in(sky: Sky) -> str:
    """Return where the sign-in of the first account ends."""
    try:
        return str(sky.tenant.sign_in_by_http())
    except AssertionError as error:
        return str(error)


def test_behind_a_consent_wall_people_need_an_administrator(sky: Sky) -> None:
    assert "code=" in sign_in(sky)
    sky.set("consent-wall")
    assert "code=" not in sign_in(sky)
    sky.clear()
    assert "code=" in sign_in(sky)


def test_a_policy_refuses_a_sign_in_and_lets_go_again(sky: Sky) -> None:
    sky.set("conditional-access")
    ended = sign_in(sky)
    assert "code=" not in ended and "53003" in ended
    sky.clear()
    assert "code=" in sign_in(sky)


def test_weather_ends_with_the_tenant_and_leaves_what_was_granted(sky: Sky) -> None:
    assert "code=" in sign_in(sky)
    sky.set("consent-wall")
    sky.set("conditional-access")
    assert "code=" not in sign_in(sky)
    sky.tenant.stop()
    sky.tenant.start()
    # Who is asked for consent refuses it here, and would end without a code.
    assert "code=" in sky.tenant.sign_in_by_http(consent=False)


def test_tokens_of_a_wrong_clock_are_born_in_the_future(sky: Sky) -> None:
    sky.set("clock-skew", 3600)
    tokens = sky.tenant.tokens_by_http()
    claims = tokens["id_token"].split(".")[1]
    told = json.loads(base64.urlsafe_b64decode(claims + "=="))
    assert 3000 < told["iat"] - time.time() < 3700
    sky.bearer = tokens["access_token"]
    assert sky.get("/me").status_code == 200


@pytest.mark.parametrize("length", [40_000, 300_000])
def test_huge_headers_are_refused_in_graphs_words(sky: Sky, length: int) -> None:
    url = f"{sky.tenant.graph}/v1.0/me"
    headers = {"Authorization": f"Bearer {sky.bearer}", "X-Huge": "x" * length}
    answer = sky.session.get(url, headers=headers, timeout=10)
    assert answer.status_code == 431
    assert answer.json()["error"]["code"] == "RequestHeaderFieldsTooLarge"
