"""Walks through every page and state of the demo and saves a picture of each, light and dark."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from transom.app import App
from transom.application import new_qt
from transom.tour_steps import USUAL_SIZE, Guide, Step
from transom.tour_troubles import Troubles
from transom.ui.theme import Choice

_LOOK_EVERY_MS, _SETTLE_MS, _PATIENCE_MS = 50, 450, 45_000
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
        self._has_acted = False
        self._last_picture = "the start"
        self._themes: list[Choice] = []
        self._watch = QTimer(self, interval=_LOOK_EVERY_MS)
        self._watch.timeout.connect(self._on_look)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._on_settled)

    @Slot()
    def start(self) -> None:
        """Take the first step."""
        self._app.window.showNormal()
        self._app.window.resize(*USUAL_SIZE)
        self._go_on()

    def _go_on(self) -> None:
        self._waited_ms, self._has_acted = 0, False
        self._watch.start()  # first, so that a step that raises still ends the tour
        try:
            self._step = next(self._steps, None)
            if self._step is not None:
                self._step.act()
        except LookupError as error:
            self._give_up(str(error))
            return
        self._has_acted = True
        if self._step is None:
            self._watch.stop()
            self.finished.emit(0)

    def _give_up(self, sentence: str) -> None:
        self._watch.stop()
        self._app.window.grab().save(str(self._directory / "stuck.png"))
        print(f"transom tour: {sentence}", file=sys.stderr)
        self.finished.emit(1)

    @Slot()
    def _on_look(self) -> None:
        self._waited_ms += _LOOK_EVERY_MS
        step = self._step
        if step is not None and self._has_acted and step.is_there():
            self._watch.stop()
            self._themes = list(_THEMES) if step.picture else []
            self._next_theme()
        elif self._waited_ms > _PATIENCE_MS:
            what = step.picture if step is not None else ""
            self._give_up(f"{what or f'what follows {self._last_picture}'} did not appear")

    def _next_theme(self) -> None:
        if not self._themes:
            self._go_on()
            return
        self._app.theme.set_choice(self._themes[0])
        self._waited_ms = 0
        self._settle.start()

    @Slot()
    def _on_settled(self) -> None:
        step = self._step
        if step is None:
            return
        self._waited_ms += _SETTLE_MS
        if not step.is_there() and self._waited_ms < _PATIENCE_MS:
            self._settle.start()  # a mail is laid out anew in the other colours
            return
        self._last_picture = step.picture
        picture = self._directory / f"{step.picture}-{self._themes.pop(0)}.png"
        if self._app.window.grab().save(str(picture)):
            self._next_theme()
        else:
            self._give_up(f"{picture} could not be written")


def run(arguments: argparse.Namespace) -> int:
    """Walk the tour on a demo of its own; the answer is the exit code."""
    try:
        arguments.directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        print(f"transom tour: {arguments.directory}: {error.strerror}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="transom-tour-") as directory:
        arguments.demo, arguments.signed_in = True, False
        arguments.profile = arguments.profile or Path(directory)
        qt = new_qt()
        app = App(arguments, qt)
        guide = Guide(app)
        steps = chain(guide.steps(), Troubles(app, guide).steps())
        tour = Tour(app, arguments.directory, steps)
        tour.finished.connect(qt.exit)
        app.window.closed.connect(lambda: qt.exit(1))
        app.start()
        tour.start()
        code = qt.exec()
        app.stop()
    return code
