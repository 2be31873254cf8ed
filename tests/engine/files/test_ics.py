"""Calendars written as files and read back by two readers that others wrote."""

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.files.ics_samples import (
    KNOWN,
    NOW,
    ZONES,
    event,
    singles,
    told_of,
    weekly,
    whole_days,
)
from tests.engine.files.ics_witnesses import Guest, Told, read_back

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
from transom.engine.files.ics_series import Series


def until_known_end(told: Counter[Told]) -> Counter[Told]:
    end = KNOWN[0].ends_at
    return Counter(
        {
            one: count
            for one, count in told.items()
            if not isinstance(one.start, datetime) or one.start < end
        }
    )


def events_in(content: bytes) -> bytes:
    return content[content.index(b"BEGIN:VEVENT") :]


@settings(deadline=None, max_examples=80)
@given(st.lists(singles(), min_size=1, max_size=3))
def test_all_that_an_event_says_comes_back_to_both_readers(drawn: list[Event]) -> None:
    events = [replace(one, remote_id=RemoteId(f"{n}")) for n, one in enumerate(drawn)]
    assert read_back(ics_from_events(events, (), NOW, "My plans")) == told_of(*events)


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
    (told,) = read_back(content)
    assert told.subject == "Review; of, “plans”\nand more"
    assert told.start == datetime(2026, 11, 26, 12, tzinfo=UTC)
    assert told.location == "Room Baltic, 2nd floor"
    assert told.description.split() == ["Bring", "tables", "and", "ink"]
    assert (told.privacy, told.busy, told.alarms) == ("PRIVATE", "OOF", (timedelta(minutes=-15),))
    assert told.categories == "Blue, dark,Work"
    assert told.organizer == Guest("Ines 'In' Navarro", "ines@contoso.example")
    assert told.guests == (
        Guest("Mei", "mei@contoso.example", "TENTATIVE", "OPT-PARTICIPANT", "INDIVIDUAL"),
        Guest("Room", "room@contoso.example", "ACCEPTED", "REQ-PARTICIPANT", "RESOURCE"),
    )
    assert b"DTSTART;TZID=Europe/Paris:20261126T130000" in content
    assert b"BEGIN:VTIMEZONE" in content and b"X-WR-CALNAME:My plans" in content


@pytest.mark.parametrize("words", ["\\\\N", "C:\\News\\new\\N", "one\\\\, two\\; three\nfour\\\\n"])
def test_backslashes_stay_what_they_are(words: str) -> None:
    walk = event(words, NOW, location=words)
    (told,) = read_back(ics_from_events([walk], (), NOW, words))
    assert (told.subject, told.location) == (words, words)


def test_days_stay_days_and_unknown_zones_become_utc() -> None:
    trip = whole_days("trip", date(2026, 12, 24), 3)
    odd = event("odd", NOW, start_zone="Customized Time Zone")
    content = ics_from_events([trip, odd], (), NOW)
    assert read_back(content) == told_of(trip, odd)
    assert b"DTSTART;VALUE=DATE:20261224" in content and b"VTIMEZONE" not in content


def test_an_hour_that_the_clock_says_twice_keeps_its_instant() -> None:
    zone = ZoneInfo("Europe/Tallinn")
    both = [
        event(f"fold {fold}", datetime(2026, 10, 25, 3, 30, fold=fold, tzinfo=zone))
        for fold in (0, 1)
    ]
    named = [replace(one, start_zone="Europe/Tallinn") for one in both]
    assert read_back(ics_from_events(named, (), NOW)) == told_of(*named)


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
    assert until_known_end(read_back(content)) == told_of(*stored)
    if any(one.kind is EventKind.OCCURRENCE for one in stored):
        assert events_in(content).count(b"RRULE:") == 1
        assert len(set(re.findall(rb"UID:.*", content))) == 1


def test_a_range_cuts_the_rule_to_its_days() -> None:
    master, times = weekly("Europe/Tallinn", 2)
    limits = (date(2026, 10, 12), date(2026, 11, 16))
    zone = ZoneInfo("Europe/Tallinn")
    inside = [
        one for one in times if limits[0] <= one.span.starts_at.astimezone(zone).date() < limits[1]
    ]
    content = ics_from_events((), [Series(master, tuple(inside), KNOWN, limits)], NOW)
    assert read_back(content) == told_of(*inside)
    assert content.count(b"BEGIN:VEVENT") == 1


@pytest.mark.parametrize("rule", [None, Recurrence("lunar"), Recurrence("daily", 3)])
def test_a_rule_that_does_not_make_what_is_stored_is_not_written(rule: Recurrence | None) -> None:
    master, times = weekly("Europe/Tallinn")
    series = Series(replace(master, recurrence=rule), tuple(times), KNOWN)
    content = ics_from_events((), [series], NOW)
    assert b"RRULE" not in events_in(content)
    assert read_back(content) == told_of(*times)


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
    assert read_back(content) == told_of(*stored)
    assert content.count(b"BEGIN:VEVENT") == 1
