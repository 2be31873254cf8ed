"""Turns a sorted list that a model shows into another one with the smallest row signals."""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from PySide6.QtCore import QAbstractItemModel, QModelIndex

from transom.ui.models.row_edits import runs

T = TypeVar("T")


def merge_rows(
    rows: list[T],
    wanted: list[T],
    key: Callable[[T], Hashable],
    signals: "RowSignals",
) -> None:
    """Make ``rows`` equal to ``wanted``, a run of neighbours at a time.

    Rows of the same ``key`` stay and may change in place. The key holds whatever orders the rows,
    so that a row that moved goes and comes anew.
    """
    start, tail = same_ends(rows, wanted)
    fresh = wanted[start : len(wanted) - tail]
    keys = {key(item) for item in fresh}
    gone = [n for n in range(start, len(rows) - tail) if key(rows[n]) not in keys]
    for first, last in reversed(runs(gone)):
        signals.begin_remove(first, last)
        del rows[first : last + 1]
        signals.end_remove()
    here = {key(item) for item in rows[start : len(rows) - tail]}
    for first, last in runs(start + n for n, one in enumerate(fresh) if key(one) not in here):
        signals.begin_insert(first, last)
        rows[first:first] = wanted[first : last + 1]
        signals.end_insert()
    changed = [start + n for n, one in enumerate(fresh) if rows[start + n] != one]
    for first, last in runs(changed):
        rows[first : last + 1] = wanted[first : last + 1]
        signals.tell_changed(first, last)


def same_ends(rows: Sequence[T], wanted: Sequence[T]) -> tuple[int, int]:
    """Count what both begin with and what both end with: the very same things, not equal ones."""
    least = min(len(rows), len(wanted))
    pairs = enumerate(zip(rows, wanted, strict=False))
    start = next((n for n, (one, other) in pairs if one is not other), least)
    backwards = enumerate(zip(reversed(rows), reversed(wanted), strict=False))
    tail = next((n for n, (one, other) in backwards if one is not other), least)
    return start, min(tail, least - start)


class RowSignals:
    """The signals of one flat model, a run of rows at a time, of which the first is ``start``."""

    def __init__(self, model: QAbstractItemModel, start: int = 0) -> None:
        self._model, self._start = model, start

    def begin_remove(self, first: int, last: int) -> None:
        """Rows are about to go."""
        self._model.beginRemoveRows(QModelIndex(), first + self._start, last + self._start)

    def end_remove(self) -> None:
        """The rows are gone."""
        self._model.endRemoveRows()

    def begin_insert(self, first: int, last: int) -> None:
        """Rows are about to come."""
        self._model.beginInsertRows(QModelIndex(), first + self._start, last + self._start)

    def end_insert(self) -> None:
        """The rows are there."""
        self._model.endInsertRows()

    def tell_changed(self, first: int, last: int) -> None:
        """Rows have other contents."""
        start, model = self._start, self._model
        model.dataChanged.emit(model.index(first + start, 0), model.index(last + start, 0))
