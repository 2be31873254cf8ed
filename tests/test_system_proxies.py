"""The system's proxies: the environment's word first, and none where nobody names one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from transom.system_proxies import find_system_proxies

URL = "https://graph.example/"


@pytest.fixture(autouse=True)
def nothing_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_where_nothing_is_named_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_system_proxies(URL) == [""]
    # A bus that does not answer names none either.
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    assert find_system_proxies(URL) == [""]


@pytest.mark.parametrize("name", ["https_proxy", "HTTPS_PROXY", "all_proxy"])
def test_the_environment_is_believed(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "http://proxy.example:3128")
    assert find_system_proxies(URL) == ["http://proxy.example:3128"]
    monkeypatch.setenv("no_proxy", ".example")
    assert find_system_proxies(URL) == [""]


@pytest.mark.skipif(not shutil.which("dbus-daemon"), reason="needs a session bus")
def test_the_desktops_portal_is_asked_where_the_environment_says_nothing() -> None:
    program = f"from transom.system_proxies import find_system_proxies as f; print(f({URL!r}))"
    with session_bus() as environment:
        portal = subprocess.Popen(
            [sys.executable, "-m", "tests.fakes.portal", "http://pac.example:8080", "direct://"],
            stdout=subprocess.PIPE,
            env=environment,
        )
        assert portal.stdout is not None and portal.stdout.readline() == b"ready\n"
        # A process of its own: this one has no session bus, and Qt remembers that.
        command = [sys.executable, "-c", program]
        asked = subprocess.run(command, capture_output=True, env=environment)
        portal.kill()
        portal.communicate()
    assert asked.stdout.decode().strip() == "['http://pac.example:8080', '']", asked.stderr


@contextmanager
def session_bus() -> Iterator[dict[str, str]]:
    command = "dbus-daemon --session --nofork --print-address"
    daemon = subprocess.Popen(
        command.split(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert daemon.stdout is not None
    address = daemon.stdout.readline().decode().strip()
    paths = os.pathsep.join(sys.path)
    yield os.environ | {"DBUS_SESSION_BUS_ADDRESS": address, "PYTHONPATH": paths}
    daemon.kill()
    daemon.wait()
    daemon.stdout.close()
