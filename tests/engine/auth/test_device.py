"""The door for another device, against a service that answers as none should."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from tests.engine.auth.test_provider import discovery
from tests.fakes.clock import FakeClock
from tests.fakes.hostile import HostileServer, Reply, reply_json

from transom.engine.auth.device import DeviceFlow
from transom.engine.auth.wire import session_for
from transom.engine.entities.accounts import Cloud, Registration
from transom.engine.errors import (
    NonsenseError,
    SignInCancelledError,
    SignInExpiredError,
    SignInRefusedError,
    StoppedError,
    TransomError,
    WrongAnswerError,
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileServer]:
    with HostileServer(tmp_path_factory.mktemp("hostile")) as server:
        yield server


@pytest.fixture
def server(running: HostileServer) -> HostileServer:
    running.reset()
    place = f"{running.origin}/common/oauth2/v2.0/devicecode"
    running.queue(reply_json(discovery(running, device_authorization_endpoint=place)))
    return running


@pytest.fixture
def flow(server: HostileServer) -> DeviceFlow:
    cloud = Cloud("test", server.origin, server.origin, "", server.ca_file, "", False)
    registration = Registration("a-client", "common", cloud)
    return DeviceFlow(registration, http_session_factory=session_for, clock=FakeClock())


def codes(**changes: Any) -> Reply:
    usual = {
        "user_code": "ABCD1234",
        "device_code": "long",
        "verification_uri": "https://login.example/device",
        "expires_in": 60,
        "interval": 1,
    }
    return reply_json({name: one for name, one in (usual | changes).items() if one is not None})


def wait(flow: DeviceFlow) -> object:
    return flow.wait(threading.Event(), threading.Event())


@pytest.mark.parametrize(
    "changes",
    [
        {"user_code": None},
        {"verification_uri": "http://login.example/device"},
        {"expires_in": "soon"},
    ],
)
def test_a_code_that_cannot_be_typed_is_nonsense(
    server: HostileServer, flow: DeviceFlow, changes: dict[str, Any]
) -> None:
    server.queue(codes(**changes))
    with pytest.raises(NonsenseError):
        flow.begin("mine")
    with pytest.raises(WrongAnswerError, match="over"):
        wait(flow)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ("authorization_declined", SignInCancelledError),
        ("access_denied", SignInCancelledError),
        ("expired_token", SignInExpiredError),
        ("bad_verification_code", SignInExpiredError),
        ("invalid_client", SignInRefusedError),
    ],
)
def test_each_end_of_the_waiting_has_a_name(
    server: HostileServer, flow: DeviceFlow, error: str, kind: type[TransomError]
) -> None:
    pending = reply_json({"error": "authorization_pending"}, 400)
    server.queue(codes(), pending, reply_json({"error": error}, 400))
    assert flow.begin("mine").user_code == "ABCD1234"
    with pytest.raises(kind):
        wait(flow)
    with pytest.raises(WrongAnswerError):
        wait(flow)  # it is over: nothing is asked any more


def test_closing_the_program_ends_the_waiting(server: HostileServer, flow: DeviceFlow) -> None:
    server.queue(codes())
    flow.begin("mine")
    stopping = threading.Event()
    stopping.set()
    with pytest.raises(StoppedError):
        flow.wait(threading.Event(), stopping)


def test_a_probe_asks_once_and_tells_what_stands_against_it(
    server: HostileServer, flow: DeviceFlow
) -> None:
    server.queue(codes(), reply_json({"error": "authorization_pending"}, 400))
    flow.begin("mine")
    flow.probe()
    flow.probe()  # over: nothing is asked
    asked = len(server.asked)
    place = f"{server.origin}/common/oauth2/v2.0/devicecode"
    server.queue(reply_json(discovery(server, device_authorization_endpoint=place)))
    server.queue(codes(), reply_json({"error": "unauthorized_client"}, 400))
    flow.begin("mine")
    with pytest.raises(SignInRefusedError):
        flow.probe()
    assert len(server.asked) == asked + 3


def test_a_service_that_gives_no_code_is_refused_by_name(
    server: HostileServer, flow: DeviceFlow
) -> None:
    server.queue(reply_json({"error": "invalid_client"}, 401))
    with pytest.raises(SignInRefusedError):
        flow.begin("mine")
    flow.end()
