"""Walks through every page and state of the demo and saves a picture of each, light and dark."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from transom.app import App, new_qt
from transom.tour_steps import Guide, Step
from transom.ui.theme import Choice

WIDTH_PX, HEIGHT_PX = 1440, 900
_LOOK_EVERY_MS, _SETTLE_MS, _PATIENCE_MS = 50, 450, 30_000
_THEMES: tuple[Choice, ...] = ("light", "dark")


class Tour(QObject):
    """Takes the steps one after the other; a step that never gets there ends the tour.

    Signals:
        finished: the exit code.
    """

    finished = Signal(int)

    def __init__(self, app: App, directory: Path, steps: Iterator[Step]) -> None:
        super().__init__()
        self._app, self._directory, self._steps = app, directory, steps
        self._step: Step | None = None
        self._waited_ms = 0
        self._themes: list[Choice] = []
        self._watch = QTimer(self, interval=_LOOK_EVERY_MS)
        self._watch.timeout.connect(self._on_look)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._on_settled)

    @Slot()
    def start(self) -> None:
        """Take the first step."""
        self._directory.mkdir(parents=True, exist_ok=True)
        self._app.window.showNormal()
        self._app.window.resize(WIDTH_PX, HEIGHT_PX)
        self._go_on()

    def _go_on(self) -> None:
        self._step = next(self._steps, None)
        if self._step is None:
            self.finished.emit(0)
            return
        self._waited_ms = 0
        self._watch.start()  # first, so that a step that raises still ends the tour
        self._step.act()

    @Slot()
    def _on_look(self) -> None:
        self._waited_ms += _LOOK_EVERY_MS
        step = self._step
        if step is None:
            return
        if step.is_there():
            self._watch.stop()
            self._themes = list(_THEMES) if step.picture else []
            self._next_theme()
        elif self._waited_ms > _PATIENCE_MS:
            self._watch.stop()
            print(f"transom tour: {step.picture or 'a step'} did not appear", file=sys.stderr)
            self.finished.emit(1)

    def _next_theme(self) -> None:
        if not self._themes:
            self._go_on()
            return
        self._app.theme.set_choice(self._themes[0])
        self._settle.start()

    @Slot()
    def _on_settled(self) -> None:
        theme = self._themes.pop(0)
        name = self._step.picture if self._step else ""
        picture = self._directory / f"{name}-{theme}.png"
        if not self._app.window.grab().save(str(picture)):
            print(f"transom tour: {picture} could not be written", file=sys.stderr)
            self.finished.emit(1)
            return
        self._next_theme()


def run(arguments: argparse.Namespace) -> int:
    """Walk the tour on a demo of its own; the answer is the exit code."""
    with tempfile.TemporaryDirectory(prefix="transom-tour-") as directory:
        arguments.demo, arguments.signed_in = True, False
        arguments.profile = arguments.profile or Path(directory)
        qt = new_qt()
        app = App(arguments, qt)
        tour = Tour(app, arguments.directory, Guide(app).steps())
        tour.finished.connect(qt.exit)
        app.window.closed.connect(lambda: qt.exit(1))
        app.start()
        tour.start()
        code = qt.exec()
        app.stop()
    return code
