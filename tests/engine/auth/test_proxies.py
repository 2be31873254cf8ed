"""Proxies before the servers: found, told who asks, gone round where one is down, and named."""

import socket
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from tests.fakes.hostile import HostileServer
from tests.fakes.proxy import REALM, Authority, Proxy

from transom.engine.auth.failures import service_error_from
from transom.engine.auth.lines import Lines
from transom.engine.auth.peer import is_trusted_by_system
from transom.engine.auth.proxies import Login, Proxies, proxies_of_environment
from transom.engine.auth.proxy_logins import drop_login, keep_login, recall_logins
from transom.engine.auth.vault import KeySource, Vault
from transom.engine.auth.wire import session_for, wire_errors
from transom.engine.entities.accounts import Cloud
from transom.engine.entities.network import ProxyQuestion
from transom.engine.errors import (
    ClockError,
    GuardError,
    NameNotFoundError,
    OfflineError,
    ProxyError,
    ProxyPasswordError,
    ProxyRefusedError,
    UnavailableError,
    UnknownRootError,
    UntrustedError,
)

HOST = "graph.example"
URL = f"https://{HOST}/v1.0/me"
CLOUD = Cloud("test", f"https://{HOST}", f"https://{HOST}", "")
OpenProxy = Callable[..., Proxy]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileServer]:
    with HostileServer(tmp_path_factory.mktemp("hostile")) as running:
        yield running


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def open_proxy(server: HostileServer, authority: Authority) -> Iterator[OpenProxy]:
    """Open proxies that show a certificate of the test's own authority for the host."""
    opened: list[Proxy] = []
    server.reset()

    def run(*, has_expired: bool = False, **options: object) -> Proxy:
        proxy = Proxy(int(server.origin.rpartition(":")[2]), **options)  # type: ignore[arg-type]
        proxy.inside = authority.context_for(HOST, has_expired=has_expired)
        proxy.sha256 = authority.sha256
        opened.append(proxy.__enter__())
        return proxy

    yield run
    for proxy in opened:
        proxy.__exit__()


@pytest.fixture
def trusting(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this computer trust the test's root, as an administrator installs it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.root_file))


def status_of(proxies: Proxies, url: str = URL) -> int:
    with session_for(CLOUD, proxies) as session, wire_errors():
        return session.get(url).status_code


@pytest.mark.usefixtures("trusting")
def test_a_company_root_that_the_system_trusts_is_trusted_through_a_proxy_that_looks_inside(
    open_proxy: OpenProxy, server: HostileServer
) -> None:
    proxy = open_proxy()
    assert status_of(Proxies(lambda _url: [proxy.url])) == 200
    assert proxy.asked == [f"{HOST}:443"]
    assert [asked.path for asked in server.asked] == ["/v1.0/me"]


def test_a_company_root_that_is_not_installed_is_named_as_such(open_proxy: OpenProxy) -> None:
    proxy = open_proxy()
    with pytest.raises(UnknownRootError, match="company's root"):
        status_of(Proxies(lambda _url: [proxy.url]))


@pytest.mark.usefixtures("trusting")
def test_a_certificate_out_of_time_speaks_of_the_clock_and_another_name_does_not(
    open_proxy: OpenProxy,
) -> None:
    expired = open_proxy(has_expired=True)
    with pytest.raises(ClockError, match="clock"):
        status_of(Proxies(lambda _url: [expired.url]))
    proxy = open_proxy()
    with pytest.raises(UntrustedError) as caught:
        status_of(Proxies(lambda _url: [proxy.url]), "https://other.example/")
    assert type(caught.value) is UntrustedError


@pytest.mark.usefixtures("trusting")
def test_a_locked_proxy_is_asked_about_told_and_remembered(open_proxy: OpenProxy) -> None:
    proxy = open_proxy(login="ada:geheim")
    questions: list[ProxyQuestion | None] = []
    proxies = Proxies(lambda _url: [proxy.url], lambda: questions.append(proxies.question))
    place = proxy.url.removeprefix("http://")
    with session_for(CLOUD, proxies) as session:
        with pytest.raises(ProxyPasswordError), wire_errors():
            session.get(URL)
        assert questions == [ProxyQuestion(place, REALM)]
        proxies.learn(place, Login("ada", "wrong"))
        assert proxies.question is None
        with pytest.raises(ProxyPasswordError), wire_errors():
            session.get(URL)
        assert questions[-1] == ProxyQuestion(place, REALM, is_repeated=True)
        proxies.learn(place, Login("ada", "geheim"))
        assert session.get(URL).status_code == 200
    assert proxy.told[0] == "" and proxy.told[-1].startswith("Basic ")


@pytest.mark.usefixtures("trusting")
def test_a_password_in_the_environment_is_told_to_the_proxy_and_to_no_error(
    open_proxy: OpenProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = open_proxy(login="ada:ge/heim")
    place = proxy.url.removeprefix("http://")
    monkeypatch.setenv("https_proxy", f"http://ada:ge%2Fheim@{place}")
    monkeypatch.delenv("no_proxy", raising=False)
    proxies = Proxies()
    assert proxies.before(URL) == proxy.url
    assert status_of(proxies) == 200
    proxy.login = "ada:changed"
    with session_for(CLOUD, proxies) as session, pytest.raises(OSError) as caught:
        session.get(URL)
    assert "heim" not in repr(caught.value)


def test_a_proxy_that_refuses_or_asks_in_another_way_is_named(open_proxy: OpenProxy) -> None:
    proxy = open_proxy(refusal=403)
    with pytest.raises(ProxyRefusedError) as caught:
        status_of(Proxies(lambda _url: [proxy.url]))
    assert caught.value.facts["status"] == "403"
    proxy = open_proxy(login="ada:geheim")
    proxy.challenge = "Negotiate"
    proxies = Proxies(lambda _url: [proxy.url])
    with pytest.raises(ProxyRefusedError, match="negotiate"):
        status_of(proxies)
    assert proxies.question is None
    with pytest.raises(ProxyRefusedError, match="SOCKS"):
        status_of(Proxies(lambda _url: ["socks5://127.0.0.1:1080"]))


@pytest.mark.usefixtures("trusting")
def test_a_proxy_that_is_down_is_named_and_the_next_one_tried(open_proxy: OpenProxy) -> None:
    up = open_proxy()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        down = f"http://127.0.0.1:{taken.getsockname()[1]}"
    proxies = Proxies(lambda _url: [down, up.url])
    with pytest.raises(ProxyError):
        status_of(proxies)
    assert status_of(proxies) == 200
    with pytest.raises(ProxyError):
        status_of(Proxies(lambda _url: [down]))


def test_this_computer_is_never_asked_for_through_a_proxy() -> None:
    asked: list[str] = []

    def find(url_text: str) -> list[str]:
        asked.append(url_text)
        return ["http://proxy.example:3128"]

    proxies = Proxies(find)
    for host in ("localhost:4711", "127.0.0.1", "127.8.8.8", "[::1]:80", "demo.localhost"):
        assert proxies.before(f"https://{host}/x") == ""
    assert not asked
    assert (
        proxies.before("https://ada:x@graph.example/secret?path=1") == "http://proxy.example:3128"
    )
    assert proxies.before("https://graph.example/other")
    assert asked == ["https://graph.example/"], "asked once, and for the host alone"


def test_a_name_nobody_knows_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NameNotFoundError):
        status_of(Proxies(lambda _url: [""]))
    with pytest.raises(ProxyError, match="name of the proxy"):
        status_of(Proxies(lambda _url: ["http://proxy.example:3128"]))


def test_the_environment_names_proxies_and_exceptions(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("https_proxy", "all_proxy", "no_proxy", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert proxies_of_environment(URL) == [""]
    monkeypatch.setenv("all_proxy", "http://all.example:1")
    assert proxies_of_environment(URL) == ["http://all.example:1"]
    monkeypatch.setenv("https_proxy", "secure.example:2")
    assert Proxies().before(URL) == "http://secure.example:2"
    monkeypatch.setenv("no_proxy", ".example")
    assert Proxies().before(URL) == ""


def test_a_line_through_a_proxy_is_cut_like_any_other(open_proxy: OpenProxy) -> None:
    proxy = open_proxy()
    lines = Lines()
    lines.cut()
    with session_for(CLOUD, Proxies(lambda _url: [proxy.url])) as session:
        lines.watch(session)
        with pytest.raises((OfflineError, UntrustedError)), wire_errors():
            session.get(URL)


@pytest.mark.usefixtures("trusting")
def test_the_systems_roots_vouch_for_one_certificate_and_nothing_is_asked(
    open_proxy: OpenProxy, server: HostileServer
) -> None:
    proxy = open_proxy()
    proxies = Proxies(lambda _url: [proxy.url])
    shown = proxy.sha256
    assert is_trusted_by_system(HOST, 443, shown.upper(), proxies)
    assert not is_trusted_by_system(HOST, 443, "0" * 64, proxies)
    assert not is_trusted_by_system("other.example", 443, shown, proxies)
    assert server.asked == []


def test_without_the_root_in_the_system_nobody_is_vouched_for(open_proxy: OpenProxy) -> None:
    proxy = open_proxy()
    assert not is_trusted_by_system(HOST, 443, proxy.sha256, Proxies(lambda _url: [proxy.url]))


def test_what_a_proxy_is_told_is_kept_encrypted_and_forgotten(tmp_path: Path) -> None:
    vault = Vault(tmp_path, key_file=tmp_path / "key")
    vault.unlock(KeySource.KEY_FILE)
    keep_login(vault, "proxy.example:3128", Login("ada", "geheim-genug"))
    assert b"geheim" not in (tmp_path / "tokens.bin").read_bytes()
    again = Vault(tmp_path, key_file=tmp_path / "key")
    again.unlock(KeySource.KEY_FILE)
    proxies = Proxies(lambda _url: [])
    recall_logins(again, proxies)
    assert proxies.login("proxy.example:3128") == Login("ada", "geheim-genug")
    for _ in range(2):
        drop_login(again, "proxy.example:3128")
    assert again.read_tokens() == {}


def test_a_view_knows_a_proxy_by_its_host_alone() -> None:
    proxies = Proxies(lambda _url: [])
    proxies.learn("proxy.example:3128", Login("ada", "old"))
    assert proxies.login("proxy.example") == Login("ada", "old")
    proxies.learn("proxy.example", Login("ada", "new"))
    assert proxies.login("proxy.example:3128") == Login("ada", "new")
    assert proxies.headers_for("http://proxy.example:3128") != {}
    assert proxies.login("other.example") is None


def test_a_failure_nobody_foresaw_is_still_a_sentence() -> None:
    assert type(service_error_from(requests.RequestException("?"))) is UnavailableError
    assert type(service_error_from(requests.exceptions.InvalidURL("?"))) is GuardError


def test_a_plain_tls_failure_is_told_apart_from_a_certificate() -> None:
    broken = requests.exceptions.SSLError(ssl.SSLError(1, "wrong version number"))
    assert type(service_error_from(broken)) is UntrustedError
