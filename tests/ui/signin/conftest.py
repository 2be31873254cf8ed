"""The sign-in page on an engine of the test's own and the shared tenant."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from tests.fakes.engines import save_settings
from tests.fakes.tenant import Tenant

from transom.engine.clock import Clock
from transom.engine.engine import Engine, EngineState
from transom.engine.entities.accounts import Account
from transom.engine.profile import Profile
from transom.resources import resource_text
from transom.ui.bridge import Bridge
from transom.ui.signin.page import SignInPage
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons

PATIENCE_MS = 10_000
_OF_THE_PLATFORM = (
    "propagateSizeHints",
    "Vulkan",
    "GPU vendor",
    "GPUInfo not initialized",
    "QRhi",
    "RHI for backend",
    "GBM is not supported",
    "Failed to create",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "signin" in item.path.parts:
            item.add_marker(pytest.mark.qt_log_ignore(*_OF_THE_PLATFORM, extend=True))


class Stage:
    """A sign-in page with what came of it."""

    def __init__(
        self,
        directory: Path,
        tenant: Tenant,
        qtbot: QtBot,
        *,
        saves: bool = True,
        clock: Clock | None = None,
    ) -> None:
        self.tenant, self.qtbot = tenant, qtbot
        profile = Profile(directory / "profile")
        if saves:
            save_settings(profile, tenant)
        self.engine = Engine(profile, key_file=directory / "key", clock=clock)
        self.engine.start(syncs=False)
        self.wait_for(lambda: self.engine.state is EngineState.READY)
        self.bridge = Bridge(self.engine.newsroom)
        theme = Theme(resource_text("styles", "transom.qss"), "light")
        icons = Icons(theme)
        self.page = SignInPage(self.engine, self.bridge, theme, icons)
        self.page.resize(1300, 860)
        self.page.show()
        self.page.activate()
        self.accounts: list[Account] = []
        self.page.signed_in.connect(self.accounts.append)

    def wait_for(self, is_so: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(is_so, timeout=PATIENCE_MS)

    def pane(self, kind: type[QWidget]) -> QWidget:
        """Wait until a pane of that kind belongs to the attempt."""
        self.wait_for(lambda: isinstance(self.page.attempt.pane, kind))
        assert self.page.attempt.pane is not None
        return self.page.attempt.pane

    def wait_for_failure(self) -> None:
        self.wait_for(self.page.failure.isVisible)

    def press(self, label: str) -> None:
        """Press the failure's button of that name."""
        button = next(one for one in self.page.failure.buttons() if one.text() == label)
        button.click()

    def labels(self) -> list[str]:
        return [button.text() for button in self.page.failure.buttons()]

    def close(self) -> None:
        self.page.shut()
        self.qtbot.wait(50)  # web pages go before their profiles
        self.bridge.close()
        assert self.engine.stop()
        self.page.deleteLater()


@pytest.fixture
def stage(tmp_path: Path, tenant: Tenant, qtbot: QtBot) -> Iterator[Stage]:
    one = Stage(tmp_path, tenant, qtbot)
    yield one
    one.close()


_BROWSER = """
import sys
from pathlib import Path
from tests.fakes.tenant import Tenant
import requests
url, authority, graph, ca_file, username, password = sys.argv[1:7]
tenant = Tenant(Path("unused"))
account = {"username": username, "password": password, "kind": "work"}
tenant.info = {"authority": authority, "graph": graph, "ca_file": ca_file, "accounts": [account]}
redirect = tenant.sign_in_by_http(url=url)
session = requests.Session()
session.trust_env = False
assert "close this page" in session.get(redirect).text
"""


class SystemBrowser(QObject):
    """Stands in for the desktop's browser: a process of its own that follows every page."""

    def __init__(self, tenant: Tenant) -> None:
        super().__init__()
        self._tenant = tenant
        self.opened: list[str] = []
        self.processes: list[subprocess.Popen[bytes]] = []
        self.is_there = True

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        text = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        self.opened.append(text)
        if self.is_there:
            info, account = self._tenant.info, self._tenant.account()
            facts = (info["authority"], info["graph"], info["ca_file"])
            command = [sys.executable, "-c", _BROWSER, text, *facts]
            command += [account["username"], account["password"]]
            root = Path(__file__).resolve().parents[3]
            self.processes.append(subprocess.Popen(command, cwd=root))


@pytest.fixture
def browser(tenant: Tenant) -> Iterator[SystemBrowser]:
    one = SystemBrowser(tenant)
    QDesktopServices.setUrlHandler("https", one, "open")  # type: ignore[arg-type]  # stubs say bytes
    yield one
    QDesktopServices.unsetUrlHandler("https")
    for process in one.processes:
        assert process.wait(20) == 0
