"""Words for dates, sizes and names."""

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale

from transom.engine.entities.accounts import Person
from transom.engine.entities.calendar import Span
from transom.ui import text

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def british() -> None:
    QLocale.setDefault(QLocale("en_GB"))


def at(day: date, hour: int, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=text.local_zone())


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (at(TODAY, 9, 38), "09:38"),
        (at(TODAY - timedelta(days=1), 21, 16), "Sun 21:16"),
        (at(date(2026, 11, 14), 8, 0), "14 Nov"),
        (at(date(2024, 11, 14), 8, 0), "14 Nov 2024"),
    ],
)
def test_a_message_says_when_in_as_few_words_as_are_clear(when: datetime, words: str) -> None:
    assert text.message_time(when, TODAY) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "just now"),
        (9, "just now"),
        (29, "20 s ago"),
        (60, "1 min ago"),
        (3599, "59 min ago"),
        (7200, "2 h ago"),
        (13 * 3600, "Sun 20:00"),
    ],
)
def test_how_long_ago_something_was_is_said_in_round_numbers(seconds: int, words: str) -> None:
    moment = at(TODAY, 9, 0)
    assert text.ago(moment - timedelta(seconds=seconds), moment) == words


@pytest.mark.parametrize(
    ("day", "title"),
    [
        (TODAY, "Today"),
        (TODAY - timedelta(days=1), "Yesterday"),
        (TODAY - timedelta(days=4), "Last week"),
        (date(2026, 11, 3), "Earlier this month"),
        (date(2026, 8, 3), "August"),
        (date(2019, 8, 3), "2019"),
        (TODAY + timedelta(days=1), "Upcoming"),
    ],
)
def test_a_list_is_cut_by_days_then_weeks_then_months(day: date, title: str) -> None:
    assert text.section_title(day, TODAY) == title


def test_all_day_events_keep_their_days_in_every_zone() -> None:
    span = Span(
        datetime(2026, 11, 25, tzinfo=UTC),
        datetime(2026, 11, 27, tzinfo=UTC),
        date(2026, 11, 25),
        date(2026, 11, 27),
    )
    assert text.span_words(span) == "Wednesday 25 November – Thursday 26 November"


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (1023, "1023 bytes"),
        (188_416, "184 KB"),
        (1_258_291, "1.2 MB"),
        (5 << 30, "5.0 GB"),
    ],
)
def test_sizes_are_short(size: int, words: str) -> None:
    assert text.size_words(size) == words


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ines Navarro", "IN"),
        ("bridge-office@contoso.example", "BO"),
        ("田中 花子", "田"),
        ("", "?"),
        ("\u202eevil", "E"),
        ("(no) name", "N"),
    ],
)
def test_discs_carry_at_most_two_letters(name: str, letters: str) -> None:
    assert text.initials(name) in (letters, letters[:1])


def test_a_hostile_string_becomes_one_plain_line() -> None:
    assert text.safe("a\u202eb\nc\x00\u2066d\t e") == "ab cd e"
    assert text.safe("שלום", is_isolated=True) == "\u2068שלום\u2069"


def test_nobody_still_has_a_name() -> None:
    assert text.name_of(Person("", "")) == "Unknown sender"
    assert text.name_of(Person("", "a@b.example")) == "a@b.example"
