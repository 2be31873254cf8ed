"""Opening a profile: key rings that make one wait, another key meanwhile, and what fails."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from tests.fakes.engines import PATIENCE_S, EngineRun, true_messages
from tests.fakes.keyring import MemoryRing, WaitingRing
from tests.fakes.tenant import Tenant
from typing_extensions import override

from transom.engine.auth.vault import KeySource, Vault
from transom.engine.engine import Engine, EngineState
from transom.engine.errors import DamagedError, LockedError, UnexpectedError
from transom.engine.profile import Profile
from transom.engine.settings import Theme
from transom.engine.store.lock import ProfileLock


class BrokenRing(MemoryRing):
    """A key ring whose binding has a mistake in it."""

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        raise ZeroDivisionError


def wait_for(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_locked_key_ring_is_waited_for_by_nobody_but_a_worker(tmp_path: Path) -> None:
    ring = WaitingRing()
    engine = Engine(Profile(tmp_path), keyring_backend=ring)
    begun = time.monotonic()
    engine.start()
    assert ring.was_asked.wait(PATIENCE_S)
    assert engine.state is EngineState.OPENING
    assert engine.accounts.list() == [] and engine.key_source == ""  # the door answers meanwhile
    assert time.monotonic() - begun < PATIENCE_S
    ring.is_answered.set()
    wait_for(lambda: engine.state is EngineState.READY)
    engine.stop()


def test_closing_does_not_wait_for_the_dialog_of_a_key_ring(tmp_path: Path) -> None:
    ring = WaitingRing()
    engine = Engine(Profile(tmp_path), keyring_backend=ring)
    engine.start()
    assert ring.was_asked.wait(PATIENCE_S)
    begun = time.monotonic()
    assert not engine.stop(0.3)
    assert time.monotonic() - begun < 5
    ring.is_answered.set()


def test_a_dismissed_key_ring_asks_what_to_do_and_opens_at_the_next_try(tmp_path: Path) -> None:
    ring = MemoryRing()
    ring.is_locked = True
    engine = Engine(Profile(tmp_path), keyring_backend=ring)
    engine.start()
    wait_for(lambda: engine.state is EngineState.KEY_NEEDED)
    assert engine.key_state is not None and "locked" in engine.key_state.reason
    ring.is_locked = False
    engine.unlock("keyring").result(PATIENCE_S)
    assert engine.state is EngineState.READY
    engine.stop()


def test_the_key_changes_while_mail_is_synced_and_read(tenant: Tenant, tmp_path: Path) -> None:
    with EngineRun(tmp_path, tenant) as run:
        key = (tmp_path / "key").read_bytes()
        run.sign_in()
        run.engine.change_key().result(PATIENCE_S)  # in the middle of the first sync
        run.wait_until_synced()
        assert (tmp_path / "key").read_bytes() != key
        assert run.stored_messages() == true_messages(tenant)
        assert run.problems() == []
    with EngineRun(tmp_path, tenant) as later:
        later.wait_until_synced()
        assert later.stored_messages() == true_messages(tenant)


@contextmanager
def started(directory: Path, ring: MemoryRing | None = None) -> Iterator[Engine]:
    engine = Engine(
        Profile(directory),
        key_file=None if ring else directory / "key",
        keyring_backend=ring,
    )
    engine.start(syncs=False)
    wait_for(lambda: engine.state is not EngineState.OPENING)
    yield engine
    assert engine.stop()


@pytest.fixture
def used(tmp_path: Path) -> Path:
    """A profile that somebody signed in to once."""
    with started(tmp_path) as engine:
        assert engine.state is EngineState.READY
    vault = Vault(tmp_path, key_file=tmp_path / "key")
    vault.unlock(KeySource.KEY_FILE)
    vault.write_tokens("somebody", "tokens")
    return tmp_path


def open_anew(engine: Engine) -> None:
    engine.open_again(anew=True)
    wait_for(lambda: engine.state is not EngineState.OPENING)


def test_a_damaged_copy_is_kept_beside_a_new_one(used: Path) -> None:
    noise = b"\x07" * 40_000
    (used / "store.db").write_bytes(noise)
    with started(used) as engine:
        assert isinstance(engine.error, DamagedError)
        open_anew(engine)
        assert engine.state is EngineState.READY
        assert engine.error is None
        assert engine.accounts.list() == []
    assert (used / "store.db.damaged").read_bytes() == noise
    with started(used) as engine:
        assert engine.state is EngineState.READY


def test_a_copy_that_became_an_empty_file_is_not_taken_for_a_new_profile(used: Path) -> None:
    (used / "store.db").write_bytes(b"")
    with started(used) as engine:
        assert isinstance(engine.error, DamagedError)
        assert (used / "store.db").stat().st_size == 0


def test_a_start_that_a_power_cut_ended_is_simply_started_again(tmp_path: Path) -> None:
    (tmp_path / "store.db").touch()
    with started(tmp_path) as engine:
        assert engine.state is EngineState.READY


def test_where_nothing_tells_of_the_key_tokens_and_copy_are_kept_aside(used: Path) -> None:
    (used / "vault.json").write_text("{")
    before = (used / "tokens.bin").read_bytes()
    with started(used) as engine:
        assert isinstance(engine.error, DamagedError)
        open_anew(engine)
        assert engine.state is EngineState.READY
    assert (used / "vault.json.damaged").read_text() == "{"
    assert (used / "tokens.bin.damaged").read_bytes() == before
    assert (used / "store.db.damaged").stat().st_size > 0


def test_once_the_other_transom_is_gone_trying_again_helps(used: Path) -> None:
    other = ProfileLock(Profile(used).lock_path)
    other.acquire()
    with started(used) as engine:
        assert isinstance(engine.error, LockedError)
        other.release()
        engine.open_again()
        wait_for(lambda: engine.state is EngineState.READY)


def test_a_mistake_while_opening_lets_nobody_wait_for_ever(tmp_path: Path) -> None:
    with started(tmp_path, BrokenRing()) as engine:
        assert engine.state is EngineState.FAILED
        assert isinstance(engine.error, UnexpectedError)
        assert "ZeroDivisionError" in engine.error.message


def test_choices_that_cannot_be_written_hold_for_now_and_are_told_of(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").mkdir()
    with started(tmp_path) as engine:
        told: list[object] = []
        engine.newsroom.listen(told.append)
        wanted = replace(engine.settings, theme=Theme.DARK)
        engine.save_settings(wanted)
        assert engine.settings == wanted
        assert "The settings have a problem" in str(told)


def test_what_a_killed_process_left_half_written_is_swept_away(tmp_path: Path) -> None:
    for name in (".tokens.bin.abc123", ".vault.json.x"):
        (tmp_path / name).write_bytes(b"half")
    mine = tmp_path / ".tokens.binary"
    mine.write_text("somebody's own")
    engine = Engine(Profile(tmp_path), keyring_backend=MemoryRing())
    engine.start()
    wait_for(lambda: engine.state is EngineState.READY)
    engine.stop()
    assert mine.exists() and not list(tmp_path.glob(".tokens.bin.*"))
    assert not list(tmp_path.glob(".vault.json.*"))
