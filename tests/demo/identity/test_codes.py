"""Codes and refresh tokens as time goes by."""

from pathlib import Path

import pytest

from transom.demo.identity.authorization import AuthorizeRequest
from transom.demo.identity.codes import CODE_LIFE_S, REFRESH_LIFE_S, Codes
from transom.demo.identity.directory import Directory
from transom.demo.identity.errors import IdentityError
from transom.demo.identity.ledger import Ledger
from transom.demo.identity.login import PASSWORD, Login
from transom.demo.identity.sealing import Sealer
from transom.demo.mailbox.users import USERS
from transom.demo.state import StateDirectory

REQUEST = AuthorizeRequest(
    tenant="common", client_id="client", redirect_uri="http://localhost/", scope="openid"
)
LOGIN = Login(USERS[0].oid, (PASSWORD,), 1_000_000.0)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def codes(tmp_path: Path, clock: Clock) -> Codes:
    ledger = Ledger(StateDirectory(tmp_path / "state", print))
    return Codes(Sealer(b"k" * 32), ledger, Directory(USERS), clock)


def test_a_code_ends_after_ten_minutes(codes: Codes, clock: Clock) -> None:
    code = codes.new_code(REQUEST, LOGIN)
    clock.now += CODE_LIFE_S
    with pytest.raises(IdentityError) as raised:
        codes.redeem_code(code, "client", "http://localhost/", "")
    assert raised.value.code == 70008


def test_a_refresh_token_ends_after_ninety_days(codes: Codes, clock: Clock) -> None:
    token = codes.new_refresh_token(LOGIN, "client", "openid")
    clock.now += REFRESH_LIFE_S - 1
    assert codes.redeem_refresh_token(token, "client").user == USERS[0]
    clock.now += 1
    with pytest.raises(IdentityError) as raised:
        codes.redeem_refresh_token(token, "client")
    assert (raised.value.code, raised.value.suberror) == (700082, "token_expired")


def test_a_code_is_no_refresh_token_and_belongs_to_one_client(codes: Codes) -> None:
    code = codes.new_code(REQUEST, LOGIN)
    with pytest.raises(IdentityError, match="70000"):
        codes.redeem_refresh_token("1.A" + code.removeprefix("1."), "client")
    with pytest.raises(IdentityError, match="70000"):
        codes.redeem_code(code, "another", "http://localhost/", "")
