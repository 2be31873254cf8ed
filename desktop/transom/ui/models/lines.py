"""Rows of messages as views see them: roles, columns and sections over lines in memory."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from transom.engine.entities.accounts import AccountId
from transom.engine.entities.listing import SortKey
from transom.engine.entities.mail import ALL_INBOXES, FolderId, MessageId, MessageLine
from transom.ui import text
from transom.ui.models.list_columns import TITLES, Column, cell_words
from transom.ui.models.loaded_rows import LoadedRows
from transom.ui.models.ordered_rows import OrderedRows
from transom.ui.models.roles import ItemRole
from transom.ui.models.spoken import Around, spoken

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class LinesModel(QAbstractTableModel):
    """One row for each line; ENTITY is the MessageLine.

    There is one column, or those of ``Column`` where the list is a table. SECTION is the title
    where a row begins a part of the list; COLOR says whether a row is marked by its account,
    because the list holds those of several.
    """

    def __init__(
        self, today: Callable[[], date] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._today_now = today or _today
        self._today = self._today_now()
        self._rows: OrderedRows | LoadedRows = LoadedRows()
        self._titles: dict[int, str] | None = None
        self._is_table = False
        self.owners: Mapping[AccountId, str] = {}
        """What each account is called."""
        self.folder_name: Callable[[FolderId], str] = _nameless
        """What a folder is called."""

    @property
    def today(self) -> date:
        """The day that times and sections are told by."""
        return self._today

    @property
    def sorted_by(self) -> SortKey:
        """What the rows are sorted by."""
        return SortKey.DATE if isinstance(self._rows, LoadedRows) else self._rows.wish.sort

    @property
    def is_table(self) -> bool:
        """Whether there is a column for each fact."""
        return self._is_table

    def set_table(self, is_table: bool) -> None:
        """Show a column for each fact, or one for all of it."""
        if is_table != self._is_table:
            self.beginResetModel()
            self._is_table = is_table
            self.endResetModel()

    def line_at(self, row: int) -> MessageLine | None:
        """Return a row's line."""
        return self._rows.line_at(row) if 0 <= row < len(self._rows) else None

    def row_of(self, message: MessageId) -> int:
        """Return where a message stands, -1 if it has no row of its own."""
        return self._rows.row_of(message)

    def titles(self) -> Mapping[int, str]:
        """Return at which rows a part of the list begins, and what it is called."""
        if self._titles is None:
            rows = self._rows
            if isinstance(rows, LoadedRows):
                self._titles = rows.titles(self._today, self.sorted_by, self._depth)
            else:
                self._titles = rows.titles(self._today)
        return self._titles

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = ROOT) -> int:
        columns = len(Column) if self._is_table else 1
        return 0 if parent.isValid() else columns

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        is_title = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        if not is_title or not 0 <= section < self.columnCount():
            return None
        return TITLES[Column(section)] if self._is_table else "Message"

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line_at(index.row()) if index.isValid() else None
        if line is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                if self._is_table:
                    return cell_words(Column(index.column()), line, self._today)
                return text.safe(line.subject)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(line, index.column())
            case ItemRole.ID:
                return line.id
            case ItemRole.ENTITY:
                return line
            case ItemRole.SECTION:
                return self.titles().get(index.row(), "")
            case ItemRole.IS_OPEN:
                return self._is_open(line)
            case ItemRole.DEPTH:
                return self._depth(line)
            case Qt.ItemDataRole.ToolTipRole:
                home = self._home_of(line)
                return " · ".join(part for part in (text.full_date(line.received_at), home) if part)
            case ItemRole.COLOR:
                return bool(self._owner_of(line))
            case ItemRole.STATE:
                return self._state(line)
        return None

    def _state(self, _line: MessageLine) -> str:
        return ""

    def _owner_of(self, line: MessageLine) -> str:
        """Return whose message it is, in a list that holds several accounts' messages."""
        return self.owners.get(line.account, "") if self._is_mixed and len(self.owners) > 1 else ""

    @property
    def _is_mixed(self) -> bool:
        return isinstance(self._rows, LoadedRows) or self._rows.wish.folder < 0

    def _home_of(self, line: MessageLine) -> str:
        """Return where a message lies, in a list that holds messages of several folders."""
        rows = self._rows
        is_told = isinstance(rows, LoadedRows) or (
            rows.wish.folder < 0 and rows.wish.folder != ALL_INBOXES
        )
        parts = (f"in {self.folder_name(line.folder)}" if is_told else "", self._owner_of(line))
        return ", ".join(part for part in parts if part and part != "in ")

    def _is_open(self, line: MessageLine) -> bool | None:
        if line.group is None or isinstance(self._rows, LoadedRows):
            return None
        return self._rows.opened.find(line) is not None

    def _depth(self, line: MessageLine) -> int:
        rows = self._rows
        is_inner = not isinstance(rows, LoadedRows) and rows.opened.holds(line.id)
        return int(is_inner)

    def _spoken(self, line: MessageLine, column: int) -> str:
        if column:
            return cell_words(Column(column), line, self._today)
        around = Around(
            home=self._home_of(line),
            found="found on the server" if self._state(line) == "server" else "",
            is_open=self._is_open(line),
            is_inner=bool(self._depth(line)),
        )
        return spoken(line, self._today, around)


def _today() -> date:
    return text.now().date()


def _nameless(_folder: FolderId) -> str:
    return ""
