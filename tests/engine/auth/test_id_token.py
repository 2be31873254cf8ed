"""The id_token: every claim that could be forged is."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from tests.fakes.hostile import HostileServer, reply_json

from transom.engine.auth.id_token import Identity, identity_from
from transom.engine.auth.provider import ProviderWire
from transom.engine.auth.wire import session_for
from transom.engine.entities.accounts import Cloud
from transom.engine.errors import WrongAnswerError

TID = "6d1f1c8e-27b5-4f6c-9d53-0c5a6a4f2e71"
CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad"
ISSUER = "https://127.0.0.1/{tenantid}/v2.0"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileServer]:
    with HostileServer(tmp_path_factory.mktemp("hostile")) as running:
        yield running


def check(server: HostileServer, token: str, **key_changes: Any) -> Identity:
    server.reset()
    jwk = RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True) | {"kid": "k1"} | key_changes
    server.queue(reply_json({"keys": [{"kty": "EC", "kid": "k0"}, jwk]}))
    cloud = Cloud("test", server.origin, "", "", server.ca_file, "", False)
    with session_for(cloud) as session:
        wire = ProviderWire(cloud, session)
        wire.discovery = {"issuer": ISSUER, "jwks_uri": f"{server.origin}/keys"}
        return identity_from(
            token, client_id="a-client", nonce_hash="n", wire=wire, now=datetime.now(UTC)
        )


def token(key: Any = KEY, algorithm: str = "RS256", kid: str = "k1", **changes: Any) -> str:
    now = int(time.time())
    claims = {
        "aud": "a-client",
        "iss": ISSUER.replace("{tenantid}", TID),
        "iat": now,
        "nbf": now,
        "exp": now + 3600,
        "nonce": "n",
        "oid": "2B7E0A54-9f1d-4e0a-8a4e-5c1c7c1f9d10",
        "tid": TID,
        "preferred_username": "ada@contoso.example",
        "name": "Ada",
    }
    chosen = {name: value for name, value in (claims | changes).items() if value is not None}
    return jwt.encode(chosen, key, algorithm=algorithm, headers={"kid": kid})


def test_a_good_token_names_a_person(server: HostileServer) -> None:
    identity = check(server, token())
    assert identity == Identity(
        "2b7e0a54-9f1d-4e0a-8a4e-5c1c7c1f9d10", TID, "ada@contoso.example", "Ada"
    )
    bare = check(server, token(preferred_username=None, name=None))
    assert (bare.username, bare.name) == ("", "")


def without(claim: str) -> str:
    missing: dict[str, Any] = {claim: None}
    return token(**missing)


@pytest.mark.parametrize(
    "bad",
    [
        lambda: token(key=OTHER_KEY),
        lambda: token(kid="k2"),
        lambda: token(kid="k0"),
        lambda: token(key=None, algorithm="none"),
        lambda: token(key="k" * 32, algorithm="HS256"),
        lambda: token(aud="another-client"),
        lambda: token(iss="https://evil.example/" + TID),
        lambda: token(iss=ISSUER),
        lambda: token(tid=CONSUMERS),
        lambda: token(tid="x", iss=ISSUER.replace("{tenantid}", "x")),
        lambda: token(nonce="m"),
        lambda: token(exp=int(time.time()) - 400),
        lambda: token(nbf=int(time.time()) + 400),
        *[partial(without, name) for name in ("aud", "iss", "exp", "iat", "nonce", "oid", "tid")],
        lambda: "",
        lambda: "a.b.c",
    ],
)
def test_a_token_wrong_in_one_point_is_refused(server: HostileServer, bad: Any) -> None:
    with pytest.raises(WrongAnswerError):
        check(server, bad())


def test_clocks_may_differ_by_five_minutes(server: HostileServer) -> None:
    now = int(time.time())
    assert check(server, token(exp=now - 200)).oid
    assert check(server, token(nbf=now + 200, iat=now + 200)).oid


def test_a_key_vouches_only_for_its_own_issuer(server: HostileServer) -> None:
    fixed = ISSUER.replace("{tenantid}", CONSUMERS)
    assert check(server, token(), issuer=ISSUER).oid
    assert check(server, token(tid=CONSUMERS, iss=fixed), issuer=fixed).oid
    with pytest.raises(WrongAnswerError):
        check(server, token(), issuer=fixed)


@pytest.mark.parametrize("changes", [{"exp": None}, {"exp": "soon"}, {"nbf": [1]}])
def test_times_that_are_none_are_refused(server: HostileServer, changes: dict[str, Any]) -> None:
    with pytest.raises(WrongAnswerError):
        check(server, token(**changes))
