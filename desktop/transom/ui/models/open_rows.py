"""The conversations of a list that stand open: their other messages below their rows."""

from collections.abc import Callable
from dataclasses import dataclass

from transom.engine.entities.listing import GroupKey, ListWish, group_key
from transom.engine.entities.mail import MessageId, MessageLine
from transom.ui.models.mail_source import ListSource


@dataclass(slots=True)
class OpenRow:
    """One of them: the message whose row it is, its place in the order, and those below."""

    key: GroupKey
    head: MessageId
    lines: list[MessageLine]
    place: int = -1


class OpenRows:
    """Tells rows, which count what stands below, from places in the order."""

    def __init__(self, source: ListSource, wish: ListWish, place_of: Callable[[int], int]) -> None:
        self._source, self._wish, self._place_of = source, wish, place_of
        self._open: list[OpenRow] = []

    @property
    def all(self) -> tuple[OpenRow, ...]:
        """The open conversations from the top down."""
        return tuple(self._open)

    @property
    def count(self) -> int:
        """How many rows stand below others."""
        return sum(len(one.lines) for one in self._open) if self._open else 0

    def settle(self) -> None:
        """Find the places anew, after the order has changed."""
        for one in self._open:
            one.place = self._place_of(one.head)
        self._open.sort(key=lambda one: one.place)

    def locate(self, row: int) -> tuple[int, MessageLine | None]:
        """Return a row's place, and the line of one that stands below it."""
        for one in self._open:
            if row <= one.place:
                break
            if row <= one.place + len(one.lines):
                return one.place, one.lines[row - one.place - 1]
            row -= len(one.lines)
        return row, None

    def row_at(self, place: int) -> int:
        """Return the row of a place in the order."""
        if not self._open:
            return place
        return place + sum(len(one.lines) for one in self._open if one.place < place)

    def row_of(self, message: MessageId) -> int:
        """Return the row of a message that stands below another, -1 if it does not."""
        for one in self._open:
            for number, line in enumerate(one.lines, 1):
                if line.id == message:
                    return self.row_at(one.place) + number
        return -1

    def find(self, line: MessageLine) -> OpenRow | None:
        """Return the open conversation that a row is the head of."""
        return next((one for one in self._open if one.head == line.id), None)

    def holds(self, message: MessageId) -> bool:
        """Whether a message stands below another row."""
        return self.row_of(message) >= 0

    def read(self, line: MessageLine) -> OpenRow | None:
        """Read what would stand below a row."""
        key = group_key(line)
        return self.read_key(key) if key is not None else None

    def read_key(self, key: GroupKey) -> OpenRow | None:
        """Read a conversation; None where it has no other messages."""
        lines = self._source.read_conversation(self._wish, key)
        return OpenRow(key, lines[0].id, lines[1:]) if len(lines) > 1 else None

    def add(self, one: OpenRow) -> None:
        """Let a conversation stand open."""
        self._open.append(one)
        self.settle()

    def remove(self, one: OpenRow) -> None:
        """Let it stand closed."""
        self._open.remove(one)
