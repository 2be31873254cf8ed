"""The sign-in view behind a proxy that is locked and looks inside: asked, told, and trusted."""

import hashlib
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtNetwork import QNetworkProxy
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from tests.fakes.hostile import HostileServer, Reply
from tests.fakes.proxy import REALM, Authority, Proxy

from transom.engine.auth.peer import is_trusted_by_system
from transom.engine.auth.proxies import Proxies
from transom.ui.web.signin_asking import PasswordQuestion
from transom.ui.web.signin_target import SignInTarget
from transom.ui.web.signin_view import SignInView

PATIENCE_MS = 15_000


class Gatekeeper:
    """A gate that notes what it is asked, and asks the system about certificates."""

    def __init__(self, proxy: Proxy) -> None:
        self._proxies = Proxies(lambda _url: [proxy.url])
        self.login: tuple[str, str] | None = None
        self.places: list[str] = []
        self.kept: list[tuple[str, str, str, bool]] = []
        self.hosts: list[str] = []

    def login_for(self, place: str) -> tuple[str, str] | None:
        self.places.append(place)
        return self.login

    def keep_login(self, place: str, username: str, password: str, *, keeps: bool) -> None:
        self.kept.append((place, username, password, keeps))

    def ask_trust(
        self, host: str, port: int, certificate_sha256: str, answer: Callable[[bool], None]
    ) -> None:
        self.hosts.append(f"{host}:{port}")
        is_trusted = is_trusted_by_system(host, port, certificate_sha256, self._proxies)
        QTimer.singleShot(0, lambda: answer(is_trusted))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[HostileServer]:
    with HostileServer(tmp_path) as one:
        one.standing = Reply(200, b"<p>Sign in</p>", {"Content-Type": "text/html"})
        yield one


@pytest.fixture
def proxy(server: HostileServer, tmp_path: Path) -> Iterator[Proxy]:
    authority = Authority(tmp_path)
    with Proxy(int(server.origin.rpartition(":")[2])) as one:
        one.inside = authority.context_for("login.example")
        one.sha256 = authority.sha256
        QNetworkProxy.setApplicationProxy(
            QNetworkProxy(QNetworkProxy.ProxyType.HttpProxy, "127.0.0.1", one.port)
        )
        yield one
        QNetworkProxy.setApplicationProxy(QNetworkProxy(QNetworkProxy.ProxyType.DefaultProxy))


def open_view(gate: Gatekeeper | None) -> SignInView:
    target = SignInTarget("https://login.example/", "https://login.example/back")
    view = SignInView(target, gate=gate)
    view.show()
    return view


def close(view: SignInView, qtbot: QtBot) -> None:
    view.dispose()
    qtbot.wait(50)


def test_a_root_that_the_system_trusts_is_good_enough_for_the_view(
    qtbot: QtBot, proxy: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "root.pem"))
    gate = Gatekeeper(proxy)
    view = open_view(gate)
    with qtbot.waitSignal(view.page_loaded, timeout=PATIENCE_MS):
        pass
    assert set(gate.hosts) == {"login.example:443"}
    close(view, qtbot)


@pytest.mark.parametrize("has_gate", [True, False])
def test_a_root_that_nobody_trusts_is_named(qtbot: QtBot, proxy: Proxy, has_gate: bool) -> None:
    told: list[str] = []
    view = open_view(Gatekeeper(proxy) if has_gate else None)
    view.page_failed.connect(told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE_MS)
    assert "company's root" in told[0]
    close(view, qtbot)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_computer_is_reached_without_the_proxy(
    qtbot: QtBot, proxy: Proxy, server: HostileServer, host: str
) -> None:
    place = server.origin.removeprefix("https://").replace("127.0.0.1", host)
    pem = Path(server.ca_file).read_text()
    digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()
    target = SignInTarget(f"https://{place}/", "https://x/back", digest, frozenset({place}))
    view = SignInView(target, gate=Gatekeeper(proxy))
    view.show()
    qtbot.waitUntil(lambda: bool(server.asked), timeout=PATIENCE_MS)
    assert proxy.asked == []
    close(view, qtbot)


@pytest.mark.parametrize("is_up", [True, False])
def test_a_proxy_that_refuses_or_is_down_is_named(qtbot: QtBot, proxy: Proxy, is_up: bool) -> None:
    proxy.refusal = 403
    if not is_up:
        proxy.close()
    told: list[str] = []
    view = open_view(None)
    view.page_failed.connect(told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE_MS)
    assert ("does not let it through" if is_up else "does not answer") in told[0]
    qtbot.wait(100)
    assert len(told) == 1
    close(view, qtbot)


def test_a_locked_proxy_is_told_what_is_known_and_the_person_is_asked_where_that_is_wrong(
    qtbot: QtBot, proxy: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "root.pem"))
    proxy.login = "ada:geheim"
    gate = Gatekeeper(proxy)
    gate.login = ("ada", "of last year")
    asked: list[str] = []
    timer = QTimer(interval=50)

    def answer() -> None:
        question = QApplication.activeModalWidget()
        if isinstance(question, PasswordQuestion):
            timer.stop()
            asked.append(question.findChildren(QLabel)[0].text())
            question.username.setText("ada")
            question.password.setText("geheim")
            question.keep_box.setChecked(True)
            question.accept()

    timer.timeout.connect(answer)
    timer.start()
    view = open_view(gate)
    qtbot.waitUntil(lambda: bool(gate.kept), timeout=PATIENCE_MS)
    assert gate.kept == [("127.0.0.1", "ada", "geheim", True)], "Qt knows no port"
    assert "127.0.0.1" in asked[0] and REALM in asked[0] and "wrong" in asked[0]
    assert gate.places[0] == "127.0.0.1"
    close(view, qtbot)
