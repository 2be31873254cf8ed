"""The loaded rows of a list that is sorted by anything but the date."""

from collections.abc import Sequence

from transom.engine.entities.listing import ListOrder, ListWish
from transom.engine.entities.mail import MessageId, MessageLine
from transom.ui.models.mail_source import MOST_READ_AT_ONCE, PAGE_ROWS, ListSource


class SortedRows:
    """A window on an order that a worker has read; a newer order replaces it."""

    def __init__(self, source: ListSource, wish: ListWish) -> None:
        self._source = source
        self.wish = wish
        self._order: Sequence[MessageId] = ()
        self._first = self._reached = 0
        self._reloaded = 0
        self._is_known = False
        self._lines: list[MessageLine] = []

    @property
    def is_whole(self) -> bool:
        """Whether nothing follows that is known of."""
        return self._reached >= len(self._order)

    @property
    def is_known(self) -> bool:
        """Whether an order has come."""
        return self._is_known

    def lines(self) -> list[MessageLine]:
        """Return all rows from the top down."""
        return self._lines

    def fetch(self) -> list[MessageLine]:
        """Read the next page."""
        ids = self._order[self._reached : self._reached + PAGE_ROWS]
        lines = self._source.read_lines(ids)
        self._lines += lines
        self._reached += len(ids)
        return lines

    @property
    def has_earlier(self) -> bool:
        """Whether rows come before the first that is loaded."""
        return self._first > 0

    def begin_at_top(self) -> None:
        """Let the window be the order's first page."""
        self._first, self._reached, self._lines = 0, 0, []
        self.fetch()

    def begin_at_end(self) -> None:
        """Let the window be the order's last page."""
        self._reached = len(self._order)
        self._first = max(0, self._reached - PAGE_ROWS)
        self._lines = self._source.read_lines(self._order[self._first :])

    def fetch_earlier(self) -> list[MessageLine]:
        """Read the page that comes before the first row."""
        first = max(0, self._first - PAGE_ROWS)
        lines = self._source.read_lines(self._order[first : self._first])
        self._first = first
        self._lines[:0] = lines
        return lines

    def take(self, order: ListOrder) -> None:
        """Go by a newer order; what is loaded is read again only where it is new."""
        known = {line.id: line for line in self._lines}
        end = max(self._first + PAGE_ROWS, self._reached)
        if self._is_known and self.is_whole:  # and what comes last now is seen as well
            end += PAGE_ROWS
        self._first = min(self._first, max(0, len(order.ids) - PAGE_ROWS))
        wanted = order.ids[self._first : end]
        missing = [one for one in wanted if one not in known]
        for first in range(0, len(missing), MOST_READ_AT_ONCE):
            read = self._source.read_lines(missing[first : first + MOST_READ_AT_ONCE])
            known |= {line.id: line for line in read}
        self._order, self._is_known = order.ids, True
        self._reached = self._first + len(wanted)
        self._lines = [known[one] for one in wanted if one in known]

    def renew(self, ids: Sequence[MessageId]) -> None:
        """Read named rows again and let go of those that fit no more; new ones come by an order."""
        fresh = {line.id: line for line in self._source.read_rows(self.wish, ids)}
        named = set(ids)
        self._lines = [
            fresh.get(line.id, line)
            for line in self._lines
            if line.id not in named or line.id in fresh
        ]

    def begin_reload(self) -> None:
        """Read all loaded rows again, a page at each ``reload_some``."""
        self._reloaded = 0

    def reload_some(self) -> bool:
        """Read the next page again; say whether loaded rows are left to be read."""
        ids = [line.id for line in self._lines[self._reloaded : self._reloaded + PAGE_ROWS]]
        if ids:
            before = len(self._lines)
            self.renew(ids)
            self._reloaded += len(ids) - (before - len(self._lines))
        return self._reloaded < len(self._lines)
