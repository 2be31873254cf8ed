"""Texts, instants, days and zones in the forms servers really send."""

from datetime import UTC, date, datetime

import pytest

from transom.engine.graph.shapes.values import (
    ZonedTime,
    birthday_of,
    day_of,
    instant_of,
    texts_of,
    zone_of,
    zoned_instant_of,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01T10:20:30Z", datetime(2026, 3, 1, 10, 20, 30, tzinfo=UTC)),
        ("2026-03-01T10:20:30.1234567Z", datetime(2026, 3, 1, 10, 20, 30, 123456, tzinfo=UTC)),
        ("2026-03-01T10:20:30+05:30", datetime(2026, 3, 1, 4, 50, 30, tzinfo=UTC)),
        ("2026-03-01T10:20:30", datetime(2026, 3, 1, 10, 20, 30, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59.9999999-12:00", None),
        ("2026-02-30T00:00:00Z", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_instants_are_read_in_all_their_spellings(
    text: str | None, expected: datetime | None
) -> None:
    assert instant_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01T00:00:00.0000000", date(2026, 3, 1)),
        ("2026-03-01", date(2026, 3, 1)),
        ("0001-01-01", None),
        ("2026-13-01", None),
        (None, None),
    ],
)
def test_days_are_cut_out_and_never_moved(text: str | None, expected: date | None) -> None:
    assert day_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1980-05-17T00:00:00Z", date(1980, 5, 17)),
        ("1980-05-17T11:59:00Z", date(1980, 5, 17)),
        ("1980-05-16T23:00:00Z", date(1980, 5, 17)),
        ("1980-05-17", date(1980, 5, 17)),
        ("1604-02-29T00:00:00Z", date(1604, 2, 29)),
        ("0001-01-01T00:00:00Z", None),
        (None, None),
    ],
)
def test_a_birthday_is_a_day(text: str | None, expected: date | None) -> None:
    assert birthday_of(text) == expected


@pytest.mark.parametrize(
    "name",
    ["", "UTC", "tzone://Microsoft/Utc", "tzone://Microsoft/Custom", "../../etc/passwd", "America",
     "/etc/localtime", "No Such Standard Time", "a\0b"],
)  # fmt: skip
def test_a_zone_nobody_knows_is_utc(name: str) -> None:
    assert zone_of(name) is UTC


def test_wall_times_of_known_zones_become_instants() -> None:
    winter = ZonedTime("2026-01-01T12:00:00.0000000", "Tokyo Standard Time")
    summer = ZonedTime("2026-07-01T12:00:00.0000000", "America/New_York")
    assert zoned_instant_of(winter) == datetime(2026, 1, 1, 3, tzinfo=UTC)
    assert zoned_instant_of(summer) == datetime(2026, 7, 1, 16, tzinfo=UTC)
    assert zoned_instant_of(None) is None


def test_texts_come_once_and_without_what_is_empty() -> None:
    assert texts_of(["b", None, " ", "a", "b", "c\0"]) == ("b", "a", "c")
    assert texts_of(None) == ()
