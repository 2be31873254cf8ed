"""Calendars read from the demo tenant, over the wire."""

from datetime import UTC, datetime, timedelta

import pytest

from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.calendar import Event, EventKind
from transom.engine.errors import NotFoundError
from transom.engine.graph.calendar import CalendarApi
from transom.engine.graph.client import GraphClient

START = datetime.now(UTC) - timedelta(days=30)
END = START + timedelta(days=210)


@pytest.fixture
def calendars(graph: GraphClient) -> CalendarApi:
    return CalendarApi(graph)


def all_events(calendars: CalendarApi, calendar: RemoteId) -> tuple[list[Event], str]:
    events: list[Event] = []
    cursor: str | None = None
    while True:
        page = calendars.fetch_delta(calendar, START, END, cursor)
        assert page.odd == 0
        events += page.items
        if page.delta_cursor:
            return events, page.delta_cursor
        cursor = page.next_cursor
        assert cursor


def test_there_are_calendars_one_of_them_the_default(calendars: CalendarApi) -> None:
    found = calendars.list_calendars()
    assert len(found) >= 3
    assert [calendar.is_default for calendar in found].count(True) == 1
    assert all(calendar.name for calendar in found)


def test_a_window_brings_masters_stubs_and_days(calendars: CalendarApi) -> None:
    found = [
        event
        for calendar in calendars.list_calendars()
        for event in all_events(calendars, calendar.remote_id)[0]
    ]
    kinds = {event.kind for event in found}
    assert {EventKind.SINGLE, EventKind.OCCURRENCE, EventKind.EXCEPTION, EventKind.MASTER} <= kinds
    masters = {event.remote_id for event in found if event.kind is EventKind.MASTER}
    stubs = [event for event in found if event.kind is EventKind.OCCURRENCE]
    assert {stub.master_remote_id for stub in stubs} <= masters
    assert all(stub.subject == "" for stub in stubs)
    assert any(event.span.is_all_day for event in found)
    assert any(event.recurrence for event in found)


def test_a_delta_ends_in_silence(calendars: CalendarApi) -> None:
    calendar = calendars.list_calendars()[0].remote_id
    _, cursor = all_events(calendars, calendar)
    page = calendars.fetch_delta(calendar, START, END, cursor)
    assert (page.items, page.removed) == ([], [])


def test_a_master_is_fetched_in_full(calendars: CalendarApi) -> None:
    for calendar in calendars.list_calendars():
        for event in all_events(calendars, calendar.remote_id)[0]:
            if event.kind is EventKind.MASTER:
                master = calendars.fetch_event(calendar.remote_id, event.remote_id)
                assert master.recurrence is not None
                assert master.recurrence == event.recurrence
                assert master.subject == event.subject
                return
    raise AssertionError("no master in any calendar")


def test_a_plain_view_tells_the_same_occurrences_in_full(calendars: CalendarApi) -> None:
    calendar = next(one for one in calendars.list_calendars() if one.is_default).remote_id
    found, _ = all_events(calendars, calendar)
    seen: dict[RemoteId, Event] = {}
    cursor: str | None = None
    while True:
        page = calendars.fetch_view(calendar, START, END, cursor)
        seen.update((event.remote_id, event) for event in page.items)
        cursor = page.next_cursor
        if not cursor:
            break
    stubs = {event.remote_id for event in found if event.kind is EventKind.OCCURRENCE}
    assert stubs
    assert stubs <= seen.keys()
    assert all(seen[stub].subject for stub in stubs)


def test_an_event_that_is_gone_is_not_found(calendars: CalendarApi) -> None:
    calendar = calendars.list_calendars()[0].remote_id
    with pytest.raises(NotFoundError):
        calendars.fetch_event(calendar, RemoteId("AAMkNobody="))
