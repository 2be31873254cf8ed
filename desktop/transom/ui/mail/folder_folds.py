"""Which sections and folders of the tree are folded up, remembered by name."""

from PySide6.QtCore import QModelIndex, QObject, Signal, Slot
from PySide6.QtWidgets import QTreeView

from transom.engine.entities.mail import Fold
from transom.ui.models.folders import FolderModel
from transom.ui.models.roles import ItemRole


class FolderFolds(QObject):
    """Folds rows up and open, as remembered and as asked.

    Signals:
        changed: (Fold, AccountId or None, whether it is folded up now).
    """

    changed = Signal(object)

    def __init__(self, tree: QTreeView, model: FolderModel) -> None:
        super().__init__(tree)
        self._tree, self._folders = tree, model
        self._folded: set[Fold] = set()
        tree.expanded.connect(self._on_expanded)
        tree.collapsed.connect(self._on_collapsed)

    def remember(self, folded: frozenset[Fold]) -> None:
        """Fold up what was folded up last time."""
        self._folded = set(folded)
        self.apply()

    def apply(self) -> None:
        """Bring what is folded up in line with what is remembered, without telling."""
        was_blocked = self._tree.blockSignals(True)
        for index in self._all_rows(QModelIndex()):
            # Not expandAll: what holds nothing would be read out as expanded too.
            kept = self._folders.fold_of(index)
            is_folded = kept is None or kept[0] in self._folded
            self._tree.setExpanded(index, self._folders.rowCount(index) > 0 and not is_folded)
        self._tree.blockSignals(was_blocked)

    def unfold_above(self, index: QModelIndex) -> None:
        """Open all that a row lies in."""
        above = index.parent()
        while above.isValid():
            self._tree.setExpanded(above, True)
            above = above.parent()

    @Slot()
    def fold_up_all(self) -> None:
        """Fold up every folder that holds others; the sections stay open."""
        for index in self._all_rows(QModelIndex()):
            if index.data(ItemRole.ID) is not None and self._folders.rowCount(index):
                self._tree.collapse(index)

    @Slot()
    def unfold_all(self) -> None:
        """Open everything."""
        for index in self._all_rows(QModelIndex()):
            self._tree.setExpanded(index, self._folders.rowCount(index) > 0)

    def _all_rows(self, parent: QModelIndex) -> list[QModelIndex]:
        rows = [
            self._folders.index(row, 0, parent) for row in range(self._folders.rowCount(parent))
        ]
        return [one for row in rows for one in (row, *self._all_rows(row))]

    def _tell(self, index: QModelIndex, *, is_folded: bool) -> None:
        kept = self._folders.fold_of(index)
        if kept is None or (kept[0] in self._folded) is is_folded:
            return
        self._folded ^= {kept[0]}
        self.changed.emit((*kept, is_folded))

    @Slot(QModelIndex)
    def _on_expanded(self, index: QModelIndex) -> None:
        self._tell(index, is_folded=False)

    @Slot(QModelIndex)
    def _on_collapsed(self, index: QModelIndex) -> None:
        self._tell(index, is_folded=True)
