"""The wire: whom a session trusts, what it keeps to itself, and what its failures are called."""

import hashlib
import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from tests.fakes.hostile import HostileServer, Reply

from transom.engine.auth.wire import session_for, wire_errors
from transom.engine.entities.accounts import Cloud
from transom.engine.errors import (
    GuardError,
    NonsenseError,
    OfflineError,
    ProxyError,
    TransomError,
    UntrustedError,
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileServer]:
    with HostileServer(tmp_path_factory.mktemp("hostile")) as running:
        yield running


@pytest.fixture
def cloud(server: HostileServer) -> Cloud:
    server.reset()
    return Cloud("test", server.origin, server.origin, "", ca_file=server.ca_file)


def get(cloud: Cloud, url: str = "", **options: object) -> requests.Response:
    with session_for(cloud) as session, wire_errors():
        return session.get(url or f"{cloud.graph_url}/x", **options)  # type: ignore[arg-type]


def fingerprint(server: HostileServer) -> str:
    der = ssl.PEM_cert_to_DER_cert(Path(server.ca_file).read_text())
    return hashlib.sha256(der).hexdigest()


def test_the_pinned_roots_alone_are_trusted(server: HostileServer, cloud: Cloud) -> None:
    assert get(cloud).status_code == 200
    # Without them only the system's roots count, which do not know this server.
    with pytest.raises(UntrustedError):
        get(replace(cloud, ca_file=""))
    assert len(server.asked) == 1


def test_a_pinned_leaf_must_be_that_leaf(server: HostileServer, cloud: Cloud) -> None:
    for spelling in (fingerprint(server), fingerprint(server).upper()):
        assert get(replace(cloud, certificate_sha256=spelling)).status_code == 200
    with pytest.raises(UntrustedError):
        get(replace(cloud, certificate_sha256="0" * 64))
    assert len(server.asked) == 2


def test_a_bundle_named_by_the_environment_changes_nothing(
    server: HostileServer, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", server.ca_file)
    monkeypatch.setenv("CURL_CA_BUNDLE", server.ca_file)
    with pytest.raises(UntrustedError):
        get(replace(cloud, ca_file=""))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere.pem")
    assert get(cloud).status_code == 200


def test_a_name_the_certificate_does_not_carry_is_not_trusted(
    server: HostileServer, cloud: Cloud
) -> None:
    with pytest.raises(UntrustedError):
        get(cloud, server.origin.replace("127.0.0.1", "localhost"))
    assert server.asked == []


def test_a_missing_certificate_file_is_told(tmp_path: Path, cloud: Cloud) -> None:
    with pytest.raises(UntrustedError, match="certificate file"):
        session_for(replace(cloud, ca_file=str(tmp_path / "none.pem")))


def test_a_pinned_cloud_ignores_the_proxy_and_a_real_one_asks_it(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert get(cloud).status_code == 200
    with pytest.raises(ProxyError):
        get(replace(cloud, ca_file=""), "https://graph.example/")


def test_netrc_never_takes_the_place_of_the_bearer(
    server: HostileServer, cloud: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    session = session_for(cloud)
    session.trust_env = True
    with session:
        session.get(f"{cloud.graph_url}/x", headers={"Authorization": "Bearer t"})
    assert server.asked[0].headers["authorization"] == "Bearer t"


def test_redirects_are_not_followed_and_cookies_not_kept(
    server: HostileServer, cloud: Cloud
) -> None:
    away = {"Location": f"{server.origin}/elsewhere", "Set-Cookie": "a=b"}
    server.queue(Reply(302, b"", away), Reply())
    with session_for(cloud) as session:
        answer = session.get(f"{cloud.graph_url}/x", allow_redirects=True)
        assert (answer.status_code, answer.history) == (302, [])
        session.get(f"{cloud.graph_url}/y")
    assert [asked.path for asked in server.asked] == ["/x", "/y"]
    assert "cookie" not in server.asked[1].headers


def test_it_says_who_it_is_and_that_it_only_reads(server: HostileServer, cloud: Cloud) -> None:
    get(cloud)
    agent = server.asked[0].headers["user-agent"]
    assert agent.startswith("Transom/") and agent.endswith(" (+read-only)")


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(fate="reset"), OfflineError),
        (Reply(fate="truncated"), OfflineError),
        (Reply(headers={"Content-Encoding": "gzip"}, body=b"not gzip"), NonsenseError),
    ],
)
def test_a_broken_answer_has_a_name(
    server: HostileServer, cloud: Cloud, reply: Reply, kind: type[TransomError]
) -> None:
    server.queue(reply)
    with pytest.raises(kind):
        get(cloud)


def test_a_server_that_hangs_is_offline_in_time(server: HostileServer, cloud: Cloud) -> None:
    server.queue(Reply(fate="hang"))
    with pytest.raises(OfflineError, match="in time"):
        get(cloud, timeout=0.2)
    server.released.set()


def test_nobody_there_is_offline_and_plain_http_is_never_asked(cloud: Cloud) -> None:
    with pytest.raises(OfflineError):
        get(cloud, "https://127.0.0.1:9/")
    with pytest.raises(GuardError):
        get(cloud, cloud.graph_url.replace("https", "http"))
