"""Turns a sorted list that a model shows into another one with the smallest row signals."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex

T = TypeVar("T")


def merge_rows(
    rows: list[T],
    wanted: list[T],
    key: Callable[[T], Hashable],
    signals: "RowSignals",
) -> None:
    """Make ``rows`` equal to ``wanted``; rows of the same ``key`` stay and may change in place.

    The key holds whatever orders the rows, so that a row that moved goes and comes anew.
    """
    keys = {key(item) for item in wanted}
    for row in range(len(rows) - 1, -1, -1):
        if key(rows[row]) not in keys:
            signals.begin_remove(row)
            del rows[row]
            signals.end_remove()
    for row, item in enumerate(wanted):
        if row == len(rows) or key(rows[row]) != key(item):
            signals.begin_insert(row)
            rows.insert(row, item)
            signals.end_insert()
        elif rows[row] != item:
            rows[row] = item
            signals.tell_changed(row)


class RowSignals:
    """The signals of one list model, row by row."""

    def __init__(self, model: QAbstractListModel) -> None:
        self._model = model

    def begin_remove(self, row: int) -> None:
        """A row is about to go."""
        self._model.beginRemoveRows(QModelIndex(), row, row)

    def end_remove(self) -> None:
        """The row is gone."""
        self._model.endRemoveRows()

    def begin_insert(self, row: int) -> None:
        """A row is about to come."""
        self._model.beginInsertRows(QModelIndex(), row, row)

    def end_insert(self) -> None:
        """The row is there."""
        self._model.endInsertRows()

    def tell_changed(self, row: int) -> None:
        """A row has other contents."""
        index = self._model.index(row, 0)
        self._model.dataChanged.emit(index, index)
