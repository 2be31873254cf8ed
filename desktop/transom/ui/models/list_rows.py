"""The loaded rows of a list by date, and the messages below those that were opened up."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from transom.engine.entities.listing import GroupKey, ListWish, group_key
from transom.engine.entities.mail import MessageId, MessageLine
from transom.ui.models.mail_source import PAGE_ROWS, ListSource

_MOST_LOOKS = 2
"""So many empty looks one call makes before it lets the window breathe."""

_MOST_LOOKS_BACK = 8
_MOST_RECOUNTED = 400


class DatedRows:
    """A window on the list that grows page by page, downwards and, if it began further down, up.

    ``start`` is the place after which it begins; None is the list's own beginning.
    """

    def __init__(self, source: ListSource, wish: ListWish, start: MessageId | None = None) -> None:
        self._source = source
        self.wish = wish
        self.is_whole = False
        self._top = start
        self._reached = start
        self._reloaded: MessageId | None = None
        self._heads: list[MessageLine] = []
        self._below: dict[GroupKey, list[MessageLine]] = {}
        self._inner: set[MessageId] = set()

    def lines(self) -> list[MessageLine]:
        """Return all rows from the top down."""
        return self._unfolded(self._heads)

    def depth(self, message: MessageId) -> int:
        """Return 1 for a message that stands below its conversation's row."""
        return int(message in self._inner)

    def fetch(self) -> list[MessageLine]:
        """Read on, a page at most; nothing comes if all that was looked at fits not."""
        for _ in range(_MOST_LOOKS):
            page = self._source.read_page(self.wish, self._reached, PAGE_ROWS)
            self._heads += page.lines
            self._reached, self.is_whole = page.reached, page.is_whole
            if page.lines or page.is_whole:
                break
        return self._unfolded(page.lines)

    @property
    def has_earlier(self) -> bool:
        """Whether rows come before the first that is loaded."""
        return self._top is not None

    def begin_at_end(self) -> None:
        """Let the window be the list's last page."""
        self._reached, self.is_whole = None, True
        self._heads = self._read_backwards(None)

    def fetch_earlier(self) -> list[MessageLine]:
        """Read the page that comes before the first row."""
        if self._top is None:
            return []
        heads = self._read_backwards(MessageId(self._top - self._step))
        self._heads[:0] = heads
        return self._unfolded(heads)

    def _read_backwards(self, place: MessageId | None) -> list[MessageLine]:
        """Read a page upwards from a place, or from the list's end."""
        way = replace(self.wish, is_descending=not self.wish.is_descending)
        for _ in range(_MOST_LOOKS_BACK):
            page = self._source.read_page(way, place, PAGE_ROWS)
            place = page.reached
            self._top = None if place is None else MessageId(place + self._step)
            if page.lines or page.is_whole:
                break
        return list(page.lines[::-1])

    @property
    def _step(self) -> int:
        return 1 if self.wish.is_descending else -1

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
        keys: set[GroupKey] = set()
        if self.wish.makes_conversations:
            keys = self._keys_of(named)
            keys |= {key for row in rows if (key := group_key(row)) is not None}
            rows += self._source.read_conversations(self.wish, keys)
        numbers = {key.conversation for key in keys}
        kept = [
            head
            for head in self._heads
            if head.id not in named
            and (head.conversation not in numbers or group_key(head) not in keys)
        ]
        fresh = {row.id: row for row in rows if self._is_within(row)}
        # Nearly in order already: that costs next to nothing.
        self._heads = sorted([*kept, *fresh.values()], key=_id_of, reverse=self.wish.is_descending)
        self._renew_below(keys)

    def begin_reload(self) -> None:
        """Read all loaded rows anew, a page at each ``reload_some``."""
        self._reloaded = self._top

    def reload_some(self) -> bool:
        """Read the next page anew; say whether loaded rows are left to be read."""
        page = self._source.read_page(self.wish, self._reloaded, PAGE_ROWS)
        before = [head for head in self._heads if not self._is_after(head.id, self._reloaded)]
        is_last = page.is_whole or not self._has_loaded_beyond(page.reached)
        if is_last:
            self._reached, self.is_whole = page.reached, page.is_whole
            self._heads = [*before, *page.lines]
            self._renew_below(set(self._below))
        else:
            # What moved up may stand twice until the page is read where it stood.
            rest = [head for head in self._heads if self._is_after(head.id, page.reached)]
            self._heads = [*before, *page.lines, *rest]
            self._renew_below({key for head in page.lines if (key := group_key(head)) is not None})
        self._reloaded = page.reached
        return not is_last

    def _has_loaded_beyond(self, place: MessageId | None) -> bool:
        if len(self._heads) == 0 or place is None:
            return False
        return self.is_whole or (self._reached != place and self._is_after(self._reached, place))

    def _is_after(self, message: MessageId | None, place: MessageId | None) -> bool:
        """Whether a message comes later in the list than a place; everything after its top."""
        if place is None or message is None:
            return True
        return message < place if self.wish.is_descending else message > place

    def _unfolded(self, heads: Sequence[MessageLine]) -> list[MessageLine]:
        """Put what stands below a row behind it."""
        if not self._below:
            return list(heads)
        numbers = {key.conversation for key in self._below}
        lines: list[MessageLine] = []
        for head in heads:
            lines.append(head)
            if head.conversation in numbers and head.group is not None:
                key = group_key(head)
                lines += self._below.get(key, ()) if key is not None else ()
        return lines

    def _keys_of(self, named: set[MessageId]) -> set[GroupKey]:
        """Return the loaded conversations that these messages may have been counted in."""
        found = [(head.id, group_key(head)) for head in self._heads if head.id in named]
        for key, lines in self._below.items():
            found += [(line.id, key) for line in lines if line.id in named]
        keys = {key for _, key in found}
        if named - {number for number, _ in found}:
            # Whose it was is not known any more: it was one of those below a closed row.
            counted = (head for head in self._heads if head.group is not None)
            keys |= {group_key(head) for head in islice(counted, _MOST_RECOUNTED)}
        return {key for key in keys if key is not None}

    def _renew_below(self, keys: set[GroupKey]) -> None:
        open_keys = keys & set(self._below)
        numbers = {key.conversation for key in open_keys}
        heads = {
            group_key(head)
            for head in self._heads
            if head.conversation in numbers and head.group is not None
        }
        for key in open_keys:
            if key in heads:
                self._below[key] = self._source.read_conversation(self.wish, key)[1:]
            else:
                del self._below[key]
        self._note_inner()

    def _note_inner(self) -> None:
        self._inner = {line.id for lines in self._below.values() for line in lines}

    def _is_within(self, row: MessageLine) -> bool:
        if not self._is_after(row.id, self._top):
            return False
        if self.is_whole or self._reached is None:
            return self.is_whole
        return row.id >= self._reached if self.wish.is_descending else row.id <= self._reached


def _id_of(line: MessageLine) -> MessageId:
    return line.id
