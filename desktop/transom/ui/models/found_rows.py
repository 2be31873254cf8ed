"""A list whose rows may also be what a search found, among its conversations too."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal
from typing_extensions import override

from transom.engine.entities.listing import SortKey
from transom.engine.entities.mail import MessageId, MessageLine
from transom.ui.models.found_messages import FoundMessages
from transom.ui.models.lines import ROOT, Index
from transom.ui.models.loaded_rows import LoadedRows
from transom.ui.models.mail_source import MailDoor
from transom.ui.models.rows_model import RowsModel


class FoundRowsModel(RowsModel):
    """Asks the findings what their rows are, while a search is shown.

    Signals:
        more_wanted: somebody scrolls to the end of what a search has brought so far.
    """

    more_wanted = Signal()

    def __init__(
        self,
        door: MailDoor,
        today: Callable[[], date] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(door, today, parent)
        self._is_whole = True
        self.found = FoundMessages(door, self._show_found, self)

    @property
    def is_search(self) -> bool:
        """Whether findings are shown."""
        return isinstance(self._rows, LoadedRows) and self.found.is_shown

    @property
    @override
    def sorted_by(self) -> SortKey:
        return self.found.manner.sort if self.is_search else super().sorted_by

    @override
    def canFetchMore(self, parent: Index = ROOT) -> bool:
        return not parent.isValid() and isinstance(self._rows, LoadedRows) and not self._is_whole

    @override
    def fetchMore(self, parent: Index = ROOT) -> None:
        if self.canFetchMore(parent):
            self.more_wanted.emit()

    @override
    def set_open(self, row: int, is_open: bool) -> None:
        line = self.line_at(row)
        if not self.is_search or line is None:
            super().set_open(row, is_open)
        elif self.found.is_open(line) is (not is_open):
            self.found.open(line, is_open=is_open)
            self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))

    @override
    def head_of(self, message: MessageId) -> int:
        row = self.row_of(message)
        if row < 0 and self.is_search:
            head = self.found.head_of(message)
            return -1 if head is None else self.row_of(head)
        return row if row >= 0 else super().head_of(message)

    @override
    def lines_in(self, line: MessageLine) -> Sequence[MessageLine]:
        if self.is_search and self.count_in(line) > 1:
            return self.found.lines_of(line)
        return super().lines_in(line)

    def _show_found(self, lines: list[MessageLine], is_whole: bool) -> None:
        self._is_whole = is_whole
        if isinstance(self._rows, LoadedRows):
            self._become(lines)
        else:
            self._replace(LoadedRows(lines))

    @override
    def _state(self, line: MessageLine) -> str:
        return "server" if self.found.is_from_server(line.id) else ""

    @override
    def _is_open(self, line: MessageLine) -> bool | None:
        return self.found.is_open(line) if self.is_search else super()._is_open(line)

    @override
    def _depth(self, line: MessageLine) -> int:
        return self.found.depth(line.id) if self.is_search else super()._depth(line)
