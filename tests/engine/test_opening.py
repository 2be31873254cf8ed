"""Opening a profile: a key ring that makes one wait, and another key while all is in use."""

import time
from collections.abc import Callable
from pathlib import Path

from tests.fakes.engines import PATIENCE_S, EngineRun, true_messages
from tests.fakes.keyring import MemoryRing, WaitingRing
from tests.fakes.tenant import Tenant

from transom.engine.engine import Engine, EngineState
from transom.engine.profile import Profile


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
