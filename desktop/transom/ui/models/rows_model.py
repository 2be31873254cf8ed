"""Rows that a list has loaded, shown as they come, go, open up and close."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, QObject, Signal

from transom.engine.entities.listing import ListWish, group_key
from transom.engine.entities.mail import FolderId, MessageId, MessageLine
from transom.ui.models.lines import LinesModel
from transom.ui.models.list_rows import DatedRows
from transom.ui.models.mail_source import MailDoor
from transom.ui.models.row_merge import RowSignals, merge_rows, same_ends


class RowsModel(LinesModel):
    """Follows its rows by the smallest signals, so that views keep selection and place.

    Signals:
        merged: rows have come and gone, and all are told of.
    """

    merged = Signal()

    def __init__(
        self,
        door: MailDoor,
        today: Callable[[], date] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(today, parent)
        self._door = door
        self._is_whole = True

    @property
    def wish(self) -> ListWish | None:
        """What the list shows, None while it is a search's findings."""
        return self._rows.wish if self._rows is not None else None

    @property
    def folder(self) -> FolderId | None:
        """The folder or view shown, None while it is a search's findings."""
        return self._rows.wish.folder if self._rows is not None else None

    @property
    def only_focused(self) -> bool | None:
        """Which part of the folder is shown: Focused, Other, or None for all of it."""
        return self._rows.wish.only_focused if self._rows is not None else None

    @property
    def has_earlier(self) -> bool:
        """Whether rows come before the first that is loaded, as after a jump."""
        return self._rows is not None and self._rows.has_earlier

    def fetch_earlier(self) -> None:
        """Load the rows that come before the first."""
        if self._rows is None or not self._rows.has_earlier:
            return
        lines = self._rows.fetch_earlier()
        if lines:
            self.beginInsertRows(QModelIndex(), 0, len(lines) - 1)
            self._lines[:0] = lines
            self.endInsertRows()

    def go_to_end(self) -> None:
        """Show the list's last page, however long the list is."""
        if self._rows is not None and not self._rows.is_whole:
            self._rows.begin_at_end()
            self._replace(self._rows.lines(), is_whole=True)

    def set_open(self, row: int, is_open: bool) -> None:
        """Let a conversation's other messages stand below its row, or not."""
        line = self.line_at(row)
        if line is None or not isinstance(self._rows, DatedRows):
            return
        if self._rows.is_open(line) is (not is_open):
            self._rows.open(line, is_open=is_open)
            self._follow()
            self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))

    def reveal(self, message: MessageId) -> int:
        """Open up the conversation a message is hidden in; return its row, -1 if it has none."""
        row = self.row_of(message)
        if row < 0 and (head := self.head_of(message)) >= 0:
            self.set_open(head, is_open=True)
            row = self.row_of(message)
        return row

    def head_of(self, message: MessageId) -> int:
        """Return the row that a message stands in, its own or its conversation's; else -1."""
        row = self.row_of(message)
        if row < 0 and isinstance(self._rows, DatedRows):
            head = self._rows.head_of(message)
            return -1 if head is None else self.row_of(head.id)
        return row

    def count_in(self, line: MessageLine) -> int:
        """Return how many messages a row stands for: one, where the others stand below it."""
        is_closed = line.group is not None and self._is_open(line) is False
        return line.group.count if is_closed and line.group is not None else 1

    def lines_in(self, line: MessageLine) -> Sequence[MessageLine]:
        """Return the messages a row stands for."""
        key = group_key(line)
        if self.wish is None or key is None or self.count_in(line) == 1:
            return (line,)
        return self._door.lists.read_conversation(self.wish, key)

    def _replace(self, lines: Sequence[MessageLine], *, is_whole: bool) -> None:
        self.beginResetModel()
        self._lines, self._is_whole = list(lines), is_whole
        self._today = self._today_now()
        self.endResetModel()

    def _follow(self) -> None:
        """Show the rows as they are now."""
        assert self._rows is not None
        self._is_whole = self._rows.is_whole
        self._become(list(self._rows.lines()))

    def _become(self, wanted: list[MessageLine]) -> None:
        if _has_same_order(self._lines, wanted):
            merge_rows(self._lines, wanted, _id_of, RowSignals(self))
            self.merged.emit()
        else:
            self._replace(wanted, is_whole=self._is_whole)


def _has_same_order(rows: Sequence[MessageLine], wanted: Sequence[MessageLine]) -> bool:
    """Whether what stays stands in the same order as before."""
    start, tail = same_ends(rows, wanted)
    fresh = [line.id for line in wanted[start : len(wanted) - tail]]
    named = set(fresh)
    kept = [line.id for line in rows[start : len(rows) - tail] if line.id in named]
    was = set(kept)
    return kept == [one for one in fresh if one in was]


def _id_of(line: MessageLine) -> MessageId:
    return line.id
