"""The schedule by a clock that stands still: when polls come, and when tries are repeated."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.fakes.clock import FakeClock
from tests.fakes.engines import EngineRun
from tests.fakes.tenant import Tenant

from transom.engine.changes import Phase
from transom.engine.commands import Commands
from transom.engine.sync.pace import POLL_S, Pace

IDLE_S = Pace(is_in_use=False).poll_s


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(waits_for_advance=True)


@pytest.fixture
def run(own_tenant: Callable[..., Tenant], tmp_path: Path, clock: FakeClock) -> Iterator[EngineRun]:
    with EngineRun(tmp_path, own_tenant(), clock) as running:
        running.sign_in()
        running.wait_until_synced()
        yield running


def rounds(run: EngineRun) -> int:
    """Count the rounds of which the tenant heard."""
    return len([one for one in run.tenant.log() if one["path"].endswith("/me/calendars")])


def test_a_clock_set_back_or_ahead_by_an_hour_stops_nothing(
    run: EngineRun, clock: FakeClock
) -> None:
    sender = {"name": "Ines", "address": "ines@contoso.example"}
    for hours in (-1, 2):
        clock.set_wall_clock(hours * 3600)
        subject = f"At hour {12 + hours}"
        mail = {"kind": "mail_added", "from": sender, "subject": subject, "text": "words"}
        run.tenant.control("POST", "/changes", mail)
        assert Commands(run.engine).answer({"command": "sync"})["messages"]
        assert run.engine.search.search_messages(subject)
    assert run.problems() == []


def test_nothing_is_asked_while_no_time_passes(run: EngineRun, clock: FakeClock) -> None:
    run.tenant.clear_log()
    clock.advance(POLL_S - 1)
    assert run.tenant.log() == []
    clock.advance(1)
    run.wait_for(lambda: rounds(run) == 1)
    run.wait_until_synced()
    others = [one["path"] for one in run.tenant.asked(r"/messages/") if "delta" not in one["path"]]
    assert others == [], "a quiet poll fetches no message"


def test_offline_it_tries_again_later_and_later(run: EngineRun, clock: FakeClock) -> None:
    run.tenant.stop()
    clock.advance(POLL_S)
    run.wait_for(lambda: run.phases() == [Phase.OFFLINE])
    run.tenant.start()
    clock.advance(1)
    assert run.phases() == [Phase.OFFLINE], "the first try comes after two seconds"
    clock.advance(1)
    run.wait_for(lambda: run.phases() == [Phase.IDLE])
    assert run.problems() == []


def test_after_the_way_back_polls_come_as_usual(run: EngineRun, clock: FakeClock) -> None:
    run.tenant.stop()
    run.engine.refresh()
    run.wait_for(lambda: run.phases() == [Phase.OFFLINE])
    run.tenant.start()
    run.engine.refresh()
    run.wait_for(lambda: run.phases() == [Phase.IDLE])
    run.tenant.clear_log()
    clock.advance(POLL_S)
    run.wait_for(lambda: rounds(run) == 1)


def test_a_window_nobody_uses_asks_seldom_and_at_once_when_somebody_or_the_computer_is_back(
    run: EngineRun, clock: FakeClock
) -> None:
    run.tenant.clear_log()
    run.engine.surroundings.note_use(is_in_use=False)
    clock.advance(IDLE_S - 1)
    assert run.tenant.log() == []
    clock.advance(1)
    run.wait_for(lambda: rounds(run) == 1)
    run.wait_until_synced()
    clock.advance(POLL_S + 1)
    assert rounds(run) == 1
    run.engine.surroundings.note_use(is_in_use=True)
    run.wait_for(lambda: rounds(run) == 2)
    run.wait_until_synced()
    run.engine.surroundings.note_use(is_in_use=False)
    clock.set_wall_clock(8 * 3600)  # the night, during which nothing else moved
    clock.advance(60)
    run.wait_for(lambda: rounds(run) == 3)


def test_a_network_that_comes_back_is_used_at_once(run: EngineRun, clock: FakeClock) -> None:
    run.tenant.stop()
    clock.advance(POLL_S)
    run.wait_for(lambda: run.phases() == [Phase.OFFLINE])
    run.tenant.start()
    run.engine.surroundings.note_network(is_reachable=False)
    assert run.phases() == [Phase.OFFLINE]
    run.engine.surroundings.note_network(is_reachable=True)
    run.wait_for(lambda: run.phases() == [Phase.IDLE])
    run.tenant.clear_log()
    run.engine.surroundings.note_network(is_reachable=True)
    clock.advance(1)
    assert run.tenant.log() == [], "who is up to date has nothing to try again"


def test_stopping_wakes_the_schedule_whatever_the_clock_says(run: EngineRun) -> None:
    assert run.engine.stop()
