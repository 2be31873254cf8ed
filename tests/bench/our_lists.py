"""Transom's window on a filled profile: what it holds in memory, how it scrolls, how it finds."""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from tests.bench.our_window import Driven, show
from tests.bench.timing import tree_memory_bytes
from typing_extensions import override

_SETTLED_MS = 2500
_NOTCH = 120
_MOST_ROWS = 100_000
_MOST_WHEEL_S = 40.0
_JUMPS = 300


class Memory(Driven):
    """Weighs the processes when the list stands, and again once an HTML mail was read."""

    def __init__(self, arguments: argparse.Namespace, qt: QApplication) -> None:
        super().__init__(arguments, qt)
        self._figures: dict[str, float] = {}
        self._warm = lambda: None
        self._ticker = QTimer(self, interval=100)
        self._ticker.timeout.connect(self._on_tick)

    @override
    def list_painted(self) -> None:
        body = self.mail.reading.body
        self._warm, body.warm = body.warm, lambda: None  # type: ignore[method-assign]
        QTimer.singleShot(_SETTLED_MS, self, self._on_settled)

    @Slot()
    def _on_settled(self) -> None:
        self._figures["text"] = tree_memory_bytes()
        self._warm()
        self.mail.list.step(1)
        self._ticker.start()

    @Slot()
    def _on_tick(self) -> None:
        if self.mail.reading.body.is_page_shown:
            self._ticker.stop()
            QTimer.singleShot(_SETTLED_MS, self, self._on_read)

    @Slot()
    def _on_read(self) -> None:
        self._figures["html"] = tree_memory_bytes()
        print(json.dumps(self._figures), flush=True)
        self.app.window.close()


class Scroll(Driven):
    """Jumps about in all rows, then turns the wheel through the first; every frame is painted."""

    def __init__(self, arguments: argparse.Namespace, qt: QApplication) -> None:
        super().__init__(arguments, qt)
        self._is_painted = False
        self._listed_at = self._whole_s = 0.0
        self._ticker = QTimer(self, interval=50)
        self._ticker.timeout.connect(self._on_tick)

    @override
    def list_painted(self) -> None:
        self._listed_at = time.monotonic()
        self.mail.list.viewport().installEventFilter(self)
        self._ticker.start()

    @Slot()
    def _on_tick(self) -> None:
        if self.mail.messages.is_known:
            self._ticker.stop()
            self._whole_s = time.monotonic() - self._listed_at
            QTimer.singleShot(_SETTLED_MS, self, self._begin)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self._is_painted = self._is_painted or event.type() is QEvent.Type.Paint
        return False

    @Slot()
    def _begin(self) -> None:
        view, bar = self.mail.list, self.mail.list.verticalScrollBar()
        spots = [one for _ in range(_JUMPS) for one in self._timed(self._touch, moves=False)]
        chance, jumps = random.Random(5), list[float]()
        for _ in range(_JUMPS):
            place = chance.randint(0, bar.maximum())
            jumps += self._timed(lambda at=place: bar.setValue(at))
        bar.setValue(0)
        wheel: list[float] = []
        until = time.monotonic() + _MOST_WHEEL_S
        while time.monotonic() < until and view.rowAt(0) < _MOST_ROWS:
            taken = self._timed(self._turn)
            if not taken:
                break  # the end of the folder
            wheel += taken
        figures = {
            "wheel": wheel,
            "jumps": jumps,
            "spots": spots,
            "whole": self._whole_s,
            "rows": self.mail.messages.rowCount(),
            "passed": view.rowAt(0),
        }
        print(json.dumps(figures), flush=True)
        self.app.window.close()

    def _touch(self) -> None:
        self.mail.list.viewport().update(0, 0, 2, 2)

    def _turn(self) -> None:
        viewport = self.mail.list.viewport()
        middle = QPointF(viewport.rect().center())
        event = QWheelEvent(
            middle,
            QPointF(viewport.mapToGlobal(middle.toPoint())),
            QPoint(),
            QPoint(0, -5 * _NOTCH),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)

    def _timed(self, job: Callable[[], object], *, moves: bool = True) -> list[float]:
        """Return how long it took until what was asked for was on the screen; nothing moved: []."""
        QApplication.processEvents()
        bar = self.mail.list.verticalScrollBar()
        before, self._is_painted = bar.value(), False
        begun = time.perf_counter()
        job()
        if moves and bar.value() == before:
            return []
        # Not repaint(): a window with a web view paints once a frame, whoever asks for more.
        while not self._is_painted:
            QApplication.processEvents()
        return [(time.perf_counter() - begun) * 1000]


class Search(Driven):
    """Types what the command line says, and times each from the key to the rows in the list."""

    def __init__(self, arguments: argparse.Namespace, qt: QApplication) -> None:
        super().__init__(arguments, qt)
        self._left = [(name, words) for name, some in json.loads(arguments.words) for words in some]
        self._taken: dict[str, list[float]] = {}
        self._name, self._begun = "", 0.0

    @override
    def list_painted(self) -> None:
        self.mail.messages.modelReset.connect(self._on_reset)
        self.mail.messages.rowsInserted.connect(self._on_reset)
        self.mail.messages.rowsRemoved.connect(self._on_reset)
        QTimer.singleShot(_SETTLED_MS, self, self._next)

    @Slot()
    def _next(self) -> None:
        if not self._left:
            print(json.dumps(self._taken), flush=True)
            self.app.window.close()
            return
        self._name, words = self._left.pop(0)
        self._begun = time.perf_counter()
        self.mail.search(words)
        QTimer.singleShot(400, self, self._next)  # the count and the snippets are not waited for

    @Slot()
    def _on_reset(self) -> None:
        if self._begun:
            taken = (time.perf_counter() - self._begun) * 1000
            self._taken.setdefault(self._name, []).append(taken)
            self._begun = 0.0


_KINDS: dict[str, type[Driven]] = {"memory": Memory, "scroll": Scroll, "search": Search}


def main() -> None:
    """Open the window on a profile and measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("measurement", choices=sorted(_KINDS))
    parser.add_argument("--profile", type=Path)
    parser.add_argument("--key-file", type=Path)
    parser.add_argument("--words", default="[]")
    arguments = parser.parse_args()
    show(_KINDS[arguments.measurement], arguments)


if __name__ == "__main__":
    main()
    sys.exit()
