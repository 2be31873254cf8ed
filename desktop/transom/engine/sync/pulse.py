"""The schedule's pulse: waits until something is due, and notices that the computer slept."""

import logging
import threading
from collections.abc import Callable

from transom.engine.clock import Clock
from transom.engine.sync.pace import Pace

log = logging.getLogger(__name__)

_LONGEST_WAIT_S = 60.0
"""So soon a computer that slept is noticed to be awake."""
_LEAP_S = 30.0


class Pulse:
    """Beats when something is due; ``wake`` may come from any thread."""

    def __init__(
        self, clock: Clock, stopping: threading.Event, has_battery: Callable[[], bool]
    ) -> None:
        self.is_in_use = True
        """Whether somebody uses the window."""
        self._clock = clock
        self._stopping = stopping
        self._has_battery = has_battery
        self._wake = threading.Event()

    @property
    def poll_s(self) -> float:
        """How long sync rests between two rounds now."""
        return Pace(self.is_in_use, self._has_battery()).poll_s

    def wake(self) -> None:
        """Beat at once: what is due may have changed."""
        self._wake.set()

    def keep(self, beat: Callable[[], float], on_awake: Callable[[], None]) -> None:
        """Call ``beat``, which says in how many seconds it wants to be called again, for ever."""
        lead_s = self._lead_s()
        while not self._stopping.is_set():
            self._wake.clear()
            rest_s = beat()
            if self._lead_s() - lead_s <= _LEAP_S:
                self._clock.wait(self._wake, min(rest_s, _LONGEST_WAIT_S))
            before_s, lead_s = lead_s, self._lead_s()
            if lead_s - before_s > _LEAP_S:
                log.info("the computer was asleep")
                on_awake()

    def _lead_s(self) -> float:
        """How far the clock on the wall is ahead: it goes on while a computer sleeps."""
        return self._clock.now().timestamp() - self._clock.monotonic()
