"""The calendars of one user: events, series and what later changes made of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from transom.demo.mailbox.changes import BadChangeError
from transom.demo.mailbox.ids import Ref
from transom.demo.mailbox.items import Calendar, Event, Occurrence
from transom.demo.mailbox.log import Log
from transom.demo.mailbox.recurrence import instants, occurrences

LIVE = 1 << 20
FIRST_DAY, LAST_DAY = date(1900, 1, 1).toordinal(), date(2200, 1, 1).toordinal()


class CalendarShelf:
    """Holds the calendars and their events; occurrences are worked out when asked for."""

    def __init__(
        self, calendars: tuple[Calendar, ...], groups: dict[int, str], events: list[Event], log: Log
    ) -> None:
        self.calendars = {calendar.key: calendar for calendar in calendars}
        self.groups = groups
        self._events = {event.key: event for event in events}
        self._log = log
        self._next_key = LIVE

    @property
    def default(self) -> Calendar:
        return next(calendar for calendar in self.calendars.values() if calendar.is_default)

    def events(self, calendar: int | None = None) -> list[Event]:
        """Return masters and single events, oldest first."""
        found = [
            event
            for event in self._events.values()
            if calendar is None or event.calendar == calendar
        ]
        return sorted(found, key=lambda event: (event.start, event.key))

    def event(self, key: int) -> Event | None:
        return self._events.get(key)

    def view(self, calendar: int | None, start: datetime, end: datetime) -> list[Occurrence]:
        found = [
            meeting for event in self.events(calendar) for meeting in occurrences(event, start, end)
        ]
        return sorted(found, key=lambda meeting: (*instants(meeting), meeting.event.key))

    def occurrence(self, event: Event, day: date) -> Occurrence | None:
        """Return the meeting of a series that belongs to ``day``, wherever it was moved to."""
        noon = datetime.combine(day, time(12))
        moved = [one for one in event.exceptions if one.day == day]
        first = min([noon, *(one.start for one in moved)]).replace(tzinfo=UTC)
        last = max([noon, *(one.end for one in moved)]).replace(tzinfo=UTC)
        # Two days on both sides are enough for any zone.
        meetings = occurrences(event, first - timedelta(days=2), last + timedelta(days=2))
        return next((meeting for meeting in meetings if meeting.day == day), None)

    def find(self, ref: Ref | None) -> Event | Occurrence | None:
        """Return what an id means: an event, a series, or one meeting of a series."""
        event = self._events.get(ref.key) if ref and ref.kind == "e" else None
        if ref is None or event is None:
            return None
        if not ref.part:
            return event
        if event.recurrence is None or not FIRST_DAY < ref.part < LAST_DAY:
            return None
        return self.occurrence(event, date.fromordinal(ref.part))

    def add(self, event: Event) -> int:
        key, self._next_key = self._next_key, self._next_key + 1
        self._events[key] = replace(event, key=key)
        self._log.add("events", event.calendar, key, is_created=True)
        return key

    def change(self, event: Event) -> None:
        before = self._events[event.key]
        self._events[event.key] = replace(event, version=before.version + 1)
        self._log.add("events", event.calendar, event.key, before=before)

    def remove(self, key: int) -> None:
        before = self._events.pop(key, None)
        if before is None:
            raise BadChangeError("no such event")
        self._log.add("events", before.calendar, key, is_removed=True, before=before)

    def drop(self, event: Event, day: date) -> None:
        """Take one meeting out of a series."""
        left = tuple(one for one in event.exceptions if one.day != day)
        self.change(replace(event, dropped=(*event.dropped, day), exceptions=left))
