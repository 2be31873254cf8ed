"""The agenda: every day's events below each other, read as far as somebody looks."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from transom.engine.entities.calendar import Event
from transom.ui.models.events import EventModel, days_of_span, spoken
from transom.ui.models.roles import ItemRole

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
ROWS_WANTED = 48
"""So many rows are read at a time, so that a scroll never waits."""
_MOST_DAYS = 64


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One event on one of its days."""

    day: date
    event: Event


class AgendaModel(QAbstractListModel):
    """Rows from any day on, forwards by ``fetchMore`` and backwards by ``fetch_earlier``.

    SECTION is the row's day where it begins one, else None; the other roles are EventModel's.
    """

    def __init__(self, events: EventModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._events = events
        self._rows: list[AgendaRow] = []
        self._first = self._end = date(2000, 1, 1)
        self._bounds: tuple[date, date] | None = None
        self._rows_a_day = 4.0

    @property
    def first_day(self) -> date:
        """The earliest day that was read."""
        return self._first

    @property
    def end_day(self) -> date:
        """The day after the latest one that was read."""
        return self._end

    def begin(self, day: date) -> None:
        """Forget what was read and begin with ``day``."""
        self.beginResetModel()
        self._first = self._end = day
        self._bounds = self._events.bounds()
        self._rows = self._forward() if self.canFetchMore() else []
        self.endResetModel()

    def row_at(self, row: int) -> AgendaRow:
        """Return a row."""
        return self._rows[row]

    def begins_day(self, row: int) -> bool:
        """Whether a row is its day's first."""
        return row == 0 or self._rows[row - 1].day != self._rows[row].day

    def row_from(self, day: date) -> int:
        """Return the first row of ``day`` or of a later one; the count of rows if none is."""
        low, high = 0, len(self._rows)
        while low < high:
            middle = (low + high) // 2
            if self._rows[middle].day < day:
                low = middle + 1
            else:
                high = middle
        return low

    def row_of(self, wanted: AgendaRow) -> int:
        """Return the row of the same event on the same day, or -1."""
        row = self.row_from(wanted.day)
        while row < len(self._rows) and self._rows[row].day == wanted.day:
            if self._rows[row].event.id == wanted.event.id:
                return row
            row += 1
        return -1

    def can_fetch_earlier(self) -> bool:
        """Whether something lies before the first row."""
        return self._bounds is not None and self._first > self._bounds[0]

    def fetch_earlier(self) -> int:
        """Read more rows before the first one; return how many."""
        found = self._backward() if self.can_fetch_earlier() else []
        if found:
            self.beginInsertRows(ROOT, 0, len(found) - 1)
            self._rows[:0] = found
            self.endInsertRows()
        return len(found)

    @override
    def canFetchMore(self, parent: Index = ROOT) -> bool:
        return not parent.isValid() and self._bounds is not None and self._end <= self._bounds[1]

    @override
    def fetchMore(self, parent: Index = ROOT) -> None:
        found = self._forward() if self.canFetchMore(parent) else []
        if found:
            count = len(self._rows)
            self.beginInsertRows(ROOT, count, count + len(found) - 1)
            self._rows += found
            self.endInsertRows()

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        calendar = self._events.calendar_of(row.event)
        match role:
            case ItemRole.ID:
                return row.event.id
            case ItemRole.ENTITY:
                return row.event
            case ItemRole.COLOR:
                return calendar.color if calendar else ""
            case ItemRole.SECTION:
                return row.day if self.begins_day(index.row()) else None
            case Qt.ItemDataRole.DisplayRole:
                return row.event.subject
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(row.event, calendar.name if calendar else "", self._events.zone)
        return None

    def _forward(self) -> list[AgendaRow]:
        rows: list[AgendaRow] = []
        bounds = self._bounds
        while not rows and bounds is not None and self._end <= bounds[1]:
            # Where nothing is before the first event, one step leads to it.
            first = max(self._end, bounds[0])
            end = min(first + self._chunk(), bounds[1] + timedelta(days=1))
            rows = self._read(first, end)
            self._end = end
        return rows

    def _backward(self) -> list[AgendaRow]:
        rows: list[AgendaRow] = []
        bounds = self._bounds
        while not rows and bounds is not None and self._first > bounds[0]:
            end = min(self._first, bounds[1] + timedelta(days=1))
            first = max(end - self._chunk(), bounds[0])
            rows = self._read(first, end)
            self._first = first
        return rows

    def _chunk(self) -> timedelta:
        days = ROWS_WANTED / max(self._rows_a_day, ROWS_WANTED / _MOST_DAYS)
        return timedelta(days=max(1, round(days)))

    def _read(self, first: date, end: date) -> list[AgendaRow]:
        rows: list[AgendaRow] = []
        previews = self._events.previews_on(first, end)
        for event in [*self._events.read_days(first, end), *previews]:
            day, last = days_of_span(event.span, self._events.zone)
            day = max(day, first)
            while day <= last and day < end:
                rows.append(AgendaRow(day, event))
                day += timedelta(days=1)
        rows.sort(key=_order)
        self._rows_a_day = max(0.5, len(rows) / (end - first).days)
        return rows


def _order(row: AgendaRow) -> tuple[date, bool, Any, Any, int]:
    span = row.event.span
    return row.day, not span.is_all_day, span.starts_at, span.ends_at, row.event.id
