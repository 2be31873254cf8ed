"""Long work steps aside for who paints, and never for good."""

import threading
import time
from collections.abc import Callable

from transom.engine.courtesy import Courtesy
from transom.engine.workers import Workers

PATIENCE_S = 10.0


def beside(job: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=job)
    thread.start()
    return thread


def test_work_goes_on_between_two_things_once_nobody_is_in_a_hurry() -> None:
    courtesy = Courtesy(longest_s=PATIENCE_S)
    done: list[int] = []
    courtesy.begin()
    worker = beside(lambda: done.extend(courtesy.between(range(3))))
    worker.join(0.02)
    assert worker.is_alive()
    assert done == []
    courtesy.end()
    worker.join(PATIENCE_S)
    assert done == [0, 1, 2]


def test_a_hurry_that_never_ends_holds_nobody_up_for_good() -> None:
    courtesy = Courtesy(longest_s=0.05)
    courtesy.begin()
    begun = time.monotonic()
    assert list(courtesy.between(range(1000))) == list(range(1000))
    assert time.monotonic() - begun < PATIENCE_S
    assert courtesy.is_hurried


def test_all_lanes_are_courteous_to_the_same_window() -> None:
    workers = Workers()
    lanes = [workers.lane(name) for name in ("store", "fetch")]
    assert {id(lane.courtesy) for lane in lanes} == {id(workers.courtesy)}
    assert workers.stop()
