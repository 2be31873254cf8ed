"""Claims read off challenges in every spelling, and nothing read off anything else."""

import base64
import json

import pytest

from transom.engine.graph.answers import ServerAnswer
from transom.engine.graph.challenges import claims_of

CLAIMS = json.dumps({"access_token": {"nbf": {"essential": True, "value": "1767225600??>"}}})
PLAIN = base64.b64encode(CLAIMS.encode()).decode()
URL_SAFE = base64.urlsafe_b64encode(CLAIMS.encode()).decode()


def answer(header: str, status: int = 401) -> ServerAnswer:
    return ServerAnswer(status, {"www-authenticate": header})


@pytest.mark.parametrize(
    "header",
    [
        f'Bearer realm="", error="insufficient_claims", claims="{PLAIN}"',
        f'Bearer claims="{PLAIN}", authorization_uri="https://x/", error="insufficient_claims"',
        f'Bearer error="insufficient_claims", claims="{PLAIN.rstrip("=")}"',
        f'Bearer error="insufficient_claims", claims="{URL_SAFE}"',
        f'Basic realm="x", Bearer Error=insufficient_claims, Claims="{URL_SAFE.rstrip("=")}"',
        f'Bearer claims="", error="insufficient_claims", Bearer claims="{PLAIN}"',
    ],
)
@pytest.mark.parametrize("status", [401, 403])
def test_a_challenge_is_read_however_it_is_spelt(header: str, status: int) -> None:
    assert claims_of(answer(header, status)) == CLAIMS


@pytest.mark.parametrize(
    "header",
    [
        "",
        'Bearer error="invalid_token"',
        f'Bearer error="invalid_token", claims="{PLAIN}"',
        'Bearer error="insufficient_claims"',
        'Bearer error="insufficient_claims", claims="no base64 at all"',
        'Bearer error="insufficient_claims", claims="bm90IGpzb24="',
        'Bearer error="insufficient_claims", claims="WzFd"',
        f'Bearer error="insufficient_claims", claims="{"A" * 9000}"',
    ],
)
def test_what_is_no_challenge_asks_for_nothing(header: str) -> None:
    assert claims_of(answer(header)) == ""


def test_only_a_refusal_can_challenge() -> None:
    header = f'Bearer error="insufficient_claims", claims="{PLAIN}"'
    assert claims_of(answer(header, 200)) == claims_of(answer(header, 503)) == ""
