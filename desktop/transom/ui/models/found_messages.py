"""What a search found among the messages, on its way into the list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from transom.engine.changes import Change
from transom.engine.entities.listing import EVERYTHING, FoundOrder, ListWish, with_group
from transom.engine.entities.mail import FolderId, MessageId, MessageLine
from transom.ui.models.mail_source import MOST_READ_AT_ONCE, MailDoor

Show = Callable[[list[MessageLine], bool], None]


class FoundMessages(QObject):
    """Holds the rows of one search, whose they are and where the words stand in them.

    ``show_rows`` gets all rows in their order, and whether nothing follows them.

    Signals:
        arranged: findings are wished for in another manner, which is ``manner`` now.
    """

    arranged = Signal()

    def __init__(self, door: MailDoor, show_rows: Show, parent: QObject) -> None:
        super().__init__(parent)
        self._door = door
        self._show_rows = show_rows
        self.manner = ListWish(FolderId(0))
        self._lines: list[MessageLine] = []
        self._is_whole = True
        self._is_shown = False
        self._is_ordered = False
        self._groups: dict[MessageId, Sequence[MessageId]] = {}
        self._open: dict[MessageId, list[MessageLine]] = {}
        self._inner: frozenset[MessageId] = frozenset()
        self._snippets: dict[MessageId, str] = {}
        self._from_server: frozenset[MessageId] = frozenset()

    @property
    def is_shown(self) -> bool:
        """Whether the list shows findings, even if there are none."""
        return self._is_shown

    @property
    def from_server(self) -> int:
        """How many the server alone has found."""
        return len(self._from_server)

    def is_from_server(self, message: MessageId) -> bool:
        """Whether the server alone has found this."""
        return message in self._from_server

    def arrange(self, manner: ListWish) -> None:
        """Wish for findings sieved, sorted and grouped so, in this search and those to come."""
        if manner != self.manner:
            self.manner = manner
            self.arranged.emit()

    def forget(self) -> None:
        """Hold nothing: the list shows something else, and the next search is not narrowed."""
        self._is_shown = False
        self.manner = replace(self.manner, sieve=EVERYTHING)
        self._begin(None)
        self._lines, self._is_whole = [], True

    def show(
        self,
        lines: Sequence[MessageLine],
        *,
        is_whole: bool = True,
        order: FoundOrder | None = None,
    ) -> None:
        """Show what a search found, or the beginning of it; by date where there is no order."""
        self._is_shown = True
        self._begin(order)
        self._become(list(lines), is_whole)

    def add(self, lines: Sequence[MessageLine], *, is_whole: bool) -> None:
        """Show more of what a search found."""
        if not self._is_ordered:  # what the server found first is found here as well
            self._from_server -= {line.id for line in lines}
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

    @property
    def count(self) -> int:
        """How many rows are loaded, those below others not counted."""
        return len(self._lines)

    def show_snippets(self, snippets: Mapping[MessageId, str]) -> None:
        """Show other pieces of text than the beginning in some of the rows."""
        if self._lines:  # else they come late, for rows that are gone
            self._snippets |= snippets
            self._become(self._lines, self._is_whole)

    def is_open(self, line: MessageLine) -> bool | None:
        """Whether a row's messages stand below it; None where there are none."""
        return None if line.group is None else line.id in self._open

    def open(self, line: MessageLine, *, is_open: bool) -> None:
        """Let a conversation's other messages stand below its row, or not."""
        if is_open:
            self._open[line.id] = self.lines_of(line)[1:]
        else:
            self._open.pop(line.id, None)
        self._become(self._lines, self._is_whole)

    def depth(self, message: MessageId) -> int:
        """Return 1 for a message that stands below its conversation's row."""
        return int(message in self._inner)

    def head_of(self, message: MessageId) -> MessageId | None:
        """Return the row of the conversation that a message is hidden in."""
        return next((head for head, ids in self._groups.items() if message in ids), None)

    def lines_of(self, line: MessageLine) -> list[MessageLine]:
        """Return the messages that share a row, newest first."""
        read = self._door.lists.read_lines(self._groups.get(line.id, (line.id,)))
        return [one for one in read if self.manner.sieve.leaves_in(one)]

    def renew(self, change: Change) -> None:
        """Read changed rows again; new findings wait for the next search."""
        ids = set(change.ids)
        shown = [
            line
            for line in self._lines
            if not ids or not ids.isdisjoint(self._groups.get(line.id, (line.id,)))
        ]
        if not shown:
            return
        named = {line.id for line in shown[:MOST_READ_AT_ONCE]}
        fresh = self._read_again([one for one in named if one not in self._groups])
        both = (self._renewed(line, fresh) if line.id in named else line for line in self._lines)
        self._become([line for line in both if line is not None], self._is_whole)

    def _begin(self, order: FoundOrder | None) -> None:
        self._is_ordered = order is not None
        self._groups = dict(order.groups) if order is not None else {}
        self._from_server = frozenset(order.others if order is not None else ())
        self._open, self._inner = {}, frozenset()
        self._snippets = {}

    def _read_again(self, ids: Sequence[MessageId]) -> dict[MessageId, MessageLine]:
        read = self._door.reader.read_lines_by_ids(ids) if ids else ()
        return {line.id: line for line in read if self.manner.sieve.leaves_in(line)}

    def _renewed(
        self, line: MessageLine, fresh: Mapping[MessageId, MessageLine]
    ) -> MessageLine | None:
        """Return a row as it is now: the newest of its conversation that still fits."""
        if line.id not in self._groups:
            return fresh.get(line.id)
        lines = self.lines_of(line)
        was_open = self._open.pop(line.id, None) is not None
        ids = self._groups.pop(line.id)
        if not lines:
            return None
        self._groups[lines[0].id] = ids
        if was_open and len(lines) > 1:
            self._open[lines[0].id] = lines[1:]
        return with_group(lines[0], lines)

    def _join(self, lines: Sequence[MessageLine], is_whole: bool) -> None:
        both = {line.id: line for line in (*self._lines, *lines)}
        joined = list(both.values())
        if not self._is_ordered:
            joined.sort(key=lambda line: line.id, reverse=self.manner.is_descending)
        self._become(joined, is_whole)

    def _become(self, lines: list[MessageLine], is_whole: bool) -> None:
        self._lines, self._is_whole = lines, is_whole
        self._inner = frozenset(one.id for below in self._open.values() for one in below)
        unfolded = (one for line in lines for one in (line, *self._open.get(line.id, ())))
        self._show_rows([self._with_snippet(line) for line in unfolded], is_whole)

    def _with_snippet(self, line: MessageLine) -> MessageLine:
        snippet = self._snippets.get(line.id)
        return line if snippet is None else replace(line, preview=snippet)
