"""Lets many threads read at once, and all of them wait while the file is exchanged."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class ReadGate:
    """Counts the readers inside; whoever closes it waits until they are out."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self.passages = 0
        """How often somebody came in."""
        self._is_closed = False
        self._own = threading.local()

    @contextmanager
    def pass_through(self) -> Iterator[None]:
        """Be inside; a thread that is inside already goes on at once."""
        depth = getattr(self._own, "depth", 0)
        if not depth:
            with self._changed:
                self._changed.wait_for(lambda: not self._is_closed)
                self._inside += 1
                self.passages += 1
        self._own.depth = depth + 1
        try:
            yield
        finally:
            self._own.depth = depth
            if not depth:
                with self._changed:
                    self._inside -= 1
                    self._changed.notify_all()

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Let nobody in, wait until everybody is out, and open again at the end."""
        with self._changed:
            self._is_closed = True
            self._changed.wait_for(lambda: not self._inside)
        try:
            yield
        finally:
            self._open()

    @contextmanager
    def closed_if_empty(self) -> Iterator[bool]:
        """Let nobody in for a moment if nobody is inside; say whether it is so."""
        with self._changed:
            is_ours = not self._inside and not self._is_closed
            self._is_closed = self._is_closed or is_ours
        try:
            yield is_ours
        finally:
            if is_ours:
                self._open()

    def _open(self) -> None:
        with self._changed:
            self._is_closed = False
            self._changed.notify_all()
