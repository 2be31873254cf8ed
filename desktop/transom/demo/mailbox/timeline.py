"""The order of messages: newest first, whether born with the mailbox or added later."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import datetime

LIVE = 1 << 40  # keys from here on were made by later changes, whatever the mailbox's size
FIRST, LAST = -(1 << 62), 1 << 62  # before and behind every message of the same second


class Timeline:
    """Finds places in lists of message keys that are ordered by time."""

    def __init__(self, received_at: Callable[[int], datetime]) -> None:
        self._received_at = received_at

    def position(self, keys: Sequence[int], received_at: datetime, key: int = FIRST) -> int:
        """Return where a message of that time stands, or would stand, among ``keys``."""
        return bisect_left(keys, order(received_at.timestamp(), key), key=self._order_of)

    def position_after(self, keys: Sequence[int], received_at_s: float, key: int) -> int:
        """Return the place behind a message, whether or not it is still there."""
        return bisect_right(keys, order(received_at_s, key), key=self._order_of)

    def insert(self, keys: "array[int]", key: int) -> None:
        keys.insert(self.position(keys, self._received_at(key), key), key)

    def remove(self, keys: "array[int]", key: int) -> None:
        del keys[self.position(keys, self._received_at(key), key)]

    def _order_of(self, key: int) -> tuple[float, int]:
        return order(self._received_at(key).timestamp(), key)


def order(received_at_s: float, key: int) -> tuple[float, int]:
    """Return a sort key: of one second the later addition first, then as written."""
    return -received_at_s, (-key if LIVE <= key < LAST else key)
