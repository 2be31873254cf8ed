"""The stage of the web view's tests: a home that counts who calls, and a body view."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from transom.engine.entities.mail import AttachmentId
from transom.ui.theme import BASE_PX, Theme
from transom.ui.web.body import BodyView

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


class Home:
    """A server that counts connections, even those that ask for nothing."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        calls = self.calls

        class Handler(BaseHTTPRequestHandler):
            def setup(self) -> None:
                calls.append("connection")
                super().setup()

            def do_GET(self) -> None:
                self.send_response(204)
                self.end_headers()

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.url = f"http://{self.host}/called"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def home() -> Iterator[Home]:
    home = Home()
    yield home
    home.server.shutdown()
    home.server.server_close()


class Pictures:
    """Hands out the same picture, and notes which were asked for."""

    def __init__(self) -> None:
        self.asked: list[AttachmentId] = []
        self.content = PNG

    def fetch(self, attachment: AttachmentId, deliver: Callable[[bytes], None]) -> None:
        self.asked.append(attachment)
        deliver(self.content)


@pytest.fixture
def pictures() -> Pictures:
    return Pictures()


@pytest.fixture
def large_type(qapp: QApplication) -> Iterator[None]:
    """The system's font is twice as large as the design's; asked for before the theme."""
    before = qapp.font()
    large = QFont(before)
    large.setPixelSize(2 * BASE_PX)
    qapp.setFont(large)
    yield
    qapp.setFont(before)


@pytest.fixture
def view(theme: Theme, pictures: Pictures, qtbot: QtBot) -> Iterator[BodyView]:
    view = BodyView(theme, pictures.fetch)
    view.resize(600, 400)
    view.show()
    view.warm()
    yield view
    view.close_page()
    view.close()
    view.deleteLater()
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[arg-type]
        QCoreApplication.processEvents()
