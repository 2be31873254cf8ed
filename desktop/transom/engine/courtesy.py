"""Who draws goes first: the window and the workers share one interpreter."""

import threading
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

LONGEST_S = 0.05
"""A hurry counts no longer than this, whatever keeps the other from ending it."""


class Courtesy:
    """Lets long work stop between two things while somebody else is in a hurry.

    Each call into Qt hands the interpreter over, and a worker that computes keeps it for a
    while: a frame that takes ten milliseconds alone takes thirty beside a sync.
    """

    def __init__(self, longest_s: float = LONGEST_S) -> None:
        self._longest_s = longest_s
        self._ends_at = 0.0
        self._is_free = threading.Event()
        self._is_free.set()

    @property
    def is_hurried(self) -> bool:
        """Whether somebody is in a hurry."""
        return not self._is_free.is_set()

    def begin(self) -> None:
        """Be in a hurry from now on, until ``end``; for one thread, the one that paints."""
        self._ends_at = time.monotonic() + self._longest_s
        self._is_free.clear()

    def end(self) -> None:
        """Let the others go on."""
        self._is_free.set()

    def give_way(self) -> None:
        """Step aside for a moment if somebody is in a hurry."""
        if not self._is_free.is_set():
            left_s = self._ends_at - time.monotonic()
            if left_s > 0:
                self._is_free.wait(left_s)

    def between(self, things: Iterable[T]) -> Iterator[T]:
        """Hand out things one by one, stepping aside before each."""
        for thing in things:
            self.give_way()
            yield thing
