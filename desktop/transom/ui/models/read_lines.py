"""The lines of a list that somebody has looked at."""

from collections.abc import Iterable, Sequence

from transom.engine.entities.listing import GroupKey, group_key
from transom.engine.entities.mail import MessageId, MessageLine

_MOST_KEPT = 4_096


class ReadLines:
    """Keeps the latest by their ids; of an id whose message is gone, that it is."""

    def __init__(self) -> None:
        self._lines: dict[int, MessageLine | None] = {}
        self._keys: dict[int, GroupKey] = {}
        self.misses_some = False
        """Whether messages are gone that were looked for."""

    def __contains__(self, message: int) -> bool:
        return message in self._lines

    def kept(self, message: int) -> MessageLine | None:
        """Return a line that was read, if it was."""
        return self._lines.get(message)

    def key_of(self, message: int) -> GroupKey | None:
        """Return the conversation that a row was last known to belong to."""
        return self._keys.get(message)

    def keep(self, lines: Iterable[MessageLine]) -> None:
        """Take lines as they are now."""
        for line in lines:
            self._lines[line.id] = line
            if (key := group_key(line)) is not None:
                self._keys[line.id] = key

    def keep_read(self, asked: Sequence[MessageId], lines: Sequence[MessageLine]) -> None:
        """Take what was read, and that the others which were asked for are gone."""
        for known in (self._lines, self._keys):
            for number in list(known)[: max(0, len(known) - _MOST_KEPT)]:
                del known[number]
        self.misses_some = self.misses_some or len(lines) < len(asked)
        self._lines.update(dict.fromkeys(asked))
        self.keep(lines)

    def forget(self, messages: Iterable[int] | None = None) -> None:
        """Read these lines anew when they are looked at next, or all."""
        self.misses_some = False
        if messages is None:
            self._lines.clear()
            return
        for number in messages:
            self._lines.pop(number, None)
