"""What every test stands on: no screen, no network but loopback, no profile of the user's."""

import gc
import ipaddress
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.fakes.tenant import Tenant

_PRIVATE = tempfile.TemporaryDirectory(prefix="transom-tests-")


def _prepare_environment() -> None:
    if not os.environ.get("DISPLAY") or sys.platform == "darwin":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"  # Chromium refuses a sandbox to root
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        os.environ[f"XDG_{name}_HOME"] = str(Path(_PRIVATE.name) / name.lower())
    runtime = Path(_PRIVATE.name) / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)


# Before Qt, keyring or platformdirs are imported by any test.
_prepare_environment()


def pytest_sessionfinish() -> None:
    # What was to be deleted later has no event loop any more; a web page goes before its profile.
    if "PySide6.QtCore" in sys.modules:
        from PySide6.QtCore import QCoreApplication, QEvent

        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def pytest_unconfigure() -> None:
    _PRIVATE.cleanup()


# As in the program itself: widgets die on the main thread, and not in the middle of a call from Qt.
gc.disable()
_file_of_last_test = [""]


def pytest_runtest_logstart(location: tuple[str, int | None, str]) -> None:
    # What outlives a file's tests stays: only what the next ones make is looked at after each.
    if location[0] != _file_of_last_test[0]:
        _file_of_last_test[0] = location[0]
        gc.freeze()


def pytest_runtest_logfinish() -> None:
    gc.collect()


class LoopbackGuard:
    """Refuses and notes every connection that would leave this computer."""

    EVENTS = ("socket.connect", "socket.sendto", "socket.sendmsg")

    def __init__(self) -> None:
        self.refused: list[str] = []

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in self.EVENTS and not _is_local(arguments[1]):
            self.refused.append(repr(arguments[1]))
            raise PermissionError(f"a test may not connect to {arguments[1]!r}")


def _is_local(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket
    host = str(address[0])
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host in ("localhost", "")


_GUARD = LoopbackGuard()
sys.addaudithook(_GUARD)


@pytest.fixture(autouse=True)
def loopback_only() -> Iterator[LoopbackGuard]:
    """Fail the test that tried to reach out, even where the refusal was swallowed."""
    _GUARD.refused.clear()
    yield _GUARD
    assert not _GUARD.refused, f"tried to connect to {_GUARD.refused}"


@pytest.fixture(scope="session")
def tenant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenant]:
    """A small tenant shared by all tests that leave it as it was."""
    with Tenant(tmp_path_factory.mktemp("tenant") / "state", messages=60) as shared:
        yield shared


@pytest.fixture
def own_tenant(tmp_path: Path) -> Iterator[Callable[..., Tenant]]:
    """Start tenants of the test's own, for tests that change, stop or restart them."""
    started: list[Tenant] = []

    def start(*arguments: str, messages: int = 60) -> Tenant:
        state = tmp_path / f"tenant-{len(started)}"
        started.append(Tenant(state, messages=messages, arguments=arguments))
        return started[-1].start()

    yield start
    for tenant in started:
        tenant.stop()
