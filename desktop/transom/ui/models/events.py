"""The events of a range of days, earliest first, as the stored calendars have them."""

from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot
from typing_extensions import override

from transom.engine.changes import Change, Kind
from transom.engine.entities.calendar import (
    Answer,
    Calendar,
    CalendarId,
    Event,
    EventId,
    ShowAs,
    Span,
)
from transom.ui.bridge import Bridge
from transom.ui.models.roles import ItemRole
from transom.ui.models.row_merge import RowSignals, merge_rows
from transom.ui.text import safe, span_words

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
_EARLIEST, _LATEST = date(1, 1, 3), date(9999, 12, 29)
_MOST_KEPT = 4
"""Ranges that were shown last and come back without being read again."""
_STATES = {
    Answer.DECLINED: "declined",
    Answer.TENTATIVE: "tentative",
    Answer.NOT_ANSWERED: "not answered",
}
_SHOWN_AS = {
    ShowAs.TENTATIVE: "tentative",
    ShowAs.OUT_OF_OFFICE: "out of office",
    ShowAs.ELSEWHERE: "working elsewhere",
}


class EventSource(Protocol):
    """What the model reads: the store's calendar reader."""

    def read_calendars(self) -> Sequence[Calendar]:
        """Return every calendar of every account."""
        ...

    def read_lines(
        self, from_utc: datetime, until_utc: datetime, calendars: Sequence[CalendarId] | None = None
    ) -> Sequence[Event]:
        """Return what is drawn of the events that touch a range."""
        ...

    def read_spans(
        self, from_utc: datetime, until_utc: datetime, calendars: Sequence[CalendarId] | None = None
    ) -> Sequence[Span]:
        """Return only when those events are."""
        ...

    def read_bounds(
        self, calendars: Sequence[CalendarId] | None = None
    ) -> tuple[datetime, datetime] | None:
        """Return when the first event ends and the last one does."""
        ...


class CalendarDoor(Protocol):
    """The part of the engine's door that leads to the calendars."""

    @property
    def reader(self) -> EventSource:
        """The store's reader, for the GUI thread's own connection."""
        ...


class EventModel(QAbstractListModel):
    """One row for each event of the days shown; an event across midnight is one row.

    ENTITY is the Event, COLOR its calendar's own colour or an empty string, and the text for
    screen readers says all that a box shows.
    """

    def __init__(
        self, door: CalendarDoor, bridge: Bridge, zone: tzinfo, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._door, self._zone = door, zone
        self._first: date | None = None
        self._end: date | None = None
        self._events: list[Event] = []
        self._kept: OrderedDict[tuple[date, date], list[Event]] = OrderedDict()
        self._counted: tuple[tuple[date, date] | None, Mapping[date, int]] = (None, {})
        self._calendars: dict[CalendarId, Calendar] = {}
        self._previews: tuple[Event, ...] = ()
        bridge.changed.connect(self._on_changed)

    @property
    def calendars(self) -> Mapping[CalendarId, Calendar]:
        """Every calendar of every account, shown or not."""
        return self._calendars

    @property
    def zone(self) -> tzinfo:
        """The zone that says where a day begins."""
        return self._zone

    def show_days(self, first: date, end: date) -> None:
        """Hold the events of ``first`` to the day before ``end``."""
        if (first, end) == (self._first, self._end):
            return
        self.beginResetModel()
        self._first, self._end = first, end
        self._read_calendars()
        self._events = self._read()
        self.endResetModel()

    def holds(self, first: date, last: date) -> bool:
        """Whether the days held are those from ``first`` to ``last`` and no others."""
        return (self._first, self._end) == (first, last + timedelta(days=1))

    def refresh(self) -> None:
        """Read again what is shown, with the smallest row signals."""
        self._read_calendars()
        merge_rows(self._events, self._read(), _order, RowSignals(self))

    def set_previews(self, events: Sequence[Event]) -> None:
        """Show events that are nowhere stored among the others, on their days."""
        self._previews = tuple(event for event in events if is_preview(event))
        self.refresh()

    def previews_on(self, first: date, end: date) -> list[Event]:
        """Return what is shown from ``first`` to the day before ``end`` without being stored."""
        return [one for one in self._previews if _is_between(one.span, first, end, self._zone)]

    def events(self) -> Sequence[Event]:
        """Return all events in the order of their rows."""
        return self._events

    def calendar_of(self, event: Event) -> Calendar | None:
        """Return the calendar an event lies in."""
        return self._calendars.get(event.calendar)

    def row_of(self, event_id: EventId) -> int:
        """Return the row of an event, or -1."""
        return next((row for row, event in enumerate(self._events) if event.id == event_id), -1)

    def busy_days(self, first: date, end: date) -> frozenset[date]:
        """Return the days of a range on which a shown calendar has something."""
        return frozenset(self.counts(first, end))

    def counts(self, first: date, end: date) -> Mapping[date, int]:
        """Return how many events of shown calendars each day of a range has, where any.

        What was counted last is remembered until the calendars change.
        """
        if self._counted[0] == (first, end):
            return self._counted[1]
        counts: Counter[date] = Counter()
        shown = self._shown()
        spans = self._door.reader.read_spans(*_around(first, end), shown) if shown else ()
        for span in spans:
            day, last = days_of_span(span, self._zone)
            day = max(day, first)
            while day <= last and day < end:
                counts[day] += 1
                day += timedelta(days=1)
        self._counted = (first, end), counts
        return counts

    def bounds(self) -> tuple[date, date] | None:
        """Return the first and the last day on which a shown calendar has something stored."""
        shown = self._shown()
        found = self._door.reader.read_bounds(shown) if shown else None
        if found is None:
            return None
        first, last = (days_of_span(Span(at, at), self._zone)[0] for at in found)
        return first, last

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._events)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._events):
            return None
        event = self._events[index.row()]
        calendar = self._calendars.get(event.calendar)
        if role == ItemRole.ID:
            return event.id
        if role == ItemRole.ENTITY:
            return event
        if role == ItemRole.COLOR:
            return calendar.color if calendar else ""
        if role == Qt.ItemDataRole.DisplayRole:
            return event.subject
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(event, calendar.name if calendar else "", self._zone)
        return None

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.kind in (Kind.EVENTS, Kind.CALENDARS, Kind.ACCOUNTS):
            self._counted = (None, {})
            self._kept.clear()
        if self._first is None:
            return
        if change.kind in (Kind.CALENDARS, Kind.ACCOUNTS) or (
            change.kind is Kind.EVENTS and _is_shown(self._calendars, change.scope)
        ):
            self.refresh()

    def _read_calendars(self) -> None:
        self._calendars = {calendar.id: calendar for calendar in self._door.reader.read_calendars()}

    def _read(self) -> list[Event]:
        if self._first is None or self._end is None:
            return []
        events = self._kept_days(self._first, self._end)
        previews = self.previews_on(self._first, self._end)
        return sorted([*events, *previews], key=_order) if previews else list(events)

    def _kept_days(self, first: date, end: date) -> list[Event]:
        """Return a range's events, as read before unless the calendars changed since."""
        for (kept_first, kept_end), events in self._kept.items():
            if kept_first <= first and end <= kept_end:
                self._kept.move_to_end((kept_first, kept_end))
                return [one for one in events if _is_between(one.span, first, end, self._zone)]
        events = self.read_days(first, end)
        self._kept[first, end] = events
        if len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return events

    def read_days(self, first: date, end: date) -> list[Event]:
        """Return the events of ``first`` to the day before ``end``, whatever days are held."""
        shown = self._shown()
        if not shown:
            return []
        events = self._door.reader.read_lines(*_around(first, end), shown)
        found = [event for event in events if _is_between(event.span, first, end, self._zone)]
        return sorted(found, key=_order)

    def _shown(self) -> list[CalendarId]:
        return [calendar.id for calendar in self._calendars.values() if calendar.is_shown]


def is_preview(event: Event) -> bool:
    """Whether an event is only looked at, and nowhere stored."""
    return event.id < 0


def _is_shown(calendars: Mapping[CalendarId, Calendar], scope: int | None) -> bool:
    """Whether news of a calendar, or of all, concern what is seen."""
    calendar = calendars.get(CalendarId(scope)) if scope is not None else None
    return calendar is None or calendar.is_shown


def _is_between(span: Span, first: date, end: date, zone: tzinfo) -> bool:
    begins, last = days_of_span(span, zone)
    return begins < end and last >= first


def _around(first: date, end: date) -> tuple[datetime, datetime]:
    """Return instants around days of any zone, which lie up to 14 hours off their UTC midnights."""
    start = datetime.combine(max(first, _EARLIEST), time(), UTC) - timedelta(days=1)
    return start, datetime.combine(min(end, _LATEST), time(), UTC) + timedelta(days=1)


def spoken(event: Event, calendar_name: str, zone: tzinfo) -> str:
    """Return all that a box shows as one sentence."""
    time = span_words(event.span, zone).replace(" · ", ", ")
    state = "cancelled" if event.is_cancelled else _STATES.get(event.own_answer, "")
    state = state or _SHOWN_AS.get(event.show_as, "")
    parts = (
        "preview" if is_preview(event) else "",
        safe(event.subject) or "(no subject)",
        time,
        safe(event.location),
        calendar_name,
        state,
    )
    return ", ".join(part for part in parts if part)


def _order(event: Event) -> tuple[datetime, bool, datetime, int]:
    return event.span.starts_at, not event.span.is_all_day, event.span.ends_at, event.id


def days_of_span(span: Span, zone: tzinfo) -> tuple[date, date]:
    """Return the first and the last day of a span; days are never moved by a zone."""
    if span.first_day is not None:
        end = span.end_day or span.first_day
        return span.first_day, max(span.first_day, end - timedelta(days=1))
    try:
        first = span.starts_at.astimezone(zone).date()
        # An end at midnight belongs to the day before.
        last = (span.ends_at - timedelta(microseconds=1)).astimezone(zone).date()
    except OverflowError:
        return span.starts_at.date(), span.ends_at.date()
    return first, max(first, last)
