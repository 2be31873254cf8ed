"""Gathers from the store what an iCalendar file shall hold."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Protocol

from transom.engine.entities.calendar import (
    CalendarId,
    Event,
    EventId,
    EventKind,
    Span,
)
from transom.engine.files.ics import ics_from_events
from transom.engine.files.ics_series import Series, Stretch

_EVER = (datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC))


class Stored(Protocol):
    """What is stored between two instants, each of which was fetched whole."""

    @property
    def starts_at(self) -> datetime:
        """The first instant."""
        ...

    @property
    def ends_at(self) -> datetime:
        """The instant after the last."""
        ...


class EventReader(Protocol):
    """What is asked of the store."""

    def read_events(
        self, from_utc: datetime, until_utc: datetime, calendars: Sequence[CalendarId] | None = None
    ) -> Sequence[Event]:
        """Return events without their texts."""
        ...

    def read_event(self, event: EventId) -> Event | None:
        """Return one event with its text."""
        ...

    def read_master(self, event: EventId) -> Event | None:
        """Return the series an event belongs to."""
        ...

    def read_windows(self, calendar: CalendarId) -> Sequence[Stored]:
        """Return the spans that were fetched whole."""
        ...


class Gathering:
    """Reads events from a store and writes them; runs off the GUI thread."""

    def __init__(self, reader: EventReader, zone: tzinfo, now: datetime) -> None:
        self._reader, self._zone, self._now = reader, zone, now

    def ics_of_calendars(
        self,
        calendars: Sequence[CalendarId],
        limits: tuple[date, date] | None = None,
        name: str = "",
    ) -> bytes:
        """Write calendars whole, or what touches the days from one to the day before another."""
        start, end = _EVER
        if limits is not None:
            around = timedelta(days=1)
            start = datetime.combine(limits[0], time(), UTC) - around
            end = datetime.combine(limits[1], time(), UTC) + around
        events = [
            one
            for one in self._reader.read_events(start, end, calendars)
            if limits is None or self._touches(one.span, limits)
        ]
        return self._ics(events, limits, name)

    def ics_of_events(self, events: Sequence[EventId], name: str = "") -> bytes:
        """Write events by themselves: of a series only the times that are named."""
        found = [self._reader.read_event(one) for one in events]
        return ics_from_events((one for one in found if one is not None), (), self._now, name)

    def ics_of_series(self, event: EventId) -> bytes:
        """Write the whole series an event belongs to."""
        full = self._reader.read_event(event)
        master = self._reader.read_master(event)
        if full is None or master is None:
            return self.ics_of_events([event])
        found = self._reader.read_events(*_EVER, [full.calendar])
        own = [one for one in found if one.master_remote_id == master.remote_id]
        return self._ics(own, None, full.subject)

    def _ics(self, events: Iterable[Event], limits: tuple[date, date] | None, name: str) -> bytes:
        singles: list[Event] = []
        series: dict[tuple[CalendarId, str], list[Event]] = {}
        for one in events:
            if one.kind in (EventKind.OCCURRENCE, EventKind.EXCEPTION) and one.master_remote_id:
                series.setdefault((one.calendar, one.master_remote_id), []).append(one)
            else:
                singles.append(self._full(one))
        found: list[Series] = []
        for members in series.values():
            master = self._reader.read_master(members[0].id)
            if master is None or (limits is not None and len(members) == 1):
                singles += [self._full(one) for one in members]
            else:
                found.append(self._series(master, members, limits))
        return ics_from_events(singles, found, self._now, name)

    def _series(
        self, master: Event, members: Sequence[Event], limits: tuple[date, date] | None
    ) -> Series:
        windows = self._reader.read_windows(master.calendar)
        known = tuple(Stretch(one.starts_at, one.ends_at) for one in windows)
        whole = tuple(
            self._full(one) if one.kind is EventKind.EXCEPTION else one for one in members
        )
        return Series(master, whole, known, limits)

    def _full(self, event: Event) -> Event:
        return self._reader.read_event(event.id) or event

    def _touches(self, span: Span, limits: tuple[date, date]) -> bool:
        first, end = limits
        if span.first_day is not None:
            last = max((span.end_day or span.first_day) - timedelta(days=1), span.first_day)
            return span.first_day < end and last >= first
        begins = datetime.combine(first, time(), self._zone)
        ends = datetime.combine(end, time(), self._zone)
        return span.starts_at < ends and (
            span.ends_at > begins or span.starts_at == span.ends_at == begins
        )
