"""Calendar files that others wrote, and those that are none."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.engine.files.ics_samples import NOW, event, weekly, whole_days

from transom.engine.entities.accounts import Person
from transom.engine.entities.calendar import Answer, Attendee, ShowAs
from transom.engine.errors import NonsenseError
from transom.engine.files.ics import ics_from_events
from transom.engine.files.ics_reading import events_from_ics
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
    master, times = weekly("Europe/Tallinn")
    content = ics_from_events([talk, whole_days("trip", date(2027, 1, 1), 2)], [], NOW)
    read, trip = events_from_ics(content, TALLINN)
    for name in ("span", "subject", "location", "organizer", "attendees", "show_as", "join_url"):
        assert getattr(read, name) == getattr(talk, name)
    assert read.is_private and not read.is_cancelled
    assert trip.span == whole_days("trip", date(2027, 1, 1), 2).span
    series = Series(master, tuple(replace(one) for one in times[:1]), ())
    assert len(events_from_ics(ics_from_events([], [series], NOW), TALLINN)) == 1


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
