"""Gives memory back while nobody reads or writes."""

import logging
import sys
import threading

from transom.engine.store.database import Database
from transom.engine.workers import Lane

log = logging.getLogger(__name__)

_LOOK_EVERY_S = 2.0


class Resting:
    """Looks every other second; what rests from one look to the next is asked to shrink, once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seen = database.turnover
        self._is_shrunk = False

    def watch(self, lane: Lane, stopping: threading.Event) -> None:
        """Go on looking, on a lane of its own, until the program stops."""
        lane.submit(self._watch, stopping)

    def look(self) -> None:
        """Shrink if nothing was read or written since the last look."""
        turnover = self._database.turnover
        if turnover != self._seen:
            self._seen, self._is_shrunk = turnover, False
        elif not self._is_shrunk:
            self._is_shrunk = True
            self._database.shrink()
            _trim_heap()

    def _watch(self, stopping: threading.Event) -> None:
        while not stopping.wait(_LOOK_EVERY_S):
            self.look()


def _trim_heap() -> None:
    """Return what is freed to the system: glibc keeps it for each thread, other systems do not."""
    if sys.platform != "linux":
        return
    import ctypes  # on this worker: no start waits for it

    try:
        ctypes.CDLL(None).malloc_trim(0)
    except AttributeError:
        log.debug("this system's allocator cannot be trimmed")
