"""Damage while the program runs and when it starts: found, said, mended, and fetched again."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from tests.fakes.engines import PATIENCE_S, EngineRun, true_messages
from tests.fakes.tenant import Tenant

from transom.engine.changes import Kind
from transom.engine.engine import EngineState
from transom.engine.errors import DamagedError
from transom.engine.store.connection import PAGE_SIZE
from transom.engine.store.mended import broken_of

MESSAGES = 1200


@pytest.fixture(scope="module")
def big_tenant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenant]:
    with Tenant(tmp_path_factory.mktemp("tenant"), messages=MESSAGES) as running:
        yield running


@pytest.fixture(scope="module")
def whole(big_tenant: Tenant, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile that has fetched everything and was closed."""
    directory = tmp_path_factory.mktemp("whole")
    with EngineRun(directory, big_tenant) as run:
        run.sign_in()
        run.wait_until_synced(90)
        run.engine.search.save_search("Mine", "from:ada").result(PATIENCE_S)
    return directory


@pytest.fixture
def directory(whole: Path, tmp_path: Path) -> Path:
    """A copy of that profile."""
    shutil.copytree(whole, tmp_path / "copy")
    return tmp_path / "copy"


def store_of(directory: Path) -> Path:
    return directory / "profile" / "store.db"


def hurt(path: Path, random: Random, count: int, first: int = 0) -> None:
    """Damage some pages of a closed store, from a page on."""
    pages = path.stat().st_size // PAGE_SIZE
    with path.open("r+b") as file:
        for page in random.sample(range(first, pages), count):
            file.seek(page * PAGE_SIZE + random.randrange(100, PAGE_SIZE - 100))
            byte = file.read(1)[0]
            file.seek(-1, 1)
            file.write(bytes([byte ^ 1]))


def settle(run: EngineRun) -> None:
    """Let the engine repair what it finds, as a person would press, until all is fetched."""
    run.wait_for(lambda: run.engine.state in (EngineState.READY, EngineState.FAILED))
    if run.engine.state is EngineState.FAILED:
        assert isinstance(run.engine.error, DamagedError) and run.engine.repair.may_mend
        run.engine.open_again(mends=True)
        run.wait_for(lambda: run.engine.state is EngineState.READY)
    else:
        run.engine.repair.begin().result(PATIENCE_S)
    run.wait_until_synced(60)


def assert_is_the_mailbox(run: EngineRun) -> None:
    assert run.stored_messages() == true_messages(run.tenant)
    statistics = run.engine.statistics()
    assert statistics.bodies == statistics.messages == MESSAGES
    store = run.engine._hall.store
    assert store.database.is_sound(threading.Event())
    assert [one.words for one in run.engine.search.read_saved()] == ["from:ada"]


class Damaged(EngineRun):
    """An engine on a profile that may not open at once."""

    def __enter__(self) -> "Damaged":
        self.engine.start()
        settle(self)
        return self


def survive(directory: Path, tenant: Tenant, seed: int) -> None:
    random = Random(seed)
    hurt(store_of(directory), random, random.choice((1, 2, 5, 20)))
    with Damaged(directory, tenant) as run:
        assert_is_the_mailbox(run)
        assert not broken_of(store_of(directory)).exists(), "all is here: it is not needed any more"


@pytest.mark.parametrize("seed", range(3))
def test_after_random_damage_and_a_sync_the_store_is_the_mailbox(
    directory: Path, big_tenant: Tenant, seed: int
) -> None:
    survive(directory, big_tenant, seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 160))
def test_after_much_random_damage_and_a_sync_the_store_is_the_mailbox(
    directory: Path, big_tenant: Tenant, seed: int
) -> None:
    survive(directory, big_tenant, seed)


def test_damage_that_is_met_is_looked_at_said_and_mended_while_the_program_runs(
    directory: Path, big_tenant: Tenant
) -> None:
    with EngineRun(directory, big_tenant) as run:
        run.wait_until_synced()
        path = store_of(directory)
        hurt(path, Random(7), path.stat().st_size // PAGE_SIZE // 3, first=8)
        with pytest.raises(DamagedError):
            run.stored_messages()
        run.wait_for(lambda: run.engine.repair.is_needed)
        assert any(one.kind is Kind.DAMAGE for one in run.changes())
        found = run.engine.repair.begin().result(PATIENCE_S)
        assert found.gaps
        assert not run.engine.repair.is_needed
        run.wait_until_synced(60)
        assert_is_the_mailbox(run)


def test_a_repair_without_a_network_leaves_what_could_be_read_and_the_damaged_file(
    whole: Path, directory: Path, big_tenant: Tenant
) -> None:
    hurt(store_of(directory), Random(3), 10)
    big_tenant.control("POST", "/weather", {"name": "error-503", "rate": 1})
    try:
        with EngineRun(directory, big_tenant) as run:
            run.engine.repair.begin().result(PATIENCE_S)
            kept = run.stored_messages()
            assert len(kept) > MESSAGES // 2
            assert broken_of(store_of(directory)).exists()
    finally:
        big_tenant.control("DELETE", "/weather")
    with EngineRun(directory, big_tenant) as run:
        run.wait_until_synced(60)
        assert_is_the_mailbox(run)
