"""Rows of a list that come, go, open up and close, told by the smallest signals."""

from array import array
from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, QObject, Signal
from typing_extensions import override

from transom.engine.entities.listing import ListWish, group_key
from transom.engine.entities.mail import FolderId, MessageId, MessageLine
from transom.ui.models.lines import LinesModel
from transom.ui.models.loaded_rows import LoadedRows
from transom.ui.models.mail_source import MailDoor
from transom.ui.models.open_rows import OpenRow
from transom.ui.models.ordered_rows import OrderedRows
from transom.ui.models.row_edits import RowEdits, applied
from transom.ui.models.row_merge import RowSignals, merge_rows, same_ends

_MOST_RUNS = 12
"""Views take so many signals one by one; more cost less as one reset that keeps what is seen."""


class RowsModel(LinesModel):
    """Tells views of rows so that they keep selection and place.

    Signals:
        merged: rows have come and gone, and all are told of.
        reordering: a reset is about to show the same list as it is now.
        reordered: it has.
    """

    merged = Signal()
    reordering = Signal()
    reordered = Signal()

    def __init__(
        self,
        door: MailDoor,
        today: Callable[[], date] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(today, parent)
        self._door = door

    @property
    def wish(self) -> ListWish | None:
        """What the list shows, None while it is a search's findings."""
        return None if isinstance(self._rows, LoadedRows) else self._rows.wish

    @property
    def folder(self) -> FolderId | None:
        """The folder or view shown, None while it is a search's findings."""
        return None if self.wish is None else self.wish.folder

    @property
    def only_focused(self) -> bool | None:
        """Which part of the folder is shown: Focused, Other, or None for all of it."""
        return None if self.wish is None else self.wish.only_focused

    def refresh_day(self) -> None:
        """Tell times and sections anew when the day has changed."""
        today = self._today_now()
        if today != self._today:
            self._today, self._titles = today, None
            self._tell_all_changed()

    def _tell_all_changed(self) -> None:
        if count := len(self._rows):
            last = self.index(count - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def set_open(self, row: int, is_open: bool) -> None:
        """Let a conversation's other messages stand below its row, or not."""
        line = self.line_at(row)
        if line is None or isinstance(self._rows, LoadedRows):
            return
        if self._is_open(line) is not (not is_open):
            return
        known = self._rows.opened.find(line)
        if known is not None:
            self._close(self._rows, known)
        elif fresh := self._rows.opened.read(line):
            self._open(self._rows, fresh)
        self.merged.emit()
        row = self.row_of(line.id)
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
        return self._rows.head_of(message)

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

    @override
    def endInsertRows(self) -> None:
        self._settle()
        super().endInsertRows()

    @override
    def endRemoveRows(self) -> None:
        self._settle()
        super().endRemoveRows()

    def _settle(self) -> None:
        """Forget what was known by rows' numbers."""
        self._titles = None
        if isinstance(self._rows, LoadedRows):
            self._rows.settle()

    def _replace(self, rows: OrderedRows | LoadedRows) -> None:
        self.beginResetModel()
        self._rows, self._titles = rows, None
        self._today = self._today_now()
        self.endResetModel()

    def _become(self, wanted: list[MessageLine]) -> None:
        """Show other lines of a search."""
        assert isinstance(self._rows, LoadedRows)
        lines = self._rows.lines
        if _has_same_order(lines, wanted):
            merge_rows(lines, wanted, _id_of, RowSignals(self))
            self.merged.emit()
        else:
            self._replace(LoadedRows(wanted))

    def _apply(self, rows: OrderedRows, edits: "RowEdits | array[int]") -> None:
        """Remove and insert rows of the order, or put another one in its place."""
        is_many = not isinstance(edits, RowEdits) or len(edits) > _MOST_RUNS
        for one in rows.opened.all:
            if (one.head not in edits) if isinstance(edits, array) else edits.removes(one.place):
                self._close(rows, one)
        if is_many:
            whole = applied(rows.heads, edits) if isinstance(edits, RowEdits) else edits
            self.reordering.emit()
            self.beginResetModel()
            rows.replace(whole)
            self._titles = None
            self.endResetModel()
            self.reordered.emit()
            return
        assert isinstance(edits, RowEdits)
        nowhere = QModelIndex()
        for first, last in edits.gone:
            row = rows.opened.row_at(first)
            self.beginRemoveRows(nowhere, row, row + last - first)
            rows.cut(first, last)
            self.endRemoveRows()
        for place, numbers in edits.come:
            row = rows.opened.row_at(place)
            self.beginInsertRows(nowhere, row, row + len(numbers) - 1)
            rows.put(place, numbers)
            self.endInsertRows()

    def _open(self, rows: OrderedRows, one: OpenRow) -> None:
        first = rows.row_of(one.head) + 1
        self.beginInsertRows(QModelIndex(), first, first + len(one.lines) - 1)
        rows.opened.add(one)
        self.endInsertRows()

    def _close(self, rows: OrderedRows, one: OpenRow) -> None:
        first = rows.opened.row_at(one.place) + 1
        self.beginRemoveRows(QModelIndex(), first, first + len(one.lines) - 1)
        rows.opened.remove(one)
        self.endRemoveRows()

    def _renew_open(self, rows: OrderedRows) -> list[OpenRow]:
        """Read what is open anew; close, and return, what will stand elsewhere."""
        moved: list[OpenRow] = []
        for one in rows.opened.all:
            fresh = rows.opened.read_key(one.key)
            if fresh is None or fresh.head != one.head:
                self._close(rows, one)
                moved += [fresh] if fresh is not None else []
            else:
                start = rows.opened.row_at(one.place) + 1
                merge_rows(one.lines, fresh.lines, _id_of, RowSignals(self, start))
        return moved


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
