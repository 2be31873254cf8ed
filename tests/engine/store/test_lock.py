"""One Transom for one profile."""

import subprocess
import sys
from pathlib import Path

import pytest

from transom.engine.errors import LockedError
from transom.engine.store.lock import ProfileLock

HOLDER = """
import sys
from pathlib import Path
from transom.engine.store.lock import ProfileLock
lock = ProfileLock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""


def test_the_second_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "new" / "lock"
    first, second = ProfileLock(path), ProfileLock(path)
    first.acquire()
    first.acquire()
    with pytest.raises(LockedError):
        second.acquire()
    first.release()
    second.acquire()
    second.release()
    second.release()


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == b"held"
    lock = ProfileLock(path)
    with pytest.raises(LockedError):
        lock.acquire()
    holder.kill()
    holder.communicate()
    lock.acquire()
    lock.release()
