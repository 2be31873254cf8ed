"""The provider's door against a server that answers as no provider should."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.fakes.clock import FakeClock
from tests.fakes.hostile import HostileServer, Reply, reply_json
from tests.fakes.proxy import Proxy

from transom.engine.auth.flow import SignInFlow
from transom.engine.auth.provider import ProviderWire, open_provider
from transom.engine.auth.proxies import Proxies
from transom.engine.auth.wire import session_for
from transom.engine.entities.accounts import Cloud, Registration
from transom.engine.errors import (
    CaptivePortalError,
    GuardError,
    NonsenseError,
    NotConfiguredError,
    ProxyRefusedError,
    SignInExpiredError,
    SignInRefusedError,
    ThrottledError,
    TransomError,
    UnavailableError,
    WrongAnswerError,
)

HTML = Reply(200, b"<html>Welcome to Hotel WiFi</html>", {"Content-Type": "text/html"})


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileServer]:
    with HostileServer(tmp_path_factory.mktemp("hostile")) as server:
        yield server


@pytest.fixture
def server(running: HostileServer) -> HostileServer:
    running.reset()
    return running


@pytest.fixture
def registration(server: HostileServer) -> Registration:
    redirect_uri = f"{server.origin}/common/oauth2/nativeclient"
    cloud = Cloud("test", server.origin, server.origin, redirect_uri, server.ca_file, "", False)
    return Registration("a-client", "common", cloud)


def discovery(server: HostileServer, **changes: str) -> dict[str, Any]:
    base = f"{server.origin}/common"
    return {
        "issuer": f"{server.origin}/{{tenantid}}/v2.0",
        "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
        "token_endpoint": f"{base}/oauth2/v2.0/token",
        "jwks_uri": f"{base}/discovery/v2.0/keys",
    } | changes


def begun(server: HostileServer, registration: Registration) -> Callable[[], object]:
    """Begin a sign-in; the answer finishes it with a code."""
    server.queue(reply_json(discovery(server)))
    flow = SignInFlow(registration, http_session_factory=session_for, clock=FakeClock())
    request = flow.begin()
    return lambda: flow.finish(f"{request.redirect_uri}?code=c&state={request.state}")


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (HTML, CaptivePortalError),
        (Reply(200, b'{"issuer": "ht'), NonsenseError),
        (Reply(200, b"[]"), NonsenseError),
        (Reply(200, b"{}"), NonsenseError),
        (Reply(302, b"{}", {"Location": "https://login.microsoftonline.com/"}), NonsenseError),
        (Reply(511, b"log in to the network"), CaptivePortalError),
        (Reply(503, b"down"), UnavailableError),
        (Reply(429, b"{}", {"Retry-After": "7"}), ThrottledError),
        (reply_json({"error": "invalid_tenant", "error_codes": [90002]}, 400), SignInRefusedError),
    ],
)
def test_a_bad_description_ends_before_any_page(
    server: HostileServer, registration: Registration, reply: Reply, kind: type[TransomError]
) -> None:
    server.queue(reply)
    with pytest.raises(kind):
        open_provider(registration, session_for(registration.cloud))
    assert len(server.asked) == 1


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize(
    "place", ["https://login.microsoftonline.com/x", "http://127.0.0.1/x", "https://127.0.0.1:1/x"]
)
def test_a_description_that_points_elsewhere_is_not_followed(
    server: HostileServer, registration: Registration, name: str, place: str
) -> None:
    server.queue(reply_json(discovery(server, **{name: place})))
    with pytest.raises(GuardError):
        open_provider(registration, session_for(registration.cloud))
    assert len(server.asked) == 1


def test_a_real_cloud_never_sends_to_loopback(server: HostileServer) -> None:
    login = "https://login.microsoftonline.com"
    wire = ProviderWire(
        Cloud("worldwide", login, "", "", ca_file=server.ca_file),
        session_for(Cloud("x", "", "", "", ca_file=server.ca_file)),
    )
    with pytest.raises(GuardError):
        wire.post(f"{server.origin}/common/oauth2/v2.0/token", data={"code": "secret"})
    assert server.asked == []


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (HTML, CaptivePortalError),
        (Reply(500, b"oops"), UnavailableError),
        (Reply(429, b"{}", {"Retry-After": "soon"}), ThrottledError),
        (reply_json({"error": "temporarily_unavailable"}, 400), UnavailableError),
        (
            reply_json({"error": "invalid_client", "error_codes": [7000218]}, 401),
            SignInRefusedError,
        ),
        (
            reply_json({"access_token": "a", "expires_in": 3600, "scope": "Mail.Read"}),
            WrongAnswerError,
        ),
    ],
)
def test_a_bad_answer_to_the_code_has_a_name(
    server: HostileServer, registration: Registration, reply: Reply, kind: type[TransomError]
) -> None:
    finish = begun(server, registration)
    server.queue(reply, reply_json({"keys": []}))
    with pytest.raises(kind) as caught:
        finish()
    if isinstance(caught.value, ThrottledError):
        assert caught.value.retry_after_s == 60


def test_a_failure_on_the_way_leaves_the_code_to_be_tried_again(
    server: HostileServer, registration: Registration
) -> None:
    finish = begun(server, registration)
    server.queue(Reply(503, b""), reply_json({"error": "invalid_request"}, 400))
    with pytest.raises(UnavailableError):
        finish()
    with pytest.raises(SignInRefusedError):
        finish()
    with pytest.raises(WrongAnswerError, match="over"):
        finish()


def test_no_word_of_an_answer_reaches_a_log(
    server: HostileServer, registration: Registration, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    finish = begun(server, registration)
    answer = {"error": "invalid_grant", "error_description": "AADSTS1: for ada@contoso.example"}
    server.queue(reply_json(answer, 400))
    with pytest.raises(SignInExpiredError) as caught:
        finish()
    told = caplog.text + caught.value.message + repr(caught.value.facts)
    for secret in ("ada@", "code=c", "state=", "client_id="):
        assert secret not in told


def test_a_cloud_of_microsofts_may_name_its_hosts_other_names_and_nobody_elses() -> None:
    cloud = Cloud("worldwide", "https://login.microsoftonline.com", "", "")
    with Proxy(0, refusal=403) as proxy:
        session = session_for(cloud, Proxies(lambda _url: [proxy.url]))
        wire = ProviderWire(cloud, session)
        # It goes on its way, up to a proxy that lets nobody out.
        with pytest.raises(ProxyRefusedError):
            wire.get("https://login.windows.net/common/x")
        with pytest.raises(GuardError):
            wire.get("https://login.windows.net.evil.example/common/x")
        with pytest.raises(GuardError):
            ProviderWire(replace(cloud, has_instance_discovery=False), session).get(
                "https://login.windows.net/common/x"
            )
        assert proxy.asked == ["login.windows.net:443"]
        wire.close()


def test_a_cloud_without_https_is_told_before_anything_is_asked(
    server: HostileServer, registration: Registration
) -> None:
    plain = replace(registration.cloud, authority_url="http://127.0.0.1")
    with pytest.raises(NotConfiguredError, match="https"):
        open_provider(replace(registration, cloud=plain), session_for(registration.cloud))
    assert server.asked == []
