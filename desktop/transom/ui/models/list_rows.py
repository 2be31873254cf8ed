"""The loaded rows of a list by date, and the messages below those that were opened up."""

from collections.abc import Iterable, Sequence

from transom.engine.entities.listing import GroupKey, ListWish, group_key
from transom.engine.entities.mail import MessageId, MessageLine
from transom.ui.models.mail_source import MOST_READ_AT_ONCE, PAGE_ROWS, ListSource

_MOST_LOOKS = 4
"""So many empty looks one call makes before it lets the window breathe."""

_MOST_RECOUNTED = 400


class DatedRows:
    """A window that begins at the list's first row and grows page by page."""

    def __init__(self, source: ListSource, wish: ListWish) -> None:
        self._source = source
        self.wish = wish
        self.is_whole = False
        self._reached: MessageId | None = None
        self._heads: list[MessageLine] = []
        self._below: dict[GroupKey, list[MessageLine]] = {}
        self._inner: set[MessageId] = set()

    def lines(self) -> list[MessageLine]:
        """Return all rows from the top down."""
        return [line for head in self._heads for line in (head, *self._rows_below(head))]

    def depth(self, message: MessageId) -> int:
        """Return 1 for a message that stands below its conversation's row."""
        return int(message in self._inner)

    def fetch(self) -> None:
        """Read on, a page at most; nothing came if all that was looked at fits not."""
        for _ in range(_MOST_LOOKS):
            page = self._source.read_page(self.wish, self._reached, PAGE_ROWS)
            self._heads += page.lines
            self._reached, self.is_whole = page.reached, page.is_whole
            if page.lines or page.is_whole:
                return

    def is_open(self, line: MessageLine) -> bool | None:
        """Whether a row's messages stand below it; None where there are none."""
        if line.group is None:
            return None
        return group_key(line) in self._below

    def open(self, line: MessageLine, *, is_open: bool) -> None:
        """Let a conversation's other messages stand below its row, or not."""
        key = group_key(line)
        if key is None:
            return
        if is_open:
            self._below[key] = self._source.read_conversation(self.wish, key)[1:]
        else:
            self._below.pop(key, None)
        self._note_inner()

    def head_of(self, message: MessageId) -> MessageLine | None:
        """Return the loaded row that a message stands in."""
        for row in self._source.read_rows(self.wish, [message]):
            return next((head for head in self._heads if head.id == row.id), None)
        return None

    def renew(self, ids: Sequence[MessageId]) -> None:
        """Read the rows anew that these messages stand in, or stood."""
        named = set(ids)
        rows = self._source.read_rows(self.wish, ids)
        if self.wish.makes_conversations:
            keys = self._keys_of(named)
            keys |= {key for row in rows if (key := group_key(row)) is not None}
            rows += self._source.read_conversations(self.wish, keys)
            kept = [
                head for head in self._heads if head.id not in named and group_key(head) not in keys
            ]
        else:
            keys = set()
            kept = [head for head in self._heads if head.id not in named]
        fresh = {row.id: row for row in rows if self._is_within(row)}
        joined = {head.id: head for head in kept} | fresh
        self._heads = [joined[one] for one in sorted(joined, reverse=self.wish.is_descending)]
        self._renew_below(keys)

    def reload(self) -> None:
        """Read all loaded rows anew."""
        wanted = max(PAGE_ROWS, len(self._heads))
        self._heads, self._reached, self.is_whole = [], None, False
        while len(self._heads) < wanted and not self.is_whole:
            limit = min(MOST_READ_AT_ONCE, wanted - len(self._heads))
            page = self._source.read_page(self.wish, self._reached, limit)
            self._heads += page.lines
            self._reached, self.is_whole = page.reached, page.is_whole
        self._renew_below(set(self._below))

    def _rows_below(self, head: MessageLine) -> Iterable[MessageLine]:
        key = group_key(head) if head.group is not None else None
        return self._below.get(key, ()) if key is not None else ()

    def _keys_of(self, named: set[MessageId]) -> set[GroupKey]:
        """Return the loaded conversations that these messages may have been counted in."""
        keys: set[GroupKey | None] = set()
        known = {head.id: group_key(head) for head in self._heads}
        known |= {line.id: key for key, lines in self._below.items() for line in lines}
        keys |= {known[one] for one in named if one in known}
        if any(one not in known for one in named):
            # Whose it was is not known any more: it was one of those below a closed row.
            counted = [head for head in self._heads if head.group is not None]
            keys |= {group_key(head) for head in counted[:_MOST_RECOUNTED]}
        return {key for key in keys if key is not None}

    def _renew_below(self, keys: set[GroupKey]) -> None:
        heads = {group_key(head) for head in self._heads if head.group is not None}
        for key in keys & set(self._below):
            if key in heads:
                self._below[key] = self._source.read_conversation(self.wish, key)[1:]
            else:
                del self._below[key]
        self._note_inner()

    def _note_inner(self) -> None:
        self._inner = {line.id for lines in self._below.values() for line in lines}

    def _is_within(self, row: MessageLine) -> bool:
        if self.is_whole or self._reached is None:
            return self.is_whole
        return row.id >= self._reached if self.wish.is_descending else row.id <= self._reached
