"""The mail page's reader and a bare web view in turn; prints how long each took to be painted."""

import argparse
import json
import os
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer, QUrl
from PySide6.QtWebEngineCore import QWebEngineProfile
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication
from tests.bench.reader import CARDS, OF_EACH, newsletter

from transom.application import new_qt
from transom.engine.engine import Engine, EngineState
from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.mail import MessageId
from transom.engine.profile import Profile
from transom.engine.workers import Workers
from transom.resources import resource_text
from transom.ui.bridge import Bridge
from transom.ui.collector import Collector
from transom.ui.mail.page import MailPage
from transom.ui.theme import Theme
from transom.ui.web.frame import PAINTED
from transom.ui.web.profile import OWN_WORLD
from transom.ui.web.scheme import register_scheme
from transom.ui.widgets.icons import Icons

_PATIENCE_MS = 15_000
_POLL_MS = 8
_WARM_ROUNDS = 4


class Stage:
    """One reader and one bare view, both of the reader's size."""

    def __init__(self, path: Path, key_file: Path, qt: QApplication) -> None:
        self._qt = qt
        self.engine = Engine(Profile(path), key_file=key_file)
        self.engine.start()
        while self.engine.state is not EngineState.READY:
            qt.processEvents()
        self._workers, self._bridge = Workers(), Bridge(self.engine.newsroom)
        theme = Theme(resource_text("styles", "transom.qss"), "light")
        icons, lane = Icons(theme), self._workers.lane("bench")
        self.page = MailPage(self.engine, self._bridge, theme, icons, lane=lane)
        self.page.resize(1384, 872)
        self.page.show()
        self.page.activate()
        self.page.reading.body.warm()
        self._bare_profile = QWebEngineProfile()
        self.bare = QWebEngineView(self._bare_profile)
        self.bare.resize(self.page.reading.size())
        self.bare.show()
        self._account = self.engine.accounts.list()[0].id
        self._wait(1_500)

    def header(self, name: str) -> float:
        """Choose a message, and return how long it took until its header was painted."""
        number = self._find(name)
        begun = time.perf_counter()
        self.page.desk.show_message(number)
        self.page.reading.repaint()
        return (time.perf_counter() - begun) * 1000

    def repaint(self) -> float:
        """Return how long the screen takes for the reader when nothing has changed."""
        begun = time.perf_counter()
        self.page.reading.repaint()
        return (time.perf_counter() - begun) * 1000

    def text(self, name: str) -> float:
        """Choose a message, and return how long it took until its text was painted."""
        number, body = self._find(name), self.page.reading.body
        begun = time.perf_counter()
        with _Waiting(body.shown) as wait:
            self.page.desk.show_message(number)
            wait.until(lambda: body.message == number and body.is_settled)
        body.repaint()
        return (time.perf_counter() - begun) * 1000

    def load_bare(self, markup: str) -> float:
        """Load a document into the bare view, and return how long until it was painted."""
        begun = time.perf_counter()
        with _Waiting(self.bare.loadFinished) as wait:
            self.bare.setHtml(markup, QUrl("about:blank"))
            wait.until(lambda: True)
        while not self._is_bare_painted():
            self._wait(_POLL_MS)
        return (time.perf_counter() - begun) * 1000

    def rest(self) -> None:
        """Let what was asked for beside the message come to its end."""
        self._wait(120)

    def _is_bare_painted(self) -> bool:
        loop, told = QEventLoop(), []
        page = self.bare.page()
        page.runJavaScript(PAINTED, OWN_WORLD, lambda count: (told.append(count), loop.quit()))
        loop.exec()
        return bool(told[0])

    def _find(self, name: str) -> MessageId:
        found = self.engine.mail.reader.find_message(self._account, RemoteId(name))
        if found is None:
            raise LookupError(name)
        return found

    def _wait(self, duration_ms: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(duration_ms, loop.quit)
        loop.exec()


class _Waiting:
    """Runs the event loop until a signal comes and a condition holds."""

    def __init__(self, signal: object) -> None:
        self._signal, self._loop, self._has_come = signal, QEventLoop(), False

    def __enter__(self) -> "_Waiting":
        self._signal.connect(self._on_come)  # type: ignore[attr-defined]
        return self

    def __exit__(self, *_: object) -> None:
        self._signal.disconnect(self._on_come)  # type: ignore[attr-defined]

    def _on_come(self) -> None:
        self._has_come = True
        self._loop.quit()

    def until(self, is_there: Callable[[], bool]) -> None:
        """Return once the signal came and the condition holds."""
        QTimer.singleShot(_PATIENCE_MS, self._loop.quit)
        if not self._has_come:
            self._loop.exec()
        ends_at = time.monotonic() + _PATIENCE_MS / 1000
        while not is_there():
            if time.monotonic() > ends_at:
                raise TimeoutError("a message was not shown")
            self._loop.exec()


def main() -> None:
    """Measure in turn, so that what else the machine does meets all alike."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--key-file", type=Path)
    parser.add_argument("profile", type=Path)
    arguments = parser.parse_args()
    register_scheme()
    qt = new_qt()
    collector = Collector()  # as the program has it
    collector.start()
    stage = Stage(arguments.profile, arguments.key_file, qt)
    names = ("header", "plain text", "newsletter", "bare view", "conversation", "repaint")
    figures: dict[str, list[float]] = {name: [] for name in names}
    for number in range(OF_EACH):
        markup = newsletter(number)
        jobs: dict[str, Callable[[], float]] = {
            "newsletter": lambda n=number: stage.text(f"newsletter {n}"),  # type: ignore[misc]
            "bare view": lambda m=markup: stage.load_bare(m),  # type: ignore[misc]
            "header": lambda n=number: stage.header(f"card {n} 0"),  # type: ignore[misc]
            "repaint": stage.repaint,
            "plain text": lambda n=number: stage.text(f"plain {n}"),  # type: ignore[misc]
            "conversation": lambda n=number: stage.text(f"card {n} {CARDS - 1}"),  # type: ignore[misc]
        }
        order = list(jobs)
        for name in order if number % 2 else reversed(order):
            taken = jobs[name]()
            if number >= _WARM_ROUNDS:
                figures[name].append(taken)
            stage.rest()
    print(json.dumps(figures), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
