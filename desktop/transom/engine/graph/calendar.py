"""Calendars as Graph serves them: the list, the delta of a window, one event in full."""

from datetime import UTC, datetime

from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.calendar import Calendar, Event
from transom.engine.errors import NonsenseError
from transom.engine.graph.addresses import address
from transom.engine.graph.client import GraphClient
from transom.engine.graph.decoding import OddItemError, Page
from transom.engine.graph.lists import fetch_list, fetch_page
from transom.engine.graph.shapes.calendar import (
    CalendarItem,
    EventItem,
    calendar_from_json,
    event_from_json,
)

# Small pages end in 504 where a series overshoots them.
_WISHES = ('outlook.timezone="UTC"', "odata.maxpagesize=100")
_CALENDAR_FIELDS = "id,name,color,hexColor,owner,isDefaultCalendar,canEdit"
_DELTA = "/me/calendars/{calendar}/calendarView/delta"
_VIEW = "/me/calendars/{calendar}/calendarView"


class CalendarApi:
    """Reads one account's calendars; all times are asked for in UTC."""

    def __init__(self, client: GraphClient) -> None:
        self._client = client

    def list_calendars(self) -> list[Calendar]:
        """Return all calendars, those shared by others included."""
        target = address("/me/calendars", params={"$top": 100, "$select": _CALENDAR_FIELDS})
        return fetch_list(self._client, target, CalendarItem, calendar_from_json)

    def fetch_delta(
        self,
        calendar: RemoteId,
        window_start: datetime,
        window_end: datetime,
        cursor: str | None = None,
    ) -> Page[Event]:
        """Return the next page of what changed in a window.

        Occurrences of a series come as stubs: span and master id, all else empty.
        """
        return self._fetch(_DELTA, calendar, window_start, window_end, cursor)

    def fetch_view(
        self,
        calendar: RemoteId,
        window_start: datetime,
        window_end: datetime,
        cursor: str | None = None,
    ) -> Page[Event]:
        """Return a page of a window in full, for when a delta goes in circles."""
        return self._fetch(_VIEW, calendar, window_start, window_end, cursor)

    def fetch_event(self, calendar: RemoteId, event: RemoteId) -> Event:
        """Return an event in full; in shared calendars masters are found by this way only."""
        target = address("/me/calendars/{calendar}/events/{event}", calendar, event)
        item = self._client.get_json(EventItem, target, prefer=_WISHES[:1])
        try:
            return event_from_json(item, calendar)
        except OddItemError:
            raise NonsenseError("The server's event has no time.") from None

    def _fetch(
        self, template: str, calendar: RemoteId, start: datetime, end: datetime, cursor: str | None
    ) -> Page[Event]:
        params = {"startDateTime": _spelled(start), "endDateTime": _spelled(end)}
        return fetch_page(
            self._client,
            cursor or address(template, calendar, params=params),
            EventItem,
            lambda item: event_from_json(item, calendar),
            template,
            _WISHES,
        )


def _spelled(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
