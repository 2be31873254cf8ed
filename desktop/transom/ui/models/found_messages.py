"""What a search found among the messages, on its way into the list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from transom.engine.changes import Change
from transom.engine.entities.mail import MessageId, MessageLine
from transom.ui.models.mail_source import MOST_READ_AT_ONCE, MailDoor

Show = Callable[[list[MessageLine], bool], None]


class FoundMessages(QObject):
    """Holds the rows of one search, whose they are and where the words stand in them.

    ``show_rows`` gets all rows, newest first, and whether nothing follows them.
    """

    def __init__(self, door: MailDoor, show_rows: Show, parent: QObject) -> None:
        super().__init__(parent)
        self._door = door
        self._show_rows = show_rows
        self._lines: list[MessageLine] = []
        self._is_whole = True
        self._snippets: dict[MessageId, str] = {}
        self._from_server: frozenset[MessageId] = frozenset()

    @property
    def from_server(self) -> int:
        """How many rows the server alone has found."""
        return len(self._from_server)

    def is_from_server(self, message: MessageId) -> bool:
        """Whether the server alone has found this."""
        return message in self._from_server

    def forget(self) -> None:
        """Hold nothing: the list shows something else."""
        self._lines, self._is_whole = [], True
        self._snippets, self._from_server = {}, frozenset()

    def show(self, lines: Sequence[MessageLine], *, is_whole: bool = True) -> None:
        """Show what a search found, or the beginning of it."""
        self.forget()
        self._become(list(lines), is_whole)

    def add(self, lines: Sequence[MessageLine], *, is_whole: bool) -> None:
        """Show more of what a search found."""
        self._join(lines, is_whole)

    def add_from_server(self, lines: Sequence[MessageLine]) -> None:
        """Show what only the server has found among the rest."""
        known = {line.id for line in self._lines}
        fresh = [line for line in lines if line.id not in known]
        self._from_server |= {line.id for line in fresh}
        self._join(fresh, self._is_whole)

    def last(self) -> MessageId | None:
        """Return the last row that the search itself brought."""
        rows = (line.id for line in reversed(self._lines) if line.id not in self._from_server)
        return next(rows, None)

    def show_snippets(self, snippets: Mapping[MessageId, str]) -> None:
        """Show other pieces of text than the beginning in some of the rows."""
        if self._lines:  # else they come late, for rows that are gone
            self._snippets |= snippets
            self._become(self._lines, self._is_whole)

    def renew(self, change: Change) -> None:
        """Read changed rows again; new findings wait for the next search."""
        shown = [line.id for line in self._lines if not change.ids or line.id in change.ids]
        if not shown:
            return
        read = self._door.reader.read_lines_by_ids(shown[:MOST_READ_AT_ONCE])
        fresh = {line.id: line for line in read}
        named = set(shown[:MOST_READ_AT_ONCE])
        both = (fresh.get(line.id) if line.id in named else line for line in self._lines)
        self._become([line for line in both if line is not None], self._is_whole)

    def _join(self, lines: Sequence[MessageLine], is_whole: bool) -> None:
        both = {line.id: line for line in (*self._lines, *lines)}
        self._become(sorted(both.values(), key=lambda line: -line.id), is_whole)

    def _become(self, lines: list[MessageLine], is_whole: bool) -> None:
        self._lines, self._is_whole = lines, is_whole
        self._show_rows([self._with_snippet(line) for line in lines], is_whole)

    def _with_snippet(self, line: MessageLine) -> MessageLine:
        snippet = self._snippets.get(line.id)
        return line if snippet is None else replace(line, preview=snippet)
