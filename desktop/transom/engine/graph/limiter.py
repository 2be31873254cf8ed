"""How many requests may be under way, and which mailbox has to rest."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from transom.engine.clock import Clock
from transom.engine.entities.accounts import AccountId
from transom.engine.errors import StoppedError


class Limiter:
    """Shared by all clients: four in flight, three of them in the background per mailbox."""

    TOTAL = 4
    BACKGROUND_PER_MAILBOX = 3
    _LOOK_AGAIN_S = 0.1

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._in_flight = 0
        self._in_background: Counter[AccountId] = Counter()
        self._waiting_in_front = 0
        self._rests_until: dict[AccountId, float] = {}

    def rest(self, account: AccountId, seconds: float) -> None:
        """Let nobody ask this mailbox's server for so long; a longer rest stays."""
        until = self._clock.monotonic() + seconds
        with self._changed:
            self._rests_until[account] = max(until, self._rests_until.get(account, until))

    def rest_left_s(self, account: AccountId) -> float:
        """Return for how many seconds the mailbox has to rest still."""
        with self._changed:
            until = self._rests_until.get(account, 0.0)
        return max(0.0, until - self._clock.monotonic())

    @contextmanager
    def slot(
        self, account: AccountId, stopping: threading.Event, *, is_background: bool
    ) -> Iterator[None]:
        """Hold one of the places; wait for it until ``stopping``."""
        self._enter(account, stopping, is_background)
        try:
            yield
        finally:
            with self._changed:
                self._in_flight -= 1
                self._in_background[account] -= is_background
                self._changed.notify_all()

    def _enter(self, account: AccountId, stopping: threading.Event, is_background: bool) -> None:
        with self._changed:
            self._waiting_in_front += not is_background
            try:
                while not self._has_place(account, is_background):
                    if stopping.is_set():
                        raise StoppedError("Transom is closing.")
                    self._changed.wait(self._LOOK_AGAIN_S)
                self._in_flight += 1
                self._in_background[account] += is_background
            finally:
                self._waiting_in_front -= not is_background

    def _has_place(self, account: AccountId, is_background: bool) -> bool:
        free = self.TOTAL - self._in_flight
        if not is_background:
            return free > 0
        # A person who waits goes first.
        is_below = self._in_background[account] < self.BACKGROUND_PER_MAILBOX
        return is_below and free > self._waiting_in_front
