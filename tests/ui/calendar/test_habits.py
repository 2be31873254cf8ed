"""A person's week: the mailbox's word, and the choice that goes before it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale
from tests.ui.calendar.stage import MONDAY, TALLINN

from transom.engine.entities.accounts import MailboxSettings
from transom.engine.settings import Settings
from transom.ui.calendar.habits import habits_of, mailbox_weekday
from transom.ui.calendar.ranges import Scale, days_of_view

SUNDAY_TO_THURSDAY = MailboxSettings(
    language="ar-EG",
    work_days="sunday,monday,tuesday,wednesday,thursday",
    work_starts="08:00",
    work_ends="16:00",
    work_zone="Egypt Standard Time",
)


@pytest.mark.parametrize(
    ("language", "weekday"),
    [("de-DE", 0), ("en-US", 6), ("ar-EG", 5), ("pt-BR", 6), ("fr-FR", 0)],
)
def test_the_first_day_is_the_one_of_the_mailboxs_language(language: str, weekday: int) -> None:
    assert mailbox_weekday([MailboxSettings(), MailboxSettings(language=language)]) == weekday


def test_without_a_known_language_the_computer_is_asked() -> None:
    own = QLocale().firstDayOfWeek().value - 1
    assert mailbox_weekday([]) == own
    assert mailbox_weekday([MailboxSettings(language="tlh-Qo")]) == own


def test_what_was_chosen_goes_before_the_mailbox() -> None:
    said = habits_of(Settings(), [MailboxSettings(), SUNDAY_TO_THURSDAY])
    assert (said.first_weekday, said.work_days) == (5, frozenset({6, 0, 1, 2, 3}))
    chosen = Settings(
        first_weekday=2, work_days="tuesday,friday", work_starts="10:00", work_ends="15:30"
    )
    habits = habits_of(chosen, [SUNDAY_TO_THURSDAY])
    assert (habits.first_weekday, habits.work_days) == (2, frozenset({1, 4}))
    assert habits.hours is not None
    assert habits.hours.minutes_on(date(2026, 11, 24), TALLINN) == (600, 930)


def test_nonsense_in_the_settings_falls_back_to_the_mailbox() -> None:
    odd = Settings(first_weekday=99, work_days="someday", work_starts="x", work_ends="y")
    habits = habits_of(odd, [SUNDAY_TO_THURSDAY])
    assert (habits.first_weekday, len(habits.work_days)) == (5, 5)
    assert habits_of(odd, []).work_days == frozenset(range(5))


def test_a_work_week_has_the_days_one_works() -> None:
    days = days_of_view(Scale.WORK_WEEK, MONDAY, 6, {6, 0, 1, 2, 3})
    assert [day.isoformat() for day in (days[0], days[-1])] == ["2026-11-22", "2026-11-26"]
    assert [day.day for day in days_of_view(Scale.WORK_WEEK, MONDAY, 0, {1, 4})] == [24, 27]
    assert len(days_of_view(Scale.WORK_WEEK, MONDAY, 0, ())) == 7


@given(st.dates(date(1990, 1, 1), date(2050, 1, 1)), st.integers(0, 6), st.sets(st.integers(0, 6)))
def test_a_week_begins_with_its_first_day_and_holds_its_day(
    day: date, first: int, work_days: set[int]
) -> None:
    week = days_of_view(Scale.WEEK, day, first)
    assert day in week and week[0].weekday() == first and len(week) == 7
    work = days_of_view(Scale.WORK_WEEK, day, first, work_days)
    assert set(work) <= set(week) and list(work) == sorted(work)
