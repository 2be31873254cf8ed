"""A pytest plugin that notes every secret of a run, and where a secret must never come to stand.

Writes ``watched.json`` into the directory that ``TRANSOM_WATCHED`` names: the secrets that went
over the wire, every command line of any process, and what was on the clipboard.
"""

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
import requests
from PySide6.QtGui import QGuiApplication

_SENT = ("code", "code_verifier", "refresh_token", "device_code", "client_assertion")
_ANSWERED = ("access_token", "refresh_token", "id_token", "device_code")
_LOOK_EVERY_S = 0.05


class Watcher:
    """Sees what requests sends and gets, and what the system lets everybody see."""

    def __init__(self) -> None:
        self.secrets: set[str] = set()
        self.in_sight: set[str] = set()
        self._ended = threading.Event()
        self._look = threading.Thread(target=self._look_around)
        self._send = requests.Session.send

    def begin(self) -> None:
        watcher, send = self, self._send

        def watched(session: Any, request: Any, **options: Any) -> requests.Response:
            response = send(session, request, **options)
            watcher.note(request.body, response, is_stream=bool(options.get("stream")))
            return response

        requests.Session.send = watched  # type: ignore[method-assign]
        self._look.start()

    def note(self, body: object, response: requests.Response, *, is_stream: bool) -> None:
        if isinstance(body, str):
            self.secrets |= {value for name, value in parse_qsl(body) if name in _SENT}
        if not is_stream and "json" in response.headers.get("content-type", ""):
            answer = response.json()
            if isinstance(answer, dict):
                self.secrets |= {str(answer[name]) for name in _ANSWERED if name in answer}

    def note_clipboard(self) -> None:
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            self.in_sight.add(QGuiApplication.clipboard().text())

    def end(self, directory: Path) -> None:
        self._ended.set()
        self._look.join()
        requests.Session.send = self._send  # type: ignore[method-assign]
        watched = {"secrets": sorted(self.secrets), "in_sight": sorted(self.in_sight)}
        (directory / "watched.json").write_text(json.dumps(watched))

    def _look_around(self) -> None:
        while not self._ended.wait(_LOOK_EVERY_S):
            for process in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    self.in_sight.add(process.read_bytes().decode(errors="replace"))
                except OSError:
                    continue  # it has ended


_WATCHER = Watcher()


def pytest_sessionstart() -> None:
    _WATCHER.begin()


def pytest_sessionfinish() -> None:
    _WATCHER.end(Path(os.environ["TRANSOM_WATCHED"]))


@pytest.fixture(autouse=True)
def clipboard_is_watched() -> Iterator[None]:
    yield
    _WATCHER.note_clipboard()
