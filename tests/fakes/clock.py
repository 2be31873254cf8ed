"""A clock that stands still until a test moves it."""

import threading
import time
from datetime import UTC, datetime, timedelta


class FakeClock:
    """Time that passes only by ``advance``; by default a wait ends at once and moves the clock.

    With ``waits_for_advance`` a wait blocks until the test has advanced far enough.
    """

    def __init__(self, start: datetime | None = None, *, waits_for_advance: bool = False) -> None:
        self._now = start or datetime.now(UTC)
        self._elapsed_s = 1000.0
        self._waits_for_advance = waits_for_advance
        self._moved = threading.Condition()
        self.waits: list[float] = []

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        with self._moved:
            return self._now

    def monotonic(self) -> float:
        """Return seconds that only ever grow."""
        with self._moved:
            return self._elapsed_s

    def advance(self, seconds: float) -> None:
        """Let time pass, and wake who waits for it."""
        with self._moved:
            self._now += timedelta(seconds=seconds)
            self._elapsed_s += seconds
            self._moved.notify_all()

    def set_wall_clock(self, seconds: float) -> None:
        """Move the clock on the wall alone, as a person or the network may."""
        with self._moved:
            self._now += timedelta(seconds=seconds)

    def wait(self, event: threading.Event, seconds: float) -> bool:
        """Wait until ``event`` is set or ``seconds`` of this clock have passed."""
        self.waits.append(seconds)
        if event.is_set():
            return True
        if not self._waits_for_advance:
            self.advance(max(0.0, seconds))
            return event.is_set()
        until = self.monotonic() + seconds
        while self.monotonic() < until and not event.is_set():
            time.sleep(0.002)
        return event.is_set()
