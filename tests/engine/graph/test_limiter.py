"""Who may ask now, who waits, and for how long a mailbox rests."""

import threading
import time
from contextlib import ExitStack

import pytest
from tests.fakes.clock import FakeClock

from transom.engine.entities.accounts import AccountId
from transom.engine.errors import StoppedError
from transom.engine.graph.limiter import Limiter

ONE, TWO = AccountId(1), AccountId(2)


def test_a_mailbox_in_the_background_leaves_room_for_others() -> None:
    limiter, stopping = Limiter(FakeClock()), threading.Event()
    with ExitStack() as held:
        for _ in range(3):
            held.enter_context(limiter.slot(ONE, stopping, is_background=True))
        held.enter_context(limiter.slot(TWO, stopping, is_background=True))
        stopping.set()
        with pytest.raises(StoppedError), limiter.slot(ONE, stopping, is_background=False):
            pass
    with limiter.slot(ONE, stopping, is_background=True):
        pass


def test_a_person_who_waits_goes_before_the_background() -> None:
    limiter, stopping = Limiter(FakeClock()), threading.Event()
    order: list[str] = []

    def ask(name: str, is_background: bool) -> None:
        with limiter.slot(TWO, stopping, is_background=is_background):
            order.append(name)

    with ExitStack() as held:
        for number in range(3):
            held.enter_context(limiter.slot(AccountId(10 + number), stopping, is_background=True))
        threads = [
            threading.Thread(target=ask, args=("background", True)),
            threading.Thread(target=ask, args=("person", False)),
        ]
        with limiter.slot(AccountId(20), stopping, is_background=True):
            for thread in threads:
                thread.start()
                time.sleep(0.05)
            assert order == []
        for thread in threads:
            thread.join()
    assert order == ["person", "background"]


def test_a_longer_rest_is_not_cut_short_by_a_shorter_one() -> None:
    clock = FakeClock()
    limiter = Limiter(clock)
    limiter.rest(ONE, 10)
    limiter.rest(ONE, 2)
    assert limiter.rest_left_s(ONE) == pytest.approx(10)
    assert limiter.rest_left_s(TWO) == 0
    clock.advance(10)
    assert limiter.rest_left_s(ONE) == 0
