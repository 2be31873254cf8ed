"""What a model says of one row, asked for once however often a painting needs it."""

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt


class RowFacts:
    """Stands for an index while its row is painted."""

    __slots__ = ("_index", "_known")

    def __init__(self, index: QModelIndex | QPersistentModelIndex) -> None:
        self._index = index
        self._known: dict[int, Any] = {}

    def data(self, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what the model says in a role."""
        if role not in self._known:
            self._known[role] = self._index.data(role)
        return self._known[role]

    def model(self) -> QAbstractItemModel:
        """Return the model."""
        return self._index.model()

    def row(self) -> int:
        """Return the row's number."""
        return self._index.row()

    def column(self) -> int:
        """Return the column's number."""
        return self._index.column()
