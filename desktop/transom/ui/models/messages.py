"""The messages of a folder, or those a search found: newest first, a page at a time."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from typing_extensions import override

from transom.engine.changes import Change, Kind
from transom.engine.entities.accounts import AccountId
from transom.engine.entities.mail import FolderId, MessageId, MessageKind, MessageLine
from transom.ui import text
from transom.ui.bridge import Bridge
from transom.ui.models.found_messages import FoundMessages
from transom.ui.models.mail_source import (
    MOST_READ_AT_ONCE,
    PAGE_ROWS,
    LineSource,
    MailDoor,
)
from transom.ui.models.roles import ItemRole
from transom.ui.models.row_merge import RowSignals, merge_rows

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class MessageListModel(QAbstractTableModel):
    """One column, one row for each message; ENTITY is the MessageLine.

    SECTION is the title where a row begins a part of the list; COLOR says whether a row is marked
    by its account, because the list holds those of several. Rows come and go by the smallest
    signals, so that views keep selection and place.

    Signals:
        more_wanted: somebody scrolls to the end of what a search has brought so far.
    """

    more_wanted = Signal()

    def __init__(
        self,
        door: MailDoor,
        bridge: Bridge,
        today: Callable[[], date] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._door = door
        self._today_now = today or _today
        self._today = self._today_now()
        self._folder: FolderId | None = None
        self._members: frozenset[FolderId] = frozenset()
        self._only_focused: bool | None = None
        self._lines: list[MessageLine] = []
        self._is_whole = True
        self.owners: Mapping[AccountId, str] = {}
        """What each account is called."""
        self.found = FoundMessages(door, self._show_found, self)
        bridge.changed.connect(self._on_changed)

    @property
    def folder(self) -> FolderId | None:
        """The folder shown, None while it is a search's findings."""
        return self._folder

    @property
    def today(self) -> date:
        """The day that times and sections are told by."""
        return self._today

    @property
    def only_focused(self) -> bool | None:
        """Which part of the folder is shown: Focused, Other, or None for all of it."""
        return self._only_focused

    def show_folder(self, folder: FolderId, only_focused: bool | None = None) -> None:
        """Show a folder, a view of several or a part of it, from the newest message on."""
        self._only_focused = only_focused
        self._members = self._door.reader.read_members(folder)
        self.found.forget()
        self._replace(folder, [], is_whole=False)
        self.fetchMore()

    def clear(self) -> None:
        """Show nothing."""
        self.found.forget()
        self._replace(None, [], is_whole=True)

    def line_at(self, row: int) -> MessageLine | None:
        """Return a row's line."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, message: MessageId) -> int:
        """Return where a message stands, -1 if it is not among the loaded rows."""
        row = bisect_left(self._lines, -message, key=lambda line: -line.id)
        is_here = row < len(self._lines) and self._lines[row].id == message
        return row if is_here else -1

    def refresh_day(self) -> None:
        """Tell times and sections anew when the day has changed."""
        today = self._today_now()
        if today != self._today and self._lines:
            self._today = today
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, 0))
        self._today = today

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    @override
    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else 1

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line_at(index.row()) if index.isValid() else None
        if line is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return text.safe(line.subject)
            case Qt.ItemDataRole.AccessibleTextRole:
                found = "found on the server" if self.found.is_from_server(line.id) else ""
                return _spoken(line, self._today, found, self._owner_of(line))
            case ItemRole.ID:
                return line.id
            case ItemRole.ENTITY:
                return line
            case ItemRole.SECTION:
                return _section(self._lines, index.row(), self._today)
            case ItemRole.COLOR:
                return bool(self._owner_of(line))
            case ItemRole.STATE:
                return "server" if self.found.is_from_server(line.id) else ""
        return None

    @override
    def canFetchMore(self, parent: Index = ROOT) -> bool:
        return not parent.isValid() and not self._is_whole

    @override
    def fetchMore(self, parent: Index = ROOT) -> None:
        if self._is_whole or parent.isValid():
            return
        if self._folder is None:
            self.more_wanted.emit()
            return
        before = self._lines[-1].id if self._lines else None
        page = self._door.reader.read_lines(
            self._folder, before, PAGE_ROWS, only_focused=self._only_focused
        )
        self._is_whole = len(page) < PAGE_ROWS
        if page:
            first = len(self._lines)
            self.beginInsertRows(ROOT, first, first + len(page) - 1)
            self._lines += page
            self.endInsertRows()

    def _owner_of(self, line: MessageLine) -> str:
        """Return whose message it is, in a list that holds several accounts' messages."""
        is_mixed = self._folder is None or self._folder < 0
        return self.owners.get(line.account, "") if is_mixed and len(self.owners) > 1 else ""

    def _replace(
        self, folder: FolderId | None, lines: Sequence[MessageLine], *, is_whole: bool
    ) -> None:
        self.beginResetModel()
        self._folder, self._lines, self._is_whole = folder, list(lines), is_whole
        self._today = self._today_now()
        self.endResetModel()

    def _show_found(self, lines: list[MessageLine], is_whole: bool) -> None:
        if self._folder is not None:
            self._replace(None, lines, is_whole=is_whole)
        else:
            self._is_whole = is_whole
            self._become(lines)

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.kind is Kind.FOLDERS and self._folder is not None:
            self._renew_members(self._folder)
        if change.kind is not Kind.MESSAGES:
            return
        if self._folder is None:
            self.found.renew(change)
        elif change.scope in (None, *self._members) or any(
            self.row_of(MessageId(number)) >= 0 for number in change.ids
        ):
            if change.ids and len(change.ids) <= MOST_READ_AT_ONCE:
                self._renew(change.ids)
            else:
                self._reload(self._folder)

    def _renew_members(self, folder: FolderId) -> None:
        """Folders came or went: a view may list others now."""
        members = self._door.reader.read_members(folder)
        if members != self._members:
            self._members = members
            self._reload(folder)

    def _reload(self, folder: FolderId) -> None:
        loaded = max(PAGE_ROWS, len(self._lines))
        window, self._is_whole = _read_window(self._door.reader, folder, self._only_focused, loaded)
        self._become(window)

    def _renew(self, ids: Sequence[int]) -> None:
        """Apply the named messages, as far as they belong to the loaded rows."""
        named = set(ids)
        lines = self._door.reader.read_lines_by_ids([MessageId(number) for number in ids])
        last = self._lines[-1].id if self._lines else 0
        here = [
            line
            for line in lines
            if line.folder in self._members
            and line.fits(self._folder or FolderId(0))
            and self._only_focused in (None, line.is_focused)
            and (self._is_whole or line.id >= last)
        ]
        kept = [line for line in self._lines if line.id not in named]
        self._become(sorted([*kept, *here], key=lambda line: -line.id))

    def _become(self, wanted: list[MessageLine]) -> None:
        merge_rows(self._lines, wanted, _id_of, RowSignals(self))


def _read_window(
    source: LineSource, folder: FolderId, only_focused: bool | None, wanted: int
) -> tuple[list[MessageLine], bool]:
    """Read a folder's first lines in portions; the flag says whether that is all of it."""
    window: list[MessageLine] = []
    while len(window) < wanted:
        limit = min(MOST_READ_AT_ONCE, wanted - len(window))
        before = window[-1].id if window else None
        portion = source.read_lines(folder, before, limit, only_focused=only_focused)
        window += portion
        if len(portion) < limit:
            return window, True
    return window, False


def _section(lines: Sequence[MessageLine], row: int, today: date) -> str:
    title = _title(lines[row], today)
    is_first = row == 0 or _title(lines[row - 1], today) != title
    return title if is_first else ""


def _title(line: MessageLine, today: date) -> str:
    return text.section_title(text.local(line.received_at).date(), today)


def _id_of(line: MessageLine) -> MessageId:
    return line.id


def _spoken(line: MessageLine, today: date, found: str, owner: str) -> str:
    """Say a row as a person would: state, sender, subject, time."""
    parts = [
        "" if line.is_read else "Unread, seen here" if line.is_seen else "Unread",
        "Invitation" if line.kind is MessageKind.INVITATION else "",
        text.name_of(line.sender),
        text.safe(line.subject) or "No subject",
        text.day_and_time(line.received_at, today),
        "has attachments" if line.has_attachments else "",
        "flagged" if line.is_flagged else "",
        found,
        owner,
    ]
    return ", ".join(part for part in parts if part)


def _today() -> date:
    return text.now().date()
