"""The door's calendar: stored events are read at once, days and texts not here are wished for."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from transom.engine.entities.accounts import AccountId
from transom.engine.entities.availability import Availability
from transom.engine.entities.calendar import CalendarId, EventId
from transom.engine.parts.hall import Hall
from transom.engine.workers import Lane

if TYPE_CHECKING:
    from transom.engine.files.ics_gathering import Gathering
    from transom.engine.store.calendar_reader import CalendarReader


class CalendarPart:
    """Calendars and events."""

    def __init__(self, hall: Hall, lane: Lane) -> None:
        self._hall = hall
        self._lane = lane

    @property
    def reader(self) -> "CalendarReader":
        """Reads stored calendars and events on the calling thread."""
        return self._hall.store.calendar

    def show_range(self, first_day: date, last_day: date) -> None:
        """Fetch these days where they lie outside what is always followed."""
        opened = self._hall.opened
        for mailbox in opened.mailboxes():
            opened.schedule.wish(mailbox.calendar.range_task(first_day, last_day))

    def open_event(self, event: EventId) -> None:
        """Fetch an event's text if it is not stored yet; it comes as EVENTS."""
        known = None if self.reader.has_body(event) else self.reader.read_event(event)
        mailbox = self._hall.opened.mailbox(known.account) if known else None
        if mailbox is not None:
            self._hall.opened.schedule.wish(mailbox.calendar.event_task(event))

    def ask_availability(
        self, account: AccountId, addresses: Sequence[str], from_utc: datetime, until_utc: datetime
    ) -> Future[list[Availability]]:
        """Deliver when people are free, as far as an account may know; asked anew every time."""

        def job() -> list[Availability]:
            return self._hall.mailbox(account).availability.fetch(addresses, from_utc, until_utc)

        return self._hall.opened.schedule.ask(account, job)

    def export_events(
        self,
        events: Sequence[EventId],
        zone: tzinfo,
        now: datetime,
        *,
        is_whole_series: bool = False,
    ) -> Future[bytes]:
        """Deliver events as an iCalendar file, or the whole series the first one belongs to."""
        if is_whole_series:
            return self._lane.submit(lambda: self._gathering(zone, now).ics_of_series(events[0]))
        return self._lane.submit(lambda: self._gathering(zone, now).ics_of_events(events))

    def export_calendars(
        self,
        calendars: Sequence[CalendarId],
        zone: tzinfo,
        now: datetime,
        *,
        limits: tuple[date, date] | None = None,
        name: str = "",
    ) -> Future[bytes]:
        """Deliver calendars as an iCalendar file: all that is stored, or only some days.

        ``limits`` are the first day and the day after the last, where ``zone`` begins its days.
        """
        return self._lane.submit(
            lambda: self._gathering(zone, now).ics_of_calendars(calendars, limits, name)
        )

    def _gathering(self, zone: tzinfo, now: datetime) -> "Gathering":
        # The format's library takes its time to load: only the worker that needs it waits.
        from transom.engine.files.ics_gathering import Gathering

        return Gathering(self.reader, zone, now)

    def choose_shown(self, choices: Mapping[CalendarId, bool]) -> None:
        """Keep which calendars the user wants to see; told as CALENDARS."""
        store = self._hall.store.calendar
        self._lane.submit(store.choose_shown, choices)
