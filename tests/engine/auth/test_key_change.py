"""Another key on request: everything under it, nothing lost, wherever a kill comes."""

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.fakes.keyring import MemoryRing, StubbornRing

from transom.engine.auth.key_record import KeySource
from transom.engine.auth.vault import Vault
from transom.engine.changes import Newsroom
from transom.engine.entities.accounts import Account, Cloud, Registration
from transom.engine.errors import KeyringError, StoppedError, WrongKeyError
from transom.engine.store.store import Store
from transom.engine.workers import Workers

SECRET = "refresh-token-Zx81"
REGISTRATION = Registration("c", "t", Cloud("c", "https://a", "https://g", "https://r"))


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers()
    yield made
    made.stop()


def opened(directory: Path, vault: Vault, workers: Workers) -> Store:
    lane = workers.lane("store")
    return Store.open(directory / "store.db", vault.store_key(), lane, Newsroom())


def filled(directory: Path, vault: Vault, workers: Workers) -> Store:
    vault.write_tokens("somebody", SECRET)
    store = opened(directory, vault, workers)
    store.accounts.save_account(Account("o", "t", "u", "Ada", REGISTRATION))
    return store


def test_everything_lies_under_the_new_key_and_the_old_one_opens_nothing(
    tmp_path: Path, workers: Workers
) -> None:
    ring = MemoryRing()
    vault = Vault(tmp_path, keyring_backend=ring)
    before = vault.unlock(KeySource.KEYRING)
    old_store_key = vault.store_key()
    store = filled(tmp_path, vault, workers)
    vault.change_key(store.change_key)
    store.accounts.save_account(Account("o2", "t", "u", "Bea", REGISTRATION))  # it goes on
    assert [one.name for one in store.accounts.read_accounts()] == ["Ada", "Bea"]
    store.close()
    later = Vault(tmp_path, keyring_backend=ring)
    assert later.unlock(KeySource.KEYRING) != before and len(ring.entries) == 1
    assert later.read_tokens() == {"somebody": SECRET}
    again = opened(tmp_path, later, workers)
    assert [one.name for one in again.accounts.read_accounts()] == ["Ada", "Bea"]
    again.close()
    with pytest.raises(WrongKeyError):
        Store.open(tmp_path / "store.db", old_store_key, workers.lane("old"), Newsroom())
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "store.db",
        "store.db.spare",
        "tokens.bin",
        "vault.json",
    ]
    assert (tmp_path / "store.db").stat().st_mode & 0o077 == 0


def test_a_ring_that_keeps_the_old_key_hinders_nobody(tmp_path: Path, workers: Workers) -> None:
    ring = StubbornRing()
    vault = Vault(tmp_path, keyring_backend=ring)
    before = vault.unlock(KeySource.KEYRING)
    store = filled(tmp_path, vault, workers)
    vault.change_key(store.change_key)
    store.close()
    later = Vault(tmp_path, keyring_backend=ring)
    assert later.unlock(KeySource.KEYRING) != before and len(ring.entries) == 2
    assert later.read_tokens() == {"somebody": SECRET}


def test_a_passphrase_is_changed_with_the_key(tmp_path: Path, workers: Workers) -> None:
    vault = Vault(tmp_path)
    vault.unlock(KeySource.PASSPHRASE, "first")
    store = filled(tmp_path, vault, workers)
    with pytest.raises(KeyringError):
        vault.change_key(store.change_key, "")
    vault.change_key(store.change_key, "second")
    store.close()
    with pytest.raises(KeyringError):
        Vault(tmp_path).unlock(KeySource.PASSPHRASE, "first")
    later = Vault(tmp_path)
    later.unlock(KeySource.PASSPHRASE, "second")
    assert later.read_tokens() == {"somebody": SECRET}
    opened(tmp_path, later, workers).close()


def test_a_store_that_cannot_be_copied_leaves_the_key_as_it_was(
    tmp_path: Path, workers: Workers
) -> None:
    ring = MemoryRing()
    vault = Vault(tmp_path, keyring_backend=ring)
    before = vault.unlock(KeySource.KEYRING)
    store = filled(tmp_path, vault, workers)
    store.close()
    with pytest.raises(StoppedError):
        vault.change_key(store.change_key)
    assert len(ring.entries) == 1 and not list(tmp_path.glob("*.next"))
    later = Vault(tmp_path, keyring_backend=ring)
    assert later.unlock(KeySource.KEYRING) == before
    assert later.read_tokens() == {"somebody": SECRET}


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on file sizes")
def test_a_full_disk_leaves_the_key_as_it_was_and_names_no_key(tmp_path: Path) -> None:
    (tmp_path / "profile").mkdir()
    beginning = KILLER.partition("def change")[0]
    script = beginning + textwrap.dedent(FULL_DISK)
    command = [sys.executable, "-c", script, str(tmp_path / "profile"), str(tmp_path / "profile/k")]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert answer.stdout.split() == ["DiskFullError", "False", "o", "1"], answer.stderr


def test_a_key_in_memory_has_nothing_to_change(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    vault.unlock(KeySource.SESSION)
    with pytest.raises(KeyringError, match="memory"):
        vault.change_key(lambda _key, _commit: None)


def test_readers_wait_for_the_exchange_and_see_all_rows(tmp_path: Path, workers: Workers) -> None:
    vault = Vault(tmp_path, key_file=tmp_path / "key")
    vault.unlock(KeySource.KEY_FILE)
    store = filled(tmp_path, vault, workers)
    lane = workers.lane("readers", threads=2)
    is_over: list[bool] = []

    def read() -> int:
        rounds = 0
        while not is_over:
            assert [one.name for one in store.accounts.read_accounts()] == ["Ada"]
            rounds += 1
        return rounds

    readers = [lane.submit(read) for _ in range(2)]
    for _ in range(5):
        vault.change_key(store.change_key)
    is_over.append(True)
    assert all(reader.result(10) > 5 for reader in readers)
    store.close()


# Changes the key where no file may grow, and says what was raised and what is left.
FULL_DISK = """
import resource, traceback
vault, store = opened()
registration = Registration("c", "t", Cloud("c", "a", "g", "r"))
store.accounts.save_account(Account("o", "t", "u", "Ada", registration))
usual = resource.getrlimit(resource.RLIMIT_FSIZE)
keys = []

def re_encrypt(key, commit):
    keys.append(key.hex())
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, usual[1]))
    try:
        store.change_key(key, commit)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)

try:
    vault.change_key(re_encrypt)
except Exception as error:
    told = "".join(traceback.format_exception(error))
    print(type(error).__name__, keys[0] in told)
vault, again = Vault(directory, key_file=key_file), None
store.close()
vault.unlock(KeySource.KEY_FILE)
again = Store.open(directory / "store.db", vault.store_key(), Workers().lane("s"), Newsroom())
print(*[one.oid for one in again.accounts.read_accounts()], len(again.accounts.read_accounts()))
"""

# Kills a process of its own at the n-th touch of the disk, for every n, and looks each time.
KILLER = """
import os, signal, sys
from itertools import count
from pathlib import Path
from transom.engine.auth.key_record import KeySource
from transom.engine.auth.vault import Vault
from transom.engine.changes import Newsroom
from transom.engine.entities.accounts import Account, Cloud, Registration
from transom.engine.store.store import Store
from transom.engine.workers import Workers

directory, key_file = Path(sys.argv[1]), Path(sys.argv[2])
touches = {"open", "os.rename", "os.remove", "os.mkdir", "os.chmod", "tempfile.mkstemp"}


def opened():
    vault = Vault(directory, key_file=key_file)
    vault.unlock(KeySource.KEY_FILE)
    lane = Workers().lane("store")
    return vault, Store.open(directory / "store.db", vault.store_key(), lane, Newsroom())


def change(limit):
    vault, store = opened()
    left = [limit]

    def hook(event, arguments):
        if event in touches and str(directory) in str(arguments[:2]):
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    vault.change_key(store.change_key)
    return 7


def look():
    vault, store = opened()
    names = [one.name for one in store.accounts.read_accounts()]
    assert names == ["Ada"] and vault.read_tokens() == {"somebody": "secret"}, names
    store.close()
    assert not list(directory.glob("*.next")), list(directory.iterdir())
    return 7


def fill():
    vault, store = opened()
    vault.write_tokens("somebody", "secret")
    registration = Registration("c", "t", Cloud("c", "a", "g", "r"))
    store.accounts.save_account(Account("o", "t", "u", "Ada", registration))
    store.close()
    return 7


def in_a_child(job, *arguments):
    child = os.fork()
    if not child:
        try:
            os._exit(job(*arguments))
        except BaseException as error:
            print(type(error).__name__, error, flush=True)
            os._exit(1)
    return os.waitpid(child, 0)[1]


assert os.waitstatus_to_exitcode(in_a_child(fill)) == 7
for limit in count():
    ended = os.waitstatus_to_exitcode(in_a_child(change, limit))
    assert ended in (7, -9), (limit, ended)
    assert os.waitstatus_to_exitcode(in_a_child(look)) == 7, limit
    if ended == 7:
        print("killed", limit, flush=True)
        break
"""


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_killed_at_any_point_the_profile_opens_with_all_of_it(tmp_path: Path) -> None:
    (tmp_path / "profile").mkdir()
    script = textwrap.dedent(KILLER)
    command = [sys.executable, "-c", script, str(tmp_path / "profile"), str(tmp_path / "profile/k")]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert int(answer.stdout.split()[-1]) > 10
