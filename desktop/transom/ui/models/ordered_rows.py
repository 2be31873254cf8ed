"""All rows of a list by their ids; lines are read in pages once somebody looks at them."""

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from operator import neg

from transom.engine.entities.listing import ListOrder, ListPage, ListWish, SortKey
from transom.engine.entities.mail import MessageId, MessageLine
from transom.ui import text
from transom.ui.models.mail_source import PAGE_ROWS, ListSource
from transom.ui.models.open_rows import OpenRows
from transom.ui.models.read_lines import ReadLines
from transom.ui.models.sections import day_parts, part_title


class OrderedRows:
    """Rows by number: those of the order, and below some the messages of opened conversations.

    A row's number counts all of them, its place only those of the order. ``is_known`` says whether
    the order is whole; before, the list has its beginning.
    """

    def __init__(self, source: ListSource, wish: ListWish) -> None:
        self._source = source
        self.wish = wish
        self.is_known = False
        self.lines = ReadLines()
        self._heads: array[int] = array("q")
        self._marks: tuple[tuple[int, str | int], ...] = ()
        self._bounds: tuple[date, list[tuple[int, str]]] | None = None
        self.opened = OpenRows(source, wish, self.place_of)

    def __len__(self) -> int:
        return len(self._heads) + self.opened.count

    @property
    def heads(self) -> "array[int]":
        """The order; a list of its own takes its place, it is never changed from outside."""
        return self._heads

    def line_at(self, row: int) -> MessageLine | None:
        """Return a row's line, read now if it was not; None if the message is gone."""
        place, inner = self.opened.locate(row)
        if inner is not None:
            return inner
        number = self._heads[place]
        if number not in self.lines:
            self._read_around(place)
        return self.lines.kept(number)

    def row_of(self, message: MessageId) -> int:
        """Return where a message stands by itself, -1 if it does not."""
        row = self.opened.row_of(message)
        if row < 0 and (place := self.place_of(message)) >= 0:
            row = self.opened.row_at(place)
        return row

    def place_of(self, message: int) -> int:
        """Return a message's place in the order, -1 if it has none."""
        if self.wish.sort is SortKey.DATE:
            place = self.place_for(message)
            return place if self._heads[place : place + 1] == array("q", (message,)) else -1
        try:
            return self._heads.index(message)
        except ValueError:
            return -1

    def place_for(self, number: int) -> int:
        """Return where an id belongs in an order by date."""
        if self.wish.is_descending:
            return bisect_left(self._heads, -number, key=neg)
        return bisect_left(self._heads, number)

    def may_show(self, message: MessageId) -> bool:
        """Whether a message has a row, as far as that is known without a search."""
        if self.wish.sort is SortKey.DATE:
            return self.row_of(message) >= 0
        return message in self.lines

    def head_of(self, message: MessageId) -> int:
        """Return the row that a message stands in, its own or its conversation's; else -1."""
        row = self.row_of(message)
        if row < 0 and self.wish.sort is SortKey.DATE:
            rows = self._source.read_rows(self.wish, [message])
            row = max((self.row_of(one.id) for one in rows), default=-1)
        return row

    def row_of_day(self, day: date, after: date) -> int:
        """Return the first row of a day, or what follows it, in an order by date."""
        edge = after if self.wish.is_descending else day
        number = self._source.first_id(text.start_of_day(edge))
        place = self.place_for(number - 1 if self.wish.is_descending else number)
        return self.opened.row_at(min(place, len(self._heads) - 1))

    def titles(self, today: date) -> dict[int, str]:
        """Return at which rows a part of the list begins, and what it is called."""
        if self.wish.sort is not SortKey.DATE:
            found = [(place, part_title(self.wish.sort, mark)) for place, mark in self._marks]
        else:
            found = self._days(today)
        return {self.opened.row_at(place): title for place, title in found}

    def begin(self, heads: Sequence[int], *, is_whole: bool) -> None:
        """Start with these rows."""
        self._heads, self.is_known = array("q", heads), is_whole
        self.opened.settle()

    def replace(self, heads: "array[int]") -> None:
        """Put another order in place of this one."""
        self._heads = heads
        self.opened.settle()

    def complete(self, order: ListOrder) -> None:
        """Know that this is the whole order now, and where its parts begin."""
        self._marks, self.is_known = order.parts, True

    def cut(self, first: int, last: int) -> None:
        """Remove a run of places."""
        del self._heads[first : last + 1]
        gone = last - first + 1
        self._marks = tuple(
            (place if place <= first else max(first, place - gone), mark)
            for place, mark in self._marks
        )
        self.opened.settle()

    def put(self, place: int, numbers: "array[int]") -> None:
        """Insert a run at a place."""
        self._heads[place:place] = numbers
        self.opened.settle()

    def _read_around(self, place: int) -> None:
        """Read a page from a place on, or up to it where what follows is known."""
        following = self._heads[place + 1 : place + 2]
        is_upwards = bool(following) and following[0] in self.lines
        first = max(0, place + 1 - PAGE_ROWS) if is_upwards else place
        page = (MessageId(one) for one in self._heads[first : first + PAGE_ROWS])
        ids = [one for one in page if one not in self.lines]
        self.lines.keep_read(ids, self._source.read_heads(self.wish, ids))

    def _days(self, today: date) -> list[tuple[int, str]]:
        """Find the places where days begin, by the ids alone: they carry the time."""
        if not self._heads:
            return []
        if self._bounds is None or self._bounds[0] != today:
            firsts = ((text.start_of_day(day), title) for day, title in day_parts(today))
            found = [(int(self._source.first_id(at)), title) for at, title in firsts]
            self._bounds = today, found
        parts: dict[int, str] = {}
        bounds = self._bounds[1]
        if self.wish.is_descending:
            above = [1 << 62, *(bound for bound, _ in bounds)]
            for (_, title), bound in zip(bounds, above, strict=False):
                parts[self.place_for(bound - 1)] = (
                    title  # where parts have no rows the last one counts
                )
        else:
            for bound, title in reversed(bounds):
                parts[self.place_for(bound)] = title
        parts.pop(len(self._heads), None)
        return sorted(parts.items())


def with_beginning(order: ListOrder, page: ListPage) -> ListOrder:
    """Let an order by date that is not up to date begin with what is stored now."""
    if order.wish.sort is not SortKey.DATE:
        return order
    ids = array("q", page.ids)
    if page.reached is not None and not page.is_whole:
        if order.wish.is_descending:
            place = bisect_left(order.ids, 1 - page.reached, key=neg)
        else:
            place = bisect_left(order.ids, page.reached + 1)
        ids += order.ids[place:]
    return replace(order, ids=ids)
