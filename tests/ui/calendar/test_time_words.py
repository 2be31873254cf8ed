"""Clocks that jump, and words on why an event is when it is, against zoneinfo itself."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transom.engine.entities.calendar import Span
from transom.ui.calendar.layout import DAY_MINUTES, days_of, minute_of
from transom.ui.calendar.time_words import changes_between, offset_words, why_this_time
from transom.ui.calendar.working_hours import WorkingHours

TALLINN = ZoneInfo("Europe/Tallinn")
ZONES = sorted(available_timezones())
zones = st.sampled_from(ZONES).map(ZoneInfo)
SINCE_2000 = datetime(2000, 1, 1, tzinfo=UTC)
instants = st.integers(0, 30 * 366 * 86_400).map(lambda s: SINCE_2000 + timedelta(seconds=s))


@settings(deadline=None, max_examples=300)
@given(at=instants, zone=zones)
def test_day_and_minute_are_what_the_zones_clock_says(at: datetime, zone: ZoneInfo) -> None:
    wall = at.astimezone(zone)
    day = days_of(Span(at, at), zone)[0]
    assert (day, minute_of(at, day, zone)) == (wall.date(), wall.hour * 60 + wall.minute)


def test_every_jump_of_every_zone_is_found_and_none_is_made_up() -> None:
    for number, zone in enumerate(map(ZoneInfo, ZONES)):
        year = 2000 + number % 30  # all zones, and twenty of them in each of thirty years
        start, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
        offset = start.astimezone(zone).utcoffset()
        assert offset is not None
        for change in changes_between(start, end, zone):
            before = (change.at - timedelta(seconds=1)).astimezone(zone).utcoffset()
            after = change.at.astimezone(zone).utcoffset()
            assert before == offset and after is not None and after != before
            assert change.minutes == round((after - before).total_seconds() / 60)
            offset = after
            # On both sides of the jump a day and its minute are what the clock says.
            for at in (change.at - timedelta(minutes=1), change.at, change.at + timedelta(hours=2)):
                wall = at.astimezone(zone)
                day = days_of(Span(at, at), zone)[0]
                minute = wall.hour * 60 + wall.minute
                assert (day, minute_of(at, day, zone)) == (wall.date(), minute)
        assert end.astimezone(zone).utcoffset() == offset


def test_the_hour_left_out_and_the_hour_said_twice_have_their_minutes() -> None:
    spring, autumn = changes_between(
        datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC), TALLINN
    )
    assert (spring.day, spring.from_minute, spring.until_minute) == (date(2026, 3, 29), 180, 240)
    assert (autumn.day, autumn.from_minute, autumn.until_minute) == (date(2026, 10, 25), 180, 240)


@pytest.mark.parametrize(
    ("name", "words"),
    [("Asia/Kolkata", "UTC+5:30"), ("America/St_Johns", "UTC−3:30"), ("UTC", "UTC")],
)
def test_offsets_are_written_as_people_write_them(name: str, words: str) -> None:
    assert offset_words(datetime(2026, 1, 5, tzinfo=UTC), ZoneInfo(name)) == words


def test_a_converted_time_is_explained_step_by_step() -> None:
    start = datetime(2026, 11, 26, 12, tzinfo=ZoneInfo("Europe/Madrid")).astimezone(UTC)
    words = why_this_time(Span(start, start + timedelta(hours=1)), TALLINN, "Europe/Madrid")
    assert words == (
        "It was planned for 12:00 in Madrid (UTC+1). "
        "That is 11:00 UTC, which is 13:00 in Tallinn (UTC+2)."
    )


def test_unknown_zones_days_and_jumps_nearby_are_explained_too() -> None:
    start = datetime(2026, 10, 26, 9, tzinfo=TALLINN).astimezone(UTC)
    span = Span(start, start + timedelta(hours=1))
    words = why_this_time(span, TALLINN, "Customized Time Zone")
    assert "“Customized Time Zone”, which is not known here" in words
    assert "The clock goes back one hour in Tallinn on Sunday 25 October." in words
    day = Span(start, start, date(2026, 10, 26), date(2026, 10, 27))
    assert "Days are never converted" in why_this_time(day, TALLINN, "")


def test_working_hours_are_shown_by_the_clock_of_the_calendar() -> None:
    monday = date(2026, 11, 23)
    madrid = ZoneInfo("Europe/Madrid")
    hours = WorkingHours(frozenset(range(5)), time(8), time(17), madrid)
    assert hours.minutes_on(monday, TALLINN) == (9 * 60, 18 * 60)
    assert hours.minutes_on(monday + timedelta(days=5), TALLINN) is None
    far = hours.minutes_on(monday, ZoneInfo("Pacific/Auckland"))
    assert far is not None and far[1] <= DAY_MINUTES
