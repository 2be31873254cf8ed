"""Calendars written as files and read back by a reader that shares nothing with the writer."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.files.ics_reader import Reader, Seen

from transom.engine.entities.accounts import Person, RemoteId
from transom.engine.entities.calendar import (
    Answer,
    Attendee,
    Event,
    EventKind,
    Recurrence,
    ShowAs,
    Span,
)
from transom.engine.entities.mail import Body
from transom.engine.files.ics import ics_from_events
from transom.engine.files.ics_series import Series, Stretch

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
MONDAY = date(2026, 9, 7)
KNOWN = (Stretch(datetime(2026, 8, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)),)
ZONES = ["Europe/Tallinn", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]


def event(name: str, start: datetime, minutes: int = 60, **facts: object) -> Event:
    begin = start.astimezone(UTC)
    span = Span(begin, begin + timedelta(minutes=minutes))
    made = Event(RemoteId(name), RemoteId("c"), EventKind.SINGLE, span, name)
    return replace(made, **facts)  # type: ignore[arg-type]


def whole_days(name: str, first: date, count: int) -> Event:
    end = first + timedelta(days=count)
    midnights = [datetime.combine(day, time(), UTC) for day in (first, end)]
    span = Span(midnights[0], midnights[1], first, end)
    return Event(RemoteId(name), RemoteId("c"), EventKind.SINGLE, span, name)


def weekly(zone: str, interval: int = 1) -> tuple[Event, list[Event]]:
    """Return a master and its times as a server would tell them, until the known stretch ends."""
    first = datetime.combine(MONDAY, time(9, 30), ZoneInfo(zone))
    rule = Recurrence("weekly", interval, ("monday", "thursday"), first_day=MONDAY)
    master = event("series", first, 45, kind=EventKind.MASTER, recurrence=rule, start_zone=zone)
    times = []
    for week in range(0, 40, interval):
        for day in (0, 3):
            wall = datetime.combine(MONDAY + timedelta(days=7 * week + day), time(9, 30))
            at = wall.replace(tzinfo=ZoneInfo(zone))
            if at.astimezone(UTC) < KNOWN[0].ends_at:
                one = event(f"o{week}-{day}", at, 45, kind=EventKind.OCCURRENCE)
                times.append(
                    replace(
                        one, subject="series", master_remote_id=RemoteId("series"), start_zone=zone
                    )
                )
    return master, times


def seen_of(*events: Event) -> set[Seen]:
    return {
        Seen(one.span.first_day, one.span.end_day, one.subject)
        if one.span.first_day and one.span.end_day
        else Seen(one.span.starts_at, one.span.ends_at, one.subject)
        for one in events
    }


def until_known_end(seen: set[Seen]) -> set[Seen]:
    end = KNOWN[0].ends_at
    return {one for one in seen if not isinstance(one.start, datetime) or one.start < end}


def test_every_field_of_an_event_comes_back() -> None:
    meeting = event(
        "Review; of, “plans”\nand more",
        datetime(2026, 11, 26, 13, tzinfo=ZoneInfo("Europe/Madrid")),
        location="Room Baltic, 2nd floor",
        organizer=Person('Ines "In" Navarro', "ines@contoso.example"),
        attendees=(
            Attendee(Person("Mei", "mei@contoso.example"), Answer.TENTATIVE, is_optional=True),
            Attendee(Person("Room", "room@contoso.example"), Answer.ACCEPTED, is_resource=True),
        ),
        body=Body(is_html=True, content="<p>Bring <b>tables</b></p><p>and ink</p>"),
        show_as=ShowAs.OUT_OF_OFFICE,
        is_private=True,
        categories=("Blue, dark", "Work"),
        start_zone="Romance Standard Time",
        reminder_minutes=15,
    )
    content = ics_from_events([meeting], (), NOW, "My plans")
    reader = Reader(content)
    block = reader.blocks[0]
    assert reader.seen() == seen_of(replace(meeting, subject=meeting.subject))
    assert reader.value(block, "LOCATION") == "Room Baltic, 2nd floor"
    assert reader.value(block, "DESCRIPTION").split() == ["Bring", "tables", "and", "ink"]
    assert reader.value(block, "CLASS") == "PRIVATE"
    assert reader.value(block, "X-MICROSOFT-CDO-BUSYSTATUS") == "OOF"
    assert reader.value(block, "TRIGGER") == "-PT15M"
    organizer = reader.first(block, "ORGANIZER")
    assert organizer is not None and organizer.params["CN"] == "Ines 'In' Navarro"
    people = [line for line in block if line.name == "ATTENDEE"]
    assert [line.params["PARTSTAT"] for line in people] == ["TENTATIVE", "ACCEPTED"]
    assert people[0].params["ROLE"] == "OPT-PARTICIPANT"
    assert people[1].params["CUTYPE"] == "RESOURCE"
    starts = reader.first(block, "DTSTART")
    assert starts is not None and starts.value == "20261126T130000"
    assert b"BEGIN:VTIMEZONE" in content and b"X-WR-CALNAME:My plans" in content


def test_days_stay_days_and_unknown_zones_become_utc() -> None:
    trip = whole_days("trip", date(2026, 12, 24), 3)
    odd = event("odd", NOW, start_zone="Customized Time Zone")
    content = ics_from_events([trip, odd], (), NOW)
    assert Reader(content).seen() == seen_of(trip, odd)
    assert b"DTSTART;VALUE=DATE:20261224" in content and b"VTIMEZONE" not in content


def test_an_hour_that_the_clock_says_twice_keeps_its_instant() -> None:
    zone = ZoneInfo("Europe/Tallinn")
    both = [
        event(f"fold {fold}", datetime(2026, 10, 25, 3, 30, fold=fold, tzinfo=zone))
        for fold in (0, 1)
    ]
    named = [replace(one, start_zone="Europe/Tallinn") for one in both]
    assert Reader(ics_from_events(named, (), NOW)).seen() == seen_of(*named)


@settings(deadline=None, max_examples=40)
@given(
    zone=st.sampled_from(ZONES),
    interval=st.integers(1, 3),
    gone=st.sets(st.integers(0, 20), max_size=4),
    moved=st.dictionaries(st.integers(0, 20), st.integers(-50, 50), max_size=4),
)
def test_a_series_with_exceptions_makes_exactly_what_is_stored(
    zone: str, interval: int, gone: set[int], moved: dict[int, int]
) -> None:
    master, times = weekly(zone, interval)
    stored = []
    for number, one in enumerate(times):
        if number in moved:
            shift = timedelta(hours=moved[number], minutes=7)
            span = Span(one.span.starts_at + shift, one.span.ends_at + 2 * shift)
            if span.ends_at <= span.starts_at:
                span = Span(span.starts_at, span.starts_at + timedelta(minutes=5))
            stored.append(
                replace(one, span=span, kind=EventKind.EXCEPTION, subject=f"moved {number}")
            )
        elif number not in gone:
            stored.append(one)
    content = ics_from_events((), [Series(master, tuple(stored), KNOWN)], NOW)
    reader = Reader(content)
    assert until_known_end(reader.seen()) == seen_of(*stored)
    if any(one.kind is EventKind.OCCURRENCE for one in stored):
        assert content.count(b"RRULE:") == 1
        assert len({reader.value(block, "UID") for block in reader.blocks}) == 1


def test_a_range_cuts_the_rule_to_its_days() -> None:
    master, times = weekly("Europe/Tallinn", 2)
    limits = (date(2026, 10, 12), date(2026, 11, 16))
    zone = ZoneInfo("Europe/Tallinn")
    inside = [
        one for one in times if limits[0] <= one.span.starts_at.astimezone(zone).date() < limits[1]
    ]
    content = ics_from_events((), [Series(master, tuple(inside), KNOWN, limits)], NOW)
    assert Reader(content).seen() == seen_of(*inside)
    assert content.count(b"BEGIN:VEVENT") == 1


@pytest.mark.parametrize("rule", [None, Recurrence("lunar"), Recurrence("daily", 3)])
def test_a_rule_that_does_not_make_what_is_stored_is_not_written(rule: Recurrence | None) -> None:
    master, times = weekly("Europe/Tallinn")
    series = Series(replace(master, recurrence=rule), tuple(times), KNOWN)
    content = ics_from_events((), [series], NOW)
    assert b"RRULE" not in content
    assert Reader(content).seen() == seen_of(*times)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (
            Recurrence("absoluteMonthly", day_of_month=31),
            ["2027-01-31", "2027-02-28", "2027-03-31"],
        ),
        (
            Recurrence("relativeMonthly", 1, ("friday",), "last"),
            ["2027-01-29", "2027-02-26", "2027-03-26"],
        ),
        (
            Recurrence("relativeMonthly", 1, ("monday", "tuesday"), "second"),
            ["2027-01-05", "2027-02-02", "2027-03-02"],
        ),
        (Recurrence("absoluteYearly", day_of_month=29, month=2), ["2027-02-28"]),
        (Recurrence("daily", 30), ["2027-01-30", "2027-03-01", "2027-03-31"]),
    ],
)
def test_whole_day_series_of_every_pattern_come_back(rule: Recurrence, days: list[str]) -> None:
    first = date.fromisoformat(days[0])
    master = replace(
        whole_days("series", first, 1),
        kind=EventKind.MASTER,
        recurrence=replace(rule, first_day=first, last_day=date(2027, 4, 1)),
    )
    stored = [
        replace(
            whole_days(day, date.fromisoformat(day), 1),
            subject="series",
            kind=EventKind.OCCURRENCE,
            master_remote_id=master.remote_id,
        )
        for day in days
    ]
    content = ics_from_events((), [Series(master, tuple(stored), KNOWN)], NOW)
    assert Reader(content).seen() == seen_of(*stored)
    assert content.count(b"BEGIN:VEVENT") == 1
