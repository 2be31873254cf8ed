"""Contacts by name with their letters, and the folders they lie in."""

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot
from typing_extensions import override

from transom.engine.changes import Change, Kind
from transom.engine.entities.contacts import (
    ContactFolder,
    ContactFolderId,
    ContactId,
    ContactLine,
)
from transom.ui.bridge import Bridge
from transom.ui.models.roles import ItemRole
from transom.ui.models.row_merge import RowSignals, merge_rows

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
PAGE = 128
MOST_FOUND = 200
OTHER_LETTERS = "#"


class ContactSource(Protocol):
    """What the models read: the store's contact reader."""

    def read_folders(self) -> Sequence[ContactFolder]:
        """Return every folder of every account."""
        ...

    def read_lines(
        self,
        folder: ContactFolderId | None = None,
        after: ContactLine | None = None,
        limit: int = -1,
    ) -> Sequence[ContactLine]:
        """Return lines by name, from ``after`` on."""
        ...


class ContactDoor(Protocol):
    """The part of the engine's door that leads to the contacts."""

    @property
    def reader(self) -> ContactSource:
        """The store's reader, for the GUI thread's own connection."""
        ...


class ContactSearch(Protocol):
    """The part of the engine's door that searches."""

    def search_contacts(self, words: str, limit: int = 50) -> Sequence[ContactLine]:
        """Return contacts that hold all words."""
        ...


class ContactListModel(QAbstractListModel):
    """The contacts of a folder, of all folders, or those that hold some words; read by pages.

    ENTITY is the ContactLine, SECTION the letter where a row begins one.
    """

    def __init__(
        self,
        door: ContactDoor,
        search: ContactSearch,
        bridge: Bridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._door, self._search = door, search
        self._folder: ContactFolderId | None = None
        self._words = ""
        self._lines: list[ContactLine] = []
        self._has_more = False
        bridge.changed.connect(self._on_changed)

    @property
    def words(self) -> str:
        """The words searched for, empty while a folder is shown."""
        return self._words

    def show_folder(self, folder: ContactFolderId | None) -> None:
        """Show one folder, or all with None."""
        self._show(folder, "")

    def show_search(self, words: str) -> None:
        """Show the contacts of all folders that hold ``words``; none means the folder again."""
        self._show(self._folder, words.strip())

    def row_of(self, contact: ContactId) -> int:
        """Return the loaded row of a contact, or -1."""
        return next((row for row, line in enumerate(self._lines) if line.id == contact), -1)

    def line(self, row: int) -> ContactLine:
        """Return the line of a row."""
        return self._lines[row]

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    @override
    def canFetchMore(self, parent: Index) -> bool:
        return self._has_more and not parent.isValid()

    @override
    def fetchMore(self, parent: Index) -> None:
        if not self.canFetchMore(parent):
            return
        after = self._lines[-1] if self._lines else None
        more = self._door.reader.read_lines(self._folder, after, PAGE)
        self._has_more = len(more) == PAGE
        if more:
            self.beginInsertRows(ROOT, len(self._lines), len(self._lines) + len(more) - 1)
            self._lines.extend(more)
            self.endInsertRows()

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line = self._lines[index.row()]
        if role == ItemRole.ID:
            return line.id
        if role == ItemRole.ENTITY:
            return line
        if role == ItemRole.SECTION:
            return self._section(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return line.display_name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (line.display_name, line.detail) if part)
        return None

    def _section(self, row: int) -> str:
        letter = _letter(self._lines[row])
        return "" if row and _letter(self._lines[row - 1]) == letter else letter

    def _show(self, folder: ContactFolderId | None, words: str) -> None:
        self.beginResetModel()
        self._folder, self._words = folder, words
        self._lines, self._has_more = self._read(PAGE)
        self.endResetModel()

    def _read(self, count: int) -> tuple[list[ContactLine], bool]:
        if self._words:
            found = self._search.search_contacts(self._words, MOST_FOUND)
            return sorted(found, key=_order), False
        lines: list[ContactLine] = []
        while len(lines) < count:
            after = lines[-1] if lines else None
            page = self._door.reader.read_lines(self._folder, after, PAGE)
            lines.extend(page)
            if len(page) < PAGE:
                return lines, False
        return lines, True

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.kind not in (Kind.CONTACTS, Kind.PHOTOS, Kind.ACCOUNTS):
            return
        if change.kind is Kind.PHOTOS and not any(
            self.row_of(ContactId(n)) >= 0 for n in change.ids
        ):
            return
        before = [_letter(line) for line in self._lines]
        wanted, self._has_more = self._read(max(PAGE, len(self._lines)))
        merge_rows(self._lines, wanted, _order, RowSignals(self))
        if before != [_letter(line) for line in self._lines] and self._lines:
            # A neighbour that came or went may have moved a letter to another row.
            last = self.index(len(self._lines) - 1)
            self.dataChanged.emit(self.index(0), last, [int(ItemRole.SECTION)])


class ContactFolderModel(QAbstractListModel):
    """All contacts first, then the folders that are not an account's own default one.

    ID is a ContactFolderId or None for all, COUNT how many contacts lie there, SECTION the title
    above the first folder.
    """

    def __init__(self, door: ContactDoor, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self._folders: list[ContactFolder] = []
        self._count = 0
        bridge.changed.connect(self._on_changed)

    def refresh(self) -> None:
        """Read the folders again."""
        everything = self._door.reader.read_folders()
        count = sum(folder.contact_count for folder in everything)
        others = [folder for folder in everything if not folder.is_default]
        if [folder.id for folder in others] != [folder.id for folder in self._folders]:
            self.beginResetModel()
            self._folders, self._count = others, count
            self.endResetModel()
        elif (others, count) != (self._folders, self._count):
            self._folders, self._count = others, count
            self.dataChanged.emit(self.index(0), self.index(len(others)))

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._folders) + 1

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() > len(self._folders):
            return None
        folder = self._folders[index.row() - 1] if index.row() else None
        count = folder.contact_count if folder else self._count
        name = folder.name if folder else "Contacts"
        if role == ItemRole.ID:
            return folder.id if folder else None
        if role == ItemRole.COUNT:
            return count
        if role == ItemRole.SECTION:
            return "Folders" if index.row() == 1 else ""
        if role == ItemRole.ICON_NAME:
            return "ph.folder" if folder else "ph.address-book"
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name}, {count}" if count else name
        return None

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.kind in (Kind.CONTACT_FOLDERS, Kind.CONTACTS, Kind.ACCOUNTS):
            self.refresh()


def _letter(line: ContactLine) -> str:
    first = line.sort_key[:1].upper()
    return first if first.isalpha() else OTHER_LETTERS


def _order(line: ContactLine) -> tuple[str, int]:
    return line.sort_key, line.id
