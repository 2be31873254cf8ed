"""Words about events."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from transom.engine.entities.accounts import Person
from transom.engine.entities.calendar import Answer, Attendee, Recurrence, Span
from transom.ui.calendar.words import answers_summary, event_time, recurrence_words
from transom.ui.zones import place_words

TALLINN, MADRID = ZoneInfo("Europe/Tallinn"), ZoneInfo("Europe/Madrid")
NOON = datetime(2026, 11, 26, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Recurrence("daily"), "every day"),
        (Recurrence("daily", 2, count=10), "every other day, 10 times"),
        (
            Recurrence("weekly", days_of_week=("wednesday", "monday")),
            "every week on Monday and Wednesday",
        ),
        (
            Recurrence(
                "weekly", days_of_week=("monday", "tuesday", "wednesday", "thursday", "friday")
            ),
            "every work day",
        ),
        (Recurrence("absoluteMonthly", 3, day_of_month=26), "every third month on day 26"),
        (
            Recurrence("relativeMonthly", days_of_week=("tuesday",), index="last"),
            "every month on the last Tuesday",
        ),
        (Recurrence("absoluteYearly", day_of_month=14, month=3), "every year on 14 March"),
        (
            Recurrence("weekly", 8, last_day=date(2027, 3, 1)),
            "every 8 weeks, until 1 March 2027",
        ),
        (Recurrence("lunar"), "repeats"),
    ],
)
def test_a_rule_is_said_as_a_person_would(rule: Recurrence, words: str) -> None:
    assert recurrence_words(rule) == words


def test_the_organizers_zone_is_named_only_where_its_clock_differs() -> None:
    span = Span(NOON, NOON + timedelta(hours=2))
    both = event_time(span, TALLINN, MADRID, place_words("Europe/Madrid"))
    assert (both.own, both.elsewhere) == (
        "Thursday 26 November · 13:00 – 15:00",
        "12:00 – 14:00 in Madrid",
    )
    assert event_time(span, TALLINN, ZoneInfo("Europe/Helsinki"), "in Helsinki").elsewhere == ""


def test_an_event_across_midnight_names_both_days() -> None:
    span = Span(NOON + timedelta(hours=9), NOON + timedelta(hours=13))
    assert event_time(span, TALLINN, None, "").own == (
        "Thursday 26 November 22:00 – Friday 27 November 02:00"
    )


def test_all_day_events_name_their_own_days_in_every_zone() -> None:
    first, end = date(2026, 11, 25), date(2026, 11, 27)
    midnight = datetime(2026, 11, 25, tzinfo=UTC)
    span = Span(midnight, midnight + timedelta(days=2), first, end)
    for zone in (ZoneInfo("Pacific/Auckland"), ZoneInfo("Pacific/Honolulu")):
        words = event_time(span, zone, None, "").own
        assert words == "Wednesday 25 November – Thursday 26 November · all day"


def test_rooms_are_not_counted_among_the_people_invited() -> None:
    person = Person("A", "a@contoso.example")
    attendees = [
        Attendee(person, Answer.ORGANIZER),
        Attendee(person, Answer.TENTATIVE),
        Attendee(person, Answer.NOT_ANSWERED),
        Attendee(person, Answer.ACCEPTED, is_resource=True),
    ]
    assert answers_summary(attendees) == "3 invited · 1 yes · 1 maybe"
