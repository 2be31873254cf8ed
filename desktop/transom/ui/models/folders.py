"""An account's mail folders as a tree, the well-known ones first; then the kept searches."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot
from typing_extensions import override

from transom.engine.changes import Change, Kind
from transom.engine.entities.accounts import AccountId, RemoteId
from transom.engine.entities.mail import Folder, FolderId
from transom.engine.entities.search import SavedSearch
from transom.ui.bridge import Bridge
from transom.ui.models.roles import ItemRole
from transom.ui.text import counted, safe

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()

_ICONS = {
    "inbox": "ph.tray",
    "drafts": "ph.pencil-simple",
    "sentitems": "ph.paper-plane-right",
    "archive": "ph.archive",
    "deleteditems": "ph.trash",
    "junkemail": "ph.warning-octagon",
    "outbox": "ph.upload-simple",
    "kept search": "ph.magnifying-glass",
}
_ORDER = ("inbox", "drafts", "sentitems", "archive", "deleteditems", "junkemail")
_SEARCH = "kept search"
"""Stands where a folder has its well-known name."""
_FIRST_SEARCH = 1 << 40
"""The ids of kept searches are counted from here, far above any folder's."""
_HELD_WHOLE = frozenset(("drafts", "outbox"))
"""What waits in these is of interest, read or not."""


class FolderSource(Protocol):
    """What the model reads: the store's mail reader."""

    def read_folders(self, account: AccountId | None = None) -> Sequence[Folder]:
        """Return the folders of one account, or of all."""
        ...


class SearchDoor(Protocol):
    """The part of the engine's door that keeps searches."""

    def read_saved(self) -> Sequence[SavedSearch]:
        """Return the searches that were kept, by name."""
        ...


class FolderDoor(Protocol):
    """The part of the engine's door that leads to mail."""

    @property
    def reader(self) -> FolderSource:
        """The store's reader, for the GUI thread's own connection."""
        ...


@dataclass(slots=True)
class _Node:
    folder: Folder
    row: int = 0
    parent: "_Node | None" = None
    children: "list[_Node]" = field(default_factory=list)


class FolderModel(QAbstractItemModel):
    """One account's folders.

    ENTITY is the Folder, COUNT what to show beside it, SECTION names the part of the list that a
    top-level row begins.
    """

    def __init__(
        self,
        door: FolderDoor,
        search: SearchDoor,
        bridge: Bridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._door, self._search = door, search
        self._account: AccountId | None = None
        self._top: list[_Node] = []
        self._nodes: dict[int, _Node] = {}
        bridge.changed.connect(self._on_changed)

    @property
    def account(self) -> AccountId | None:
        """Whose folders these are."""
        return self._account

    def show_account(self, account: AccountId | None) -> None:
        """Show another account's folders, or nobody's."""
        self._account = account
        self._reset(self._read())

    def index_of(self, folder: FolderId) -> QModelIndex:
        """Return where a folder stands, an invalid index if it does not."""
        node = self._nodes.get(folder)
        return self.createIndex(node.row, 0, node.folder.id) if node else QModelIndex()

    def folder_at(self, index: Index) -> Folder | None:
        """Return the folder of a row."""
        node = self._node(index)
        return node.folder if node else None

    def kept_search(self, folder: FolderId) -> str:
        """Return the words of a kept search; empty for what is a folder."""
        searches = self._search.read_saved() if folder >= _FIRST_SEARCH else ()
        return next((one.words for one in searches if _FIRST_SEARCH + one.id == folder), "")

    def first_folder(self) -> FolderId | None:
        """Return the inbox, or else whatever comes first."""
        return self._top[0].folder.id if self._top else None

    @override
    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        siblings = self._children(parent)
        if column != 0 or not 0 <= row < len(siblings):
            return QModelIndex()
        return self.createIndex(row, 0, siblings[row].folder.id)

    @override
    def parent(self, index: Index = ROOT) -> QModelIndex:  # type: ignore[override]
        node = self._node(index)
        if node is None or node.parent is None:
            return QModelIndex()
        return self.createIndex(node.parent.row, 0, node.parent.folder.id)

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return len(self._children(parent))

    @override
    def columnCount(self, parent: Index = ROOT) -> int:
        return 1

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self._node(index)
        if node is None:
            return None
        folder = node.folder
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return safe(folder.name)
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(folder)
            case ItemRole.ID:
                return folder.id
            case ItemRole.ENTITY:
                return folder
            case ItemRole.COUNT:
                return count_of(folder)
            case ItemRole.ICON_NAME:
                return _ICONS.get(folder.well_known, "ph.folder-simple")
            case ItemRole.SECTION:
                return self._section(node)
        return None

    def _section(self, node: _Node) -> str:
        if node.parent is not None:
            return ""
        title = _part_of(node)
        is_first = node.row == 0 or _part_of(self._top[node.row - 1]) != title
        return title if is_first else ""

    def _node(self, index: Index) -> _Node | None:
        return self._nodes.get(int(index.internalId())) if index.isValid() else None

    def _children(self, parent: Index) -> list[_Node]:
        if not parent.isValid():
            return self._top
        node = self._node(parent)
        return node.children if node and parent.column() == 0 else []

    def _read(self) -> list[Folder]:
        if self._account is None:
            return []
        folders = self._door.reader.read_folders(self._account)
        shown = [one for one in folders if not one.is_hidden]
        return [*shown, *map(_folder_from_search, self._search.read_saved())]

    def _reset(self, folders: Sequence[Folder]) -> None:
        self.beginResetModel()
        self._top = _tree(folders)
        self._nodes = {node.folder.id: node for node in _walk(self._top)}
        self.endResetModel()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        is_ours = change.account in (None, self._account)
        kinds = (Kind.FOLDERS, Kind.MESSAGES, Kind.SEARCHES)
        if self._account is not None and is_ours and change.kind in kinds:
            self._refresh()

    def _refresh(self) -> None:
        folders = self._read()
        if _shape(_tree(folders)) != _shape(self._top):
            self._reset(folders)
            return
        for folder in folders:
            node = self._nodes[folder.id]
            if node.folder != folder:
                node.folder = folder
                place = self.createIndex(node.row, 0, folder.id)
                self.dataChanged.emit(place, place)


def count_of(folder: Folder) -> int:
    """Return the number that stands beside a folder."""
    is_held_whole = folder.well_known in _HELD_WHOLE
    return folder.total_count if is_held_whole else folder.unread_count


def _folder_from_search(search: SavedSearch) -> Folder:
    """Return a kept search as a row of the tree."""
    remote_id = RemoteId(f"{_SEARCH} {search.id}")
    return Folder(
        remote_id, RemoteId(""), search.name, _SEARCH, id=FolderId(_FIRST_SEARCH + search.id)
    )


def _part_of(node: _Node) -> str:
    if node.folder.well_known == _SEARCH:
        return "Searches"
    return "Favourites" if node.folder.well_known in _ORDER else "Folders"


def _spoken(folder: Folder) -> str:
    count = count_of(folder)
    if not count:
        return safe(folder.name)
    words = "in it" if folder.well_known in _HELD_WHOLE else "unread"
    return f"{safe(folder.name)}, {counted(count, f'message {words}', f'messages {words}')}"


def _tree(folders: Sequence[Folder]) -> list[_Node]:
    nodes = {folder.remote_id: _Node(folder) for folder in folders}
    top: list[_Node] = []
    for node in nodes.values():
        parent = nodes.get(node.folder.parent_remote_id)
        if parent is None or _is_below(parent, node, nodes):
            top.append(node)
        else:
            node.parent = parent
            parent.children.append(node)
    for siblings in [top, *(node.children for node in nodes.values())]:
        siblings.sort(key=_rank)
        for row, node in enumerate(siblings):
            node.row = row
    return top


def _is_below(node: _Node, other: _Node, nodes: dict[Any, _Node]) -> bool:
    """Whether ``node`` lies in ``other``: a server's tree with a loop would never end."""
    seen = 0
    walker: _Node | None = node
    while walker is not None and seen <= len(nodes):
        if walker is other:
            return True
        walker = nodes.get(walker.folder.parent_remote_id)
        seen += 1
    return walker is not None


def _rank(node: _Node) -> tuple[int, str]:
    known = node.folder.well_known
    place = _ORDER.index(known) if known in _ORDER else len(_ORDER) + (known == _SEARCH)
    return place, node.folder.name.casefold()


def _walk(nodes: Sequence[_Node]) -> list[_Node]:
    return [found for node in nodes for found in (node, *_walk(node.children))]


def _shape(nodes: Sequence[_Node]) -> list[Any]:
    return [(node.folder.id, _shape(node.children)) for node in nodes]
