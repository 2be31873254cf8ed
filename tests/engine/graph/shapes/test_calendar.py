"""Events with all their kinds of time become ours."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from transom.engine.entities.accounts import Person, RemoteId
from transom.engine.entities.calendar import Answer, Event, EventKind, Recurrence, ShowAs
from transom.engine.graph.decoding import Page, page_from_json
from transom.engine.graph.shapes.calendar import (
    CalendarItem,
    EventItem,
    calendar_from_json,
    event_from_json,
)

CALENDAR = RemoteId("C=")


@pytest.fixture
def page(data: Path) -> Page[Event]:
    body = (data / "events-delta.json").read_bytes()
    return page_from_json(body, EventItem, lambda item: event_from_json(item, CALENDAR))


def found(page: Page[Event], remote_id: str) -> Event:
    return next(event for event in page.items if event.remote_id == remote_id)


def test_a_page_of_events_keeps_count_of_all_it_held(page: Page[Event]) -> None:
    assert len(page.items) == 5
    assert page.removed == ["left"]
    assert page.odd_ids == ("timeless",)
    assert page.delta_cursor == ""
    assert page.next_cursor.endswith("$skiptoken=s1")


def test_a_master_carries_everything_and_its_rule(page: Page[Event]) -> None:
    event = found(page, "master")
    assert event.kind is EventKind.MASTER
    assert event.calendar_remote_id == CALENDAR
    assert event.span.starts_at == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert not event.span.is_all_day
    assert event.show_as is ShowAs.OUT_OF_OFFICE
    assert event.is_private
    assert event.own_answer is Answer.TENTATIVE
    assert event.organizer == Person("Ada", "ada@example.com")
    assert [attendee.answer for attendee in event.attendees] == [
        Answer.ACCEPTED,
        Answer.NONE,
        Answer.DECLINED,
        Answer.NONE,
    ]
    assert [attendee.is_optional for attendee in event.attendees] == [False, True, False, False]
    assert event.attendees[2].is_resource
    assert event.body.is_html
    assert event.join_url == "https://meet.example/1"
    assert event.reminder_minutes == 15
    assert event.recurrence == Recurrence(
        pattern="weekly",
        interval=2,
        days_of_week=("monday", "friday"),
        index="first",
        first_day=date(2026, 3, 2),
        last_day=date(2026, 6, 26),
    )


def test_a_stub_has_its_span_and_its_master_and_nothing_else(page: Page[Event]) -> None:
    event = found(page, "stub")
    assert event.kind is EventKind.OCCURRENCE
    assert event.master_remote_id == "master"
    assert event.subject == ""
    assert event.span.ends_at == datetime(2026, 3, 6, 9, 15, tzinfo=UTC)


def test_days_are_days_whatever_zone_stands_beside_them(page: Page[Event]) -> None:
    span = found(page, "days").span
    assert (span.first_day, span.end_day) == (date(2026, 3, 7), date(2026, 3, 10))
    assert span.starts_at == datetime(2026, 3, 7, tzinfo=UTC)


def test_unknown_words_and_dangerous_links_fall_back(page: Page[Event]) -> None:
    event = found(page, "days")
    assert event.show_as is ShowAs.UNKNOWN
    assert event.own_answer is Answer.NONE
    assert event.join_url == ""
    assert event.reminder_minutes is None
    assert event.location == "Hall A; Hall B"
    assert found(page, "unknown-zone").kind is EventKind.SINGLE


def test_windows_zones_are_understood_and_an_end_before_the_start_is_mended(
    page: Page[Event],
) -> None:
    span = found(page, "windows-zone").span
    assert span.starts_at == span.ends_at == datetime(2026, 7, 1, 8, tzinfo=UTC)


def test_an_unknown_zone_counts_as_utc(page: Page[Event]) -> None:
    assert found(page, "unknown-zone").span.starts_at == datetime(2026, 7, 1, 10, tzinfo=UTC)


def test_a_days_event_without_an_end_lasts_one_day() -> None:
    body = '{"value":[{"id":"1","isAllDay":true,"start":{"dateTime":"2026-03-07T00:00:00"}}]}'
    page = page_from_json(body.encode(), EventItem, lambda one: event_from_json(one, CALENDAR))
    assert page.items[0].span.end_day == date(2026, 3, 8)


@pytest.mark.parametrize(
    ("hex_color", "color", "expected"),
    [
        ("#AABBCC", "auto", "#aabbcc"),
        ("aabbcc", None, "#aabbcc"),
        ("", "lightBlue", "#3f8fd6"),
        ("url(x)", "maxColor", ""),
        (None, None, ""),
    ],
)
def test_a_calendars_colour_is_a_colour_or_empty(
    hex_color: str | None, color: str | None, expected: str
) -> None:
    item = CalendarItem(id="C", name=None, hex_color=hex_color, color=color)
    assert calendar_from_json(item).color == expected
