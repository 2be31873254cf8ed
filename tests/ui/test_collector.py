"""Widgets in cycles die on the GUI thread, whoever allocates meanwhile."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from transom.ui.collector import Collector


class Trace:
    """Notes on which thread it was let go of."""

    def __init__(self, threads: list[int]) -> None:
        self._threads = threads

    def __del__(self) -> None:
        self._threads.append(threading.get_ident())


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[Collector]:
    gc.enable()  # as a program finds it
    collector = Collector()
    collector._timer.setInterval(20)
    collector.start()
    yield collector
    collector.stop()
    assert gc.isenabled(), "Python collects again"
    gc.disable()


def drop_a_cycle(threads: list[int]) -> None:
    widget = QWidget()
    widget.setProperty("kind", "orphan")
    widget.cycle = widget  # type: ignore[attr-defined]
    widget.trace = Trace(threads)  # type: ignore[attr-defined]


def test_an_orphaned_widget_dies_on_the_gui_thread(collector: Collector, qtbot: QtBot) -> None:
    threads: list[int] = []
    qtbot.waitUntil(lambda: collector._rounds > 1)
    drop_a_cycle(threads)

    def work() -> None:
        kept = [[number] for number in range(50_000)]  # enough to make Python collect by itself
        assert kept

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert not threads, "the worker collected it"
    heap = [[number] for number in range(2_000)]
    qtbot.waitUntil(lambda: bool(threads), timeout=5_000)
    assert threads == [threading.get_ident()]
    assert heap
