"""The whole program on a demo of its own, driven as a person would."""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.fakes.engines import save_settings
from tests.fakes.tenant import Tenant

from transom.app import App
from transom.engine.profile import Profile

QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)


@pytest.fixture
def open_app(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., App]]:
    """Open the program on the test's own profile; each is stopped at the end.

    With a ``tenant`` it signs in there, not to a demo of its own.
    """
    opened: list[App] = []

    def start(*, demo: bool = True, signed_in: bool = False, tenant: Tenant | None = None) -> App:
        if tenant is not None:
            save_settings(Profile(tmp_path / "profile"), tenant)
        arguments = argparse.Namespace(
            profile=tmp_path / "profile",
            key_file=tmp_path / "key",
            demo=demo and tenant is None,
            signed_in=signed_in,
            verbose=False,
            command=None,
        )
        app = App(arguments, qapp)
        opened.append(app)
        app.start()
        app.window.resize(1440, 900)
        return app

    yield start
    for app in opened:
        app.stop()
        app.window.deleteLater()


@pytest.fixture(scope="module")
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Tenant]:
    """A tenant for the journeys of one file, each with people of its own."""
    messages = getattr(request.module, "MESSAGES", 30)
    with Tenant(tmp_path_factory.mktemp("world") / "state", messages=messages) as tenant:
        yield tenant


class Desktop(QObject):
    """Opens what Transom asks the desktop to open, in a browser that is a process of its own."""

    def __init__(self, tenant: Tenant) -> None:
        super().__init__()
        self._tenant = tenant
        self._browsers: list[subprocess.Popen[str]] = []
        self.who: dict[str, str] = {}
        self.code = ""
        """What to type where a page asks for a device's code."""
        self.pages: list[str] = []
        """What stood on the last page of each browser."""

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        wish = {
            "url": url.toString(QUrl.ComponentFormattingOption.FullyEncoded),
            "certificate_sha256": self._tenant.info["certificate_sha256"],
            "username": self.who["username"],
            "password": self.who["password"],
            "code": self.code,
        }
        # By the input: what stands on a command line is everybody's to read.
        browser = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("own_browser.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert browser.stdin is not None
        browser.stdin.write(json.dumps(wish) + "\n")
        browser.stdin.flush()
        self._browsers.append(browser)

    def close(self) -> None:
        """Wait for the browsers, and see what they ended on."""
        for browser in self._browsers:
            text, _ = browser.communicate(timeout=30)
            assert browser.returncode == 0
            self.pages.append(text)
        self._browsers.clear()


@pytest.fixture
def desktop(world: Tenant) -> Iterator[Desktop]:
    one = Desktop(world)
    QDesktopServices.setUrlHandler("https", one, "open")  # type: ignore[arg-type]  # stubs say bytes
    yield one
    QDesktopServices.unsetUrlHandler("https")
    one.close()
