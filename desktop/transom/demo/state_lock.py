"""One tenant for a state directory: a lock that the system takes back, however a tenant ends."""

import os
import sys
import time
from pathlib import Path

FILE = "tenant.lock"
PATIENCE_S = 2.0
PAUSE_S = 0.05


class StateTakenError(Exception):
    """Another tenant keeps its things there."""


def hold(directory: Path, patience_s: float = PATIENCE_S) -> int:
    """Return the open lock, waiting a little for a tenant that is just going; the process has it.

    It is never given back: that is what the end of the process does.
    """
    until = time.monotonic() + patience_s
    file = os.open(directory / FILE, os.O_RDWR | os.O_CREAT, 0o600)
    while True:
        try:
            _lock(file)
        except OSError as error:
            if time.monotonic() > until:
                os.close(file)
                raise StateTakenError(str(directory)) from error
            time.sleep(PAUSE_S)
        else:
            return file


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
