"""The calendar page as it ships, on a full and on an empty profile in turn; prints times."""

import argparse
import json
import os
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication
from tests.bench.calendar import DAYS, FIRST

from transom.application import new_qt
from transom.engine.engine import Engine, EngineState
from transom.engine.profile import Profile
from transom.engine.workers import Workers
from transom.resources import resource_text
from transom.ui.bridge import Bridge
from transom.ui.calendar.page import CalendarPage
from transom.ui.calendar.ranges import Scale
from transom.ui.collector import Collector
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons

_ROUNDS = 40
_STEP_PX = 120
_SCALES = {"month": Scale.MONTH, "week": Scale.WEEK, "agenda": Scale.AGENDA}


class FrozenClock:
    """Always the same moment, amid the events."""

    def now(self) -> datetime:
        """Return it."""
        return datetime(2026, 6, 15, 8, tzinfo=UTC)


class Driven:
    """One page on one profile."""

    def __init__(self, path: Path, key_file: Path, qt: QApplication) -> None:
        self._qt = qt
        self.engine = Engine(Profile(path), key_file=key_file)
        self.engine.start()
        while self.engine.state is not EngineState.READY:
            qt.processEvents()
        self._workers = Workers()
        self._bridge = Bridge(self.engine.newsroom)
        theme = Theme(resource_text("styles", "transom.qss"), "light")
        lane = self._workers.lane("bench")
        self.page = CalendarPage(
            self.engine, self._bridge, theme, Icons(theme), lane=lane, clock=FrozenClock(), zone=UTC
        )
        self.page.resize(1384, 872)
        self.page.show()
        self.page.activate()
        qt.processEvents()

    def switch(self, day: date, scale: Scale) -> float:
        """Show other days in another view, and return how long it took until they were painted."""
        return self._until_painted(lambda: self.page.show_day(day, scale))

    def scroll(self) -> list[float]:
        """Scroll a year of the agenda, and return the time of each frame."""
        self.switch(FIRST + timedelta(days=180), Scale.AGENDA)
        view = self.page.views.agenda
        frames: list[float] = []
        while len(frames) < 20_000 and (view.day_at_top or date.max) < FIRST + timedelta(days=545):
            frames.append(self._frame())
        return frames or [self._frame() for _ in range(300)]

    def _frame(self) -> float:
        view = self.page.views.agenda
        bar, day = view.verticalScrollBar(), view.day_at_top
        begun = time.perf_counter()
        bar.setValue(bar.value() + _STEP_PX)
        view.viewport().repaint()
        if view.day_at_top != day:  # else nothing beside the list changes
            self.page.bar.repaint()
            self.page.side.repaint()
        taken = (time.perf_counter() - begun) * 1000
        self._qt.processEvents()
        return taken

    def _until_painted(self, job: Callable[[], None]) -> float:
        begun = time.perf_counter()
        job()
        self.page.repaint()
        taken = (time.perf_counter() - begun) * 1000
        self._qt.processEvents()
        return taken


def main() -> None:
    """Measure both pages in turn."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--key-file", type=Path)
    parser.add_argument("profiles", type=Path, nargs=2)
    arguments = parser.parse_args()
    qt = new_qt()
    collector = Collector()  # as the program has it
    collector.start()
    full, empty = (Driven(path, arguments.key_file, qt) for path in arguments.profiles)
    figures: dict[str, list[list[float]]] = {name: [[], []] for name in _SCALES}
    for number in range(_ROUNDS):
        day = FIRST + timedelta(days=30 + (number * 97) % (DAYS - 60))
        for name, scale in _SCALES.items():
            for place, driven in enumerate((full, empty)):
                figures[name][place].append(driven.switch(day, scale))
    figures["scroll"] = [full.scroll(), empty.scroll()]
    print(json.dumps(figures), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
