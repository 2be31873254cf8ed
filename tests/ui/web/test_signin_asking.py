"""HTTP authentication in the sign-in view: who asks is said, and nothing is given away."""

import base64
import hashlib
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from tests.fakes.hostile import HostileServer, Reply

from transom.ui.web.signin_asking import PasswordQuestion
from transom.ui.web.signin_target import SignInTarget
from transom.ui.web.signin_view import SignInView

REALM = "Contoso <b>gate</b>"
CHALLENGE = Reply(401, b"no", {"WWW-Authenticate": f'Basic realm="{REALM}"'})


@pytest.fixture
def server(tmp_path: Path) -> Iterator[HostileServer]:
    with HostileServer(tmp_path) as one:
        yield one


def open_view(server: HostileServer) -> SignInView:
    place = server.origin.removeprefix("https://")
    host, _, port = place.partition(":")
    pem = ssl.get_server_certificate((host, int(port)))
    digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()
    target = SignInTarget(f"{server.origin}/", "https://x/back", digest, frozenset({place}))
    view = SignInView(target)
    view.show()
    return view


def when_asked(act: Callable[[PasswordQuestion], None], told: list[str]) -> QTimer:
    """Do something with the dialog as soon as it stands there."""
    timer = QTimer(interval=50)

    def look() -> None:
        question = QApplication.activeModalWidget()
        if isinstance(question, PasswordQuestion):
            timer.stop()
            told.append(question.findChildren(QLabel)[0].text())
            act(question)

    timer.timeout.connect(look)
    timer.start()
    return timer


def sent(server: HostileServer) -> list[str]:
    found = ({k.lower(): v for k, v in one.headers.items()} for one in server.asked)
    return [headers["authorization"] for headers in found if "authorization" in headers]


def test_a_name_and_password_go_to_the_host_that_was_named(
    qtbot: QtBot, server: HostileServer
) -> None:
    server.queue(CHALLENGE, Reply(200, b"<p>in</p>", {"Content-Type": "text/html"}))

    def fill_in(question: PasswordQuestion) -> None:
        question.username.setText("ada")
        question.password.setText("secret")
        question.accept()

    told: list[str] = []
    timer = when_asked(fill_in, told)
    view = open_view(server)
    qtbot.waitUntil(lambda: bool(sent(server)), timeout=10_000)
    wanted = base64.b64encode(b"ada:secret").decode()
    assert sent(server)[0] == f"Basic {wanted}"
    assert REALM in told[0] and "127.0.0.1" in told[0] and not timer.isActive()
    view.dispose()
    qtbot.wait(50)


def test_who_gives_no_answer_gives_nothing_away(qtbot: QtBot, server: HostileServer) -> None:
    server.queue(CHALLENGE)
    told: list[str] = []
    timer = when_asked(PasswordQuestion.reject, told)
    view = open_view(server)
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    qtbot.wait(300)
    nobody = base64.b64encode(b":").decode()
    assert set(sent(server)) <= {f"Basic {nobody}"} and not timer.isActive()
    assert len(told) == 1, "asked once only"
    view.dispose()
    qtbot.wait(50)


def test_a_sign_in_given_up_takes_its_question_along(qtbot: QtBot, server: HostileServer) -> None:
    # Time may run out while a dialog waits: the page must outlive its own question.
    server.queue(CHALLENGE)
    told: list[str] = []
    views: list[SignInView] = []
    timer = when_asked(lambda _question: views[0].dispose(), told)
    views.append(open_view(server))
    qtbot.waitUntil(lambda: not isValid(views[0]), timeout=10_000)
    assert len(told) == 1 and not timer.isActive()
    assert QApplication.activeModalWidget() is None
    nobody = base64.b64encode(b":").decode()
    assert set(sent(server)) <= {f"Basic {nobody}"}
    qtbot.wait(50)
