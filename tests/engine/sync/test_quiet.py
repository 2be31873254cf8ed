"""A round that nobody wished for asks only folders that may have news."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.fakes.clock import FakeClock
from tests.fakes.engines import EngineRun, true_messages
from tests.fakes.tenant import Tenant

from transom.engine.sync.contacts import EVERY_S as CONTACTS_EVERY_S
from transom.engine.sync.pace import POLL_S
from transom.engine.sync.quiet import ROUNDS

EXTRA = 12


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[EngineRun, FakeClock]]:
    directory: Path = tmp_path_factory.mktemp("quiet")
    with Tenant(directory / "tenant", messages=30) as tenant:
        for number in range(EXTRA):
            tenant.control("POST", "/changes", {"kind": "folder_added", "name": f"Box {number}"})
        clock = FakeClock(waits_for_advance=True)
        with EngineRun(directory, tenant, clock) as engine_run:
            engine_run.sign_in()
            engine_run.wait_until_synced()
            yield engine_run, clock


def poll(run: EngineRun, clock: FakeClock) -> list[str]:
    """Let one round go by; return the folders whose news were asked for."""
    run.wait_until_synced()
    run.tenant.clear_log()
    (before,) = (one.checked_at for one in run.engine.activities())
    clock.advance(POLL_S)
    run.wait_for(lambda: all(one.checked_at != before for one in run.engine.activities()))
    run.wait_until_synced()
    return [one["path"] for one in run.tenant.asked(r"/messages/delta")]


def test_folders_whose_counts_stay_take_turns(run: tuple[EngineRun, FakeClock]) -> None:
    engine_run, clock = run
    folders = len(engine_run.engine.mail.reader.read_folders())
    asked = [poll(engine_run, clock) for _ in range(3)]
    assert folders > EXTRA
    for paths in asked:
        assert 1 <= len(paths) <= 3 + -(-folders // ROUNDS) + 1


def test_a_folder_with_other_counts_is_asked_at_once(run: tuple[EngineRun, FakeClock]) -> None:
    engine_run, clock = run
    moved = sorted(true_messages(engine_run.tenant))[0][0]
    change = {"kind": "mail_moved", "id": moved, "folder": "archive"}
    engine_run.tenant.control("POST", "/changes", change)
    poll(engine_run, clock)
    assert engine_run.stored_messages() == true_messages(engine_run.tenant)


def test_who_asks_for_news_gets_those_of_every_folder(run: tuple[EngineRun, FakeClock]) -> None:
    engine_run, clock = run
    engine_run.wait_until_synced()
    engine_run.tenant.clear_log()
    clock.advance(1)
    engine_run.refresh()
    folders = engine_run.engine.mail.reader.read_folders()
    assert len(engine_run.tenant.asked(r"/messages/delta")) >= len(folders)


def test_contacts_are_asked_for_their_news_now_and_then(run: tuple[EngineRun, FakeClock]) -> None:
    engine_run, clock = run
    clock.advance(1)
    engine_run.refresh()
    poll(engine_run, clock)
    assert engine_run.tenant.asked("/contact") == []
    clock.advance(CONTACTS_EVERY_S)
    poll(engine_run, clock)
    assert engine_run.tenant.asked("/contacts/delta")


def test_which_folder_is_the_inbox_is_asked_again_for_a_new_folder(
    run: tuple[EngineRun, FakeClock],
) -> None:
    engine_run, clock = run
    poll(engine_run, clock)
    usual = len(engine_run.tenant.asked(r"/\$batch"))
    engine_run.tenant.control("POST", "/changes", {"kind": "folder_added", "name": "Box new"})
    poll(engine_run, clock)
    assert len(engine_run.tenant.asked(r"/\$batch")) == usual + 1
    names = {one.name: one.well_known for one in engine_run.engine.mail.reader.read_folders()}
    assert names["Box new"] == ""
    assert {"inbox", "drafts", "archive"} <= set(names.values())
