"""Calendar files that others wrote, and those that are none."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.files.ics_samples import KNOWN, NOW, event, weekly, whole_days

from transom.engine.entities.accounts import Person
from transom.engine.entities.calendar import Answer, Attendee, EventKind, ShowAs
from transom.engine.errors import NonsenseError
from transom.engine.files.ics import ics_from_events
from transom.engine.files.ics_reading import MOST_BYTES, MOST_EVENTS, events_from_ics
from transom.engine.files.ics_series import Series

TALLINN = ZoneInfo("Europe/Tallinn")
OUTLOOK = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\n"
    b"BEGIN:VTIMEZONE\r\nTZID:Romance Standard Time\r\nBEGIN:STANDARD\r\n"
    b"DTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
    b"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    b"BEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Romance Standard Time:20261126T130000\r\n"
    b"DURATION:PT90M\r\nSUMMARY:Planning\\, again\r\nEND:VEVENT\r\n"
    b"BEGIN:VEVENT\r\nUID:2\r\nDTSTART:20261127T090000\r\nSUMMARY:floating\r\nEND:VEVENT\r\n"
    b"BEGIN:VEVENT\r\nUID:3\r\nSUMMARY:without a time\r\nEND:VEVENT\r\n"
    b"BEGIN:VEVENT\r\nUID:4\r\nDTSTART;VALUE=DATE:20261128\r\nSUMMARY:day\r\nEND:VEVENT\r\n"
    b"END:VCALENDAR\r\n"
)


def test_another_programs_file_is_read_and_its_odd_events_left_out() -> None:
    planning, floating, day = events_from_ics(OUTLOOK, TALLINN)
    assert planning.subject == "Planning, again"
    assert planning.span.starts_at == datetime(2026, 11, 26, 12, tzinfo=UTC)
    assert planning.span.ends_at == datetime(2026, 11, 26, 13, 30, tzinfo=UTC)
    assert planning.start_zone == "Romance Standard Time"
    assert floating.span.starts_at == datetime(2026, 11, 27, 7, tzinfo=UTC)
    assert (day.span.first_day, day.span.end_day) == (date(2026, 11, 28), date(2026, 11, 29))


def test_what_was_written_here_is_read_with_its_people_and_state() -> None:
    talk = event(
        "talk",
        NOW,
        show_as=ShowAs.TENTATIVE,
        is_private=True,
        organizer=Person("Ines", "ines@contoso.example"),
        attendees=(Attendee(Person("Mei", "mei@contoso.example"), Answer.DECLINED, True),),
        location="Room 2",
        join_url="https://teams.microsoft.com/l/meetup-join/x",
    )
    content = ics_from_events([talk, whole_days("trip", date(2027, 1, 1), 2)], [], NOW)
    read, trip = events_from_ics(content, TALLINN)
    for name in ("span", "subject", "location", "organizer", "attendees", "show_as", "join_url"):
        assert getattr(read, name) == getattr(talk, name)
    assert read.is_private and not read.is_cancelled
    assert trip.span == whole_days("trip", date(2027, 1, 1), 2).span


def test_a_series_is_told_by_its_times_without_those_left_out_or_moved() -> None:
    master, times = weekly("Europe/Tallinn")
    moved = replace(times[2], kind=EventKind.EXCEPTION, subject="moved", span=times[40].span)
    stored = (*times[:1], moved, *times[4:])  # the second and the fourth were cancelled
    content = ics_from_events([], [Series(master, stored, KNOWN)], NOW)
    read = events_from_ics(content, ZoneInfo("America/Lima"))
    early = [one for one in read if one.span.starts_at < times[30].span.starts_at]
    assert [one.span for one in early] == [one.span for one in (*times[:1], *times[4:30])]
    assert {one.kind for one in early[1:]} == {EventKind.OCCURRENCE}
    assert [one.span for one in read if one.subject == "moved"] == [moved.span]
    assert len(read) <= 61, "a rule without an end is told as far as anybody looks"
    assert len({one.id for one in read}) == len(read)


def a_file(*lines: bytes) -> bytes:
    return b"\r\n".join((b"BEGIN:VCALENDAR", *lines, b"END:VCALENDAR", b""))


def zone_of(name: bytes, offset: bytes) -> tuple[bytes, ...]:
    both = (b"TZOFFSETFROM:" + offset, b"TZOFFSETTO:" + offset)
    standard = (b"BEGIN:STANDARD", b"DTSTART:19700101T000000", *both, b"END:STANDARD")
    return (b"BEGIN:VTIMEZONE", b"TZID:" + name, *standard, b"END:VTIMEZONE")


def an_event(start: bytes, *more: bytes) -> tuple[bytes, ...]:
    return (b"BEGIN:VEVENT", b"DTSTART" + start, *more, b"END:VEVENT")


def test_zones_that_files_make_up_count_in_their_own_file_alone() -> None:
    for offset, hour in ((b"+0500", 8), (b"+0700", 6)):
        event_ = an_event(b";TZID=Mine:20261126T130000")
        (read,) = events_from_ics(a_file(*zone_of(b"Mine", offset), *event_), TALLINN)
        assert read.span.starts_at == datetime(2026, 11, 26, hour, tzinfo=UTC)
    false = zone_of(b"Europe/Tallinn", b"+0900")
    event_ = an_event(b";TZID=Europe/Tallinn:20261126T130000")
    (read,) = events_from_ics(a_file(*false, *event_), TALLINN)
    assert read.span.starts_at == datetime(2026, 11, 26, 11, tzinfo=UTC), "the world knows better"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"BEGIN:VCALENDAR\r\n" + b" " * MOST_BYTES, "too large"),
        (a_file(*an_event(b":20261126T130000Z") * (MOST_EVENTS + 1)), "5,001 events"),
        (a_file(*an_event(b":20261126T130000Z", *[b"ATTENDEE:a@b"] * 120_000)), "too much"),
        (a_file(*[b"BEGIN:VEVENT"] * 9, *[b"END:VEVENT"] * 9), "nested too deeply"),
    ],
)
def test_a_file_that_asks_too_much_is_refused_with_the_reason(content: bytes, words: str) -> None:
    with pytest.raises(NonsenseError) as refused:
        events_from_ics(content, TALLINN)
    assert words in refused.value.message


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=WEEKLY;INTERVAL=0", "FREQ=YEARLY;BYDAY=1000MO", "FREQ=NEVER", "x"],
)
def test_a_rule_nobody_plans_by_leaves_the_first_time(rule: str) -> None:
    event_ = an_event(b":20261126T130000Z", b"RRULE:" + rule.encode())
    assert len(events_from_ics(a_file(*event_), TALLINN)) == 1


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.tuples(st.integers(0, 10_000), st.integers(0, 40), st.binary(max_size=12)),
        min_size=1,
        max_size=6,
    )
)
def test_a_damaged_file_is_read_or_refused_and_nothing_else(
    damage: list[tuple[int, int, bytes]],
) -> None:
    content = OUTLOOK
    for place, length, letters in damage:
        at = place % len(content)
        content = content[:at] + letters + content[at + length :]
    try:
        events_from_ics(content, TALLINN)
    except NonsenseError as error:
        assert error.message


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", b"\xff\xfe\x00", b":\r\n"]
)
def test_what_is_no_calendar_is_said_to_be_none_or_empty(content: bytes) -> None:
    try:
        found = events_from_ics(content, TALLINN)
    except NonsenseError as error:
        assert "calendar" in error.message
    else:
        assert found == []
