"""Zones as files describe them, held against the system's own, read by dateutil."""

import io
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil import tz

from transom.engine.files.ics_zones import observances, timezone_component

FIRST, LAST = date(2000, 1, 1), date(2030, 12, 31)
ZONES = sorted(name for name in available_timezones() if name not in ("localtime", "Factory"))
AROUND = [timedelta(seconds=1), timedelta(hours=3), timedelta(days=60)]


def as_text(zone: ZoneInfo, first: date = FIRST, last: date = LAST) -> str:
    lines = bytes(timezone_component(zone, first, last).to_ical()).decode()
    return lines.replace("\r\n ", "").replace("\r\n", "\n")


def test_every_zone_of_the_world_is_read_as_it_is_for_thirty_years() -> None:
    known: dict[str, str] = {}
    for name in ZONES:
        zone = ZoneInfo(name)
        text = as_text(zone)
        if known.setdefault(text.replace(name, ""), name) != name:
            continue  # one of the many names of a zone that was read already
        read = tz.tzical(io.StringIO(text)).get()
        changes = [one.onset for one in observances(zone, FIRST, LAST.year)]
        moments = [at + step for at in changes for step in (*AROUND, *(-one for one in AROUND))]
        moments += [
            datetime(year, month, 15, tzinfo=UTC) for year in (2001, 2030) for month in (1, 7)
        ]
        for moment in moments:
            local = moment.astimezone(zone)
            if local.fold or not FIRST < local.date() < LAST:
                continue  # an hour said twice is written in UTC
            assert read.utcoffset(local.replace(tzinfo=None)) == local.utcoffset(), (name, moment)
    assert len(known) > 100


def test_a_zone_with_a_rule_is_two_rules_that_go_on_for_ever() -> None:
    text = as_text(ZoneInfo("Europe/Madrid"), date(2026, 9, 7), date(2027, 1, 1))
    assert text.count("BEGIN:DAYLIGHT") == text.count("BEGIN:STANDARD") == 1
    assert "DTSTART:20250330T020000" in text, "by the clock that goes forward, not the new one"
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\n" in text.replace(
        "BYMONTH=3;BYDAY=-1SU", "BYDAY=-1SU;BYMONTH=3"
    )
    assert "UNTIL" not in text


@pytest.mark.parametrize(
    ("name", "daylight"), [("Europe/Dublin", "+0100"), ("Africa/Casablanca", "+0100")]
)
def test_a_winter_that_departs_from_the_standard_is_no_summer(name: str, daylight: str) -> None:
    text = as_text(ZoneInfo(name), date(2026, 1, 1), date(2026, 12, 31))
    summer = text.split("BEGIN:DAYLIGHT")[1].split("END:DAYLIGHT")[0]
    assert f"TZOFFSETTO:{daylight}" in summer


def test_a_zone_without_changes_is_one_offset() -> None:
    text = as_text(ZoneInfo("Asia/Kathmandu"), date(2026, 1, 1), date(2026, 12, 31))
    assert text.count("BEGIN:STANDARD") == 1 and "DAYLIGHT" not in text
    assert text.count("+0545") == 3  # from, to and name
