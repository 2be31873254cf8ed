"""The messages read one after another, and the way back and forward among them."""

from collections.abc import Callable

from transom.engine.entities.mail import MessageId

_LONGEST = 200


class Trail:
    """A list of messages with a place in it; who goes elsewhere from there forgets what was ahead.

    ``is_there`` says of a message whether it can still be read: the way leads past all others.
    """

    def __init__(self, is_there: Callable[[MessageId], bool]) -> None:
        self._is_there = is_there
        self._visited: list[MessageId] = []
        self._place = -1

    @property
    def current(self) -> MessageId | None:
        """The message of the place, None before the first."""
        return self._visited[self._place] if self._visited else None

    def can_go(self, step: int) -> bool:
        """Whether the way leads on (1) or back (-1)."""
        return self._next_place(step) is not None

    def visit(self, message: MessageId) -> None:
        """Go on to a message; the one of the place again changes nothing."""
        if message != self.current:
            self._visited = [*self._visited[: self._place + 1], message][-_LONGEST:]
            self._place = len(self._visited) - 1

    def go(self, step: int) -> MessageId | None:
        """Move the place on (1) or back (-1); return its message, None where the way ends."""
        place = self._next_place(step)
        if place is None:
            return None
        self._place = place
        return self.current

    def _next_place(self, step: int) -> int | None:
        place = self._place + step
        while 0 <= place < len(self._visited):
            if self._visited[place] != self.current and self._is_there(self._visited[place]):
                return place
            place += step
        return None
