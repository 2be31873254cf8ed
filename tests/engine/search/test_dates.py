"""Days in words and figures, seen from a Monday."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transom.engine.search.dates import days_of

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("today", "2026-11-23", "2026-11-24"),
        ("Yesterday", "2026-11-22", "2026-11-23"),
        ("tomorrow", "2026-11-24", "2026-11-25"),
        ("monday", "2026-11-23", "2026-11-24"),
        ("last monday", "2026-11-16", "2026-11-17"),
        ("fri", "2026-11-20", "2026-11-21"),
        ("this week", "2026-11-23", "2026-11-30"),
        ("last week", "2026-11-16", "2026-11-23"),
        ("last month", "2026-10-01", "2026-11-01"),
        ("next year", "2027-01-01", "2028-01-01"),
        ("last 7 days", "2026-11-16", "2026-11-24"),
        ("3 weeks ago", "2026-11-02", "2026-11-03"),
        ("2024", "2024-01-01", "2025-01-01"),
        ("2024-02", "2024-02-01", "2024-03-01"),
        ("2024-02-29", "2024-02-29", "2024-03-01"),
        ("5.3.2024", "2024-03-05", "2024-03-06"),
        ("3/25/2024", "2024-03-25", "2024-03-26"),
        ("5 March 2024", "2024-03-05", "2024-03-06"),
        ("mar 5, 2024", "2024-03-05", "2024-03-06"),
        ("march", "2026-03-01", "2026-04-01"),
        ("december", "2025-12-01", "2026-01-01"),
        ("2024-01..2024-03", "2024-01-01", "2024-04-01"),
    ],
)
def test_days_are_understood(text: str, first: str, end: str) -> None:
    days = days_of(text, TODAY)
    assert days is not None
    assert (days.first.isoformat(), days.end.isoformat()) == (first, end)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2023-02-29", "13.13.2024", "1066", "9999", "last 999 years", "5 6 march", ".."],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert days_of(text, TODAY) is None


@given(st.dates(date(1970, 1, 1), date(2099, 12, 30)), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_day_in_figures_is_that_day_whenever_it_is_asked(day: date, today: date) -> None:
    days = days_of(day.isoformat(), today)
    assert days is not None
    assert days.first == day
    assert (days.end - days.first).days == 1


@given(st.text(alphabet="0123456789 lastnexwkdyo./-", max_size=16))
def test_no_text_is_too_odd(text: str) -> None:
    days = days_of(text, TODAY)
    assert days is None or days.first < days.end
