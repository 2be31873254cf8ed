"""A question that nobody sees: answered, refused on a page, left standing, or lost; told once."""

import hashlib
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from tests.fakes.hostile import HostileServer, Reply

from transom.ui.web.signin_quiet import QuietQuestion
from transom.ui.web.signin_reading import PageState
from transom.ui.web.signin_target import SignInTarget

BACK = "https://back.example/here"
HTML = {"Content-Type": "text/html"}


class Asked:
    """One quiet question with everything it told."""

    def __init__(self, server: HostileServer, qtbot: QtBot, *, trusts: bool = True) -> None:
        place = server.origin.removeprefix("https://")
        host, _, port = place.partition(":")
        pem = ssl.get_server_certificate((host, int(port)))
        digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest() if trusts else "ab" * 32
        self._qtbot = qtbot
        self.widget = QWidget()
        qtbot.addWidget(self.widget)
        target = SignInTarget(f"{server.origin}/ask", BACK, digest, frozenset({place}))
        self.question = QuietQuestion(target, self.widget, stays_ms=300)
        self.told: list[object] = []
        for signal in (self.question.answered, self.question.stayed, self.question.failed):
            signal.connect(self.told.append)

    def wait(self) -> object:
        self._qtbot.waitUntil(lambda: bool(self.told), timeout=10_000)
        self._qtbot.wait(400)
        assert len(self.told) == 1, "told once"
        self.question.dispose()
        self._qtbot.wait(50)
        return self.told[0]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[HostileServer]:
    with HostileServer(tmp_path) as one:
        yield one


def test_an_answer_is_captured_and_never_requested(qtbot: QtBot, server: HostileServer) -> None:
    server.queue(Reply(302, b"", {"Location": f"{BACK}?error=login_required&state=s"}))
    assert Asked(server, qtbot).wait() == f"{BACK}?error=login_required&state=s"


@pytest.mark.parametrize("status", [200, 400])
def test_an_error_on_the_page_is_told_at_once(
    qtbot: QtBot, server: HostileServer, status: int
) -> None:
    server.queue(Reply(status, b"<h1>Sorry</h1><p>AADSTS50011: The redirect URI", HTML))
    assert Asked(server, qtbot).wait() == PageState("50011")


def test_a_page_that_only_stands_there_is_one_that_stays(
    qtbot: QtBot, server: HostileServer
) -> None:
    server.queue(Reply(200, b"<p>Pick an account", HTML))
    assert Asked(server, qtbot).wait() == PageState()


def test_a_certificate_that_is_not_the_pinned_one_ends_it(
    qtbot: QtBot, server: HostileServer
) -> None:
    assert "certificate" in str(Asked(server, qtbot, trusts=False).wait())
    assert not server.asked


def test_nobody_there_is_told(qtbot: QtBot, server: HostileServer) -> None:
    asked = Asked(server, qtbot)
    server.__exit__(None, None, None)
    assert "could not be loaded" in str(asked.wait())
