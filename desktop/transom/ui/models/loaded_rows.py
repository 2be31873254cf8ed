"""Rows whose lines are all in memory: those of a search."""

from collections.abc import Callable
from datetime import date

from transom.engine.entities.listing import SortKey
from transom.engine.entities.mail import MessageId, MessageLine
from transom.ui.models.sections import section_of


class LoadedRows:
    """Rows by number."""

    def __init__(self, lines: list[MessageLine] | None = None) -> None:
        self.lines = lines or []
        self._places: dict[MessageId, int] | None = None

    def __len__(self) -> int:
        return len(self.lines)

    def line_at(self, row: int) -> MessageLine | None:
        """Return a row's line."""
        return self.lines[row]

    def row_of(self, message: MessageId) -> int:
        """Return where a message stands, -1 if it was not found."""
        if self._places is None:
            self._places = {line.id: row for row, line in enumerate(self.lines)}
        return self._places.get(message, -1)

    def head_of(self, message: MessageId) -> int:
        """Return the same: what was found stands by itself."""
        return self.row_of(message)

    def settle(self) -> None:
        """Find the places anew, after lines have come or gone."""
        self._places = None

    def titles(
        self, today: date, sort: SortKey, depth: Callable[[MessageLine], int]
    ) -> dict[int, str]:
        """Return at which rows a part of the list begins, and what it is called."""
        titles: dict[int, str] = {}
        before = ""
        for row, line in enumerate(self.lines):
            title = before if depth(line) else section_of(line, sort, today)
            if title != before:
                titles[row] = before = title
        return titles
