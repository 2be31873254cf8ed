"""The tree of folders as an item model: favourites first, then each account, then kept searches."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Slot,
)
from typing_extensions import override

from transom.engine.changes import Change, Kind
from transom.engine.entities.accounts import Account, AccountId
from transom.engine.entities.mail import ALL_INBOXES, UNREAD, Fold, Folder, FolderId
from transom.engine.entities.views import members_of
from transom.ui.bridge import Bridge
from transom.ui.models.folder_names import FolderNames
from transom.ui.models.folder_source import FolderDoor, MarksDoor, SearchDoor
from transom.ui.models.folder_tree import (
    FIRST_SEARCH,
    SEARCH,
    Identity,
    Node,
    Stock,
    shape_of,
    tree_of,
    walk,
)
from transom.ui.models.folder_words import FolderWords
from transom.ui.models.roles import ItemRole
from transom.ui.text import safe

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
    "all inboxes": "ph.stack",
    "unread": "ph.envelope-simple",
    "flagged": "ph.flag",
    SEARCH: "ph.magnifying-glass",
}
_SEEN_AFTER_MS = 250


class FolderModel(QAbstractItemModel):
    """Sections at the top, folders below.

    ENTITY is the Folder, None for a section; SECTION is a section's title, empty for a folder.
    COUNT is what to show beside a row, COLOR the colour of the account it is marked with, or -1.
    """

    def __init__(
        self,
        door: FolderDoor,
        search: SearchDoor,
        marks: MarksDoor,
        bridge: Bridge,
        parent: QObject | None = None,
        names: FolderNames | None = None,
    ) -> None:
        super().__init__(parent)
        self._door, self._search, self._marks = door, search, marks
        self._words = FolderWords(names or FolderNames())
        self._stock = Stock()
        self._accounts: tuple[Account, ...] = ()
        self._shows_hidden = False
        self._top: list[Node] = []
        self._nodes: dict[int, Node] = {}
        self._keys: dict[Identity, int] = {}
        self._pause = QTimer(self, singleShot=True, interval=_SEEN_AFTER_MS)
        self._pause.timeout.connect(self._refresh)
        bridge.changed.connect(self._on_changed)

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Whose folders these are."""
        return self._accounts

    @property
    def favourites(self) -> list[FolderId]:
        """The favourites in their order."""
        return self._stock.chosen_favourites()

    def show_accounts(
        self, accounts: Sequence[Account], *, shows_hidden: bool = False, counts_seen: bool = True
    ) -> None:
        """Show these accounts' folders, or nobody's.

        ``shows_hidden`` adds the folders that the server hides; without ``counts_seen`` the
        counts leave out what was seen here.
        """
        self._accounts, self._shows_hidden = tuple(accounts), shows_hidden
        if counts_seen != self._words.counts_seen:
            self._words.counts_seen = counts_seen
            self._top = []
        self._refresh()

    def index_of(self, folder: FolderId) -> QModelIndex:
        """Return where a folder stands first, an invalid index if it does not."""
        for node in walk(self._top):
            if node.folder is not None and node.folder.id == folder:
                return self._index(node)
        return QModelIndex()

    def index_at(self, key: int) -> QModelIndex:
        """Return the row whose ``internalId`` was ``key``, also before the last reset."""
        node = self._nodes.get(key)
        return self._index(node) if node else QModelIndex()

    def folder_at(self, index: Index) -> Folder | None:
        """Return the folder of a row."""
        node = self._node(index)
        return node.folder if node else None

    def account_of(self, folder: FolderId) -> AccountId | None:
        """Return whose folder it is; None for a view and a kept search."""
        found = self.folder_at(self.index_of(folder))
        return found.account if found is not None and found.account else None

    def name_of(self, folder: FolderId) -> str:
        """Return what a folder is called."""
        found = self.folder_at(self.index_of(folder))
        return self._words.name_of(found) if found else ""

    def fold_of(self, index: Index) -> tuple[Fold, AccountId | None] | None:
        """Return under what name it is kept that a row is folded up, and whose row it is."""
        node = self._node(index)
        if node is None:
            return None
        account = node.account.id if node.account else node.folder.account if node.folder else None
        return node.fold, account or None

    def section_kind(self, index: Index) -> str:
        """Return what kind of section a row is: favourites, account or searches; else nothing."""
        node = self._node(index)
        return node.identity[0] if node and node.folder is None else ""

    def kept_search(self, folder: FolderId) -> str:
        """Return the words of a kept search; empty for what is a folder."""
        searches = self._search.read_saved() if folder >= FIRST_SEARCH else ()
        return next((one.words for one in searches if FIRST_SEARCH + one.id == folder), "")

    def first_folder(self, account: AccountId | None = None) -> FolderId | None:
        """Return an account's inbox, or whatever comes first; of no account the first of all."""
        for node in walk(self._top):
            if node.folder is not None and account in (None, node.folder.account):
                return node.folder.id
        return None

    @override
    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        siblings = self._children(parent)
        if column != 0 or not 0 <= row < len(siblings):
            return QModelIndex()
        return self._index(siblings[row])

    @override
    def parent(self, index: Index = ROOT) -> QModelIndex:  # type: ignore[override]
        node = self._node(index)
        return QModelIndex() if node is None or node.parent is None else self._index(node.parent)

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return len(self._children(parent))

    @override
    def columnCount(self, parent: Index = ROOT) -> int:
        return 1

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        node = self._node(index)
        usual = super().flags(index)
        if node is None or node.folder is None:
            return usual & ~Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsDragEnabled

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self._node(index)
        if node is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._words.name(node)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._words.spoken(node, is_several=self._stock.is_several)
            case Qt.ItemDataRole.ToolTipRole:
                return self._words.told(node, self._home(node))
            case ItemRole.ID:
                return node.folder.id if node.folder else None
            case ItemRole.ENTITY:
                return node.folder
            case ItemRole.COUNT:
                return self._words.count_beside(node)
            case ItemRole.ICON_NAME:
                known = node.folder.well_known if node.folder else ""
                return _ICONS.get(known, "ph.folder-simple")
            case ItemRole.SECTION:
                return safe(node.title)
            case ItemRole.COLOR:
                is_marked = node.account is not None and self._stock.is_several
                return node.account.color if node.account and is_marked else -1
        return None

    def _home(self, node: Node) -> Node:
        """Return where the folder of a row lies, which may be a favourite."""
        key = self._keys.get(("folder", node.folder.id), 0) if node.folder else 0
        return self._nodes.get(key, node)

    def _index(self, node: Node) -> QModelIndex:
        return self.createIndex(node.row, 0, self._keys[node.identity])

    def _node(self, index: Index) -> Node | None:
        return self._nodes.get(int(index.internalId())) if index.isValid() else None

    def _children(self, parent: Index) -> list[Node]:
        if not parent.isValid():
            return self._top
        node = self._node(parent)
        return node.children if node and parent.column() == 0 else []

    def _read(self) -> Stock:
        if not self._accounts:
            return Stock()
        folders = self._door.reader.read_folders()
        counts = {}
        for view in (ALL_INBOXES, UNREAD):
            members = members_of(view, folders)
            counts[view] = sum(self._words.count(one) for one in folders if one.id in members)
        return Stock(
            self._accounts,
            folders,
            self._marks.reader.read_favourites(),
            self._search.read_saved(),
            counts,
            self._shows_hidden,
        )

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if self._accounts and change.kind in (Kind.FOLDERS, Kind.SEARCHES):
            self._refresh()
        elif self._accounts and change.kind is Kind.MESSAGES and not self._pause.isActive():
            # Only what was seen here counts by messages; the server's counts come with folders.
            self._pause.start()

    @Slot()
    def _refresh(self) -> None:
        stock = self._read()
        if stock == self._stock and self._top:
            return
        top = tree_of(stock)
        if shape_of(top) != shape_of(self._top):
            self.beginResetModel()
            self._stock, self._top = stock, top
            for node in walk(top):
                self._keys.setdefault(node.identity, len(self._keys) + 1)
            self._nodes = {self._keys[node.identity]: node for node in walk(top)}
            self.endResetModel()
            return
        self._stock = stock
        for node in walk(top):
            known = self._nodes[self._keys[node.identity]]
            if known.folder != node.folder:
                known.folder = node.folder
                place = self._index(known)
                self.dataChanged.emit(place, place)
