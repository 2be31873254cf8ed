"""Tests of series, against dateutil as the second opinion."""

from datetime import UTC, date, datetime

import pytest
from dateutil.rrule import DAILY, MO, MONTHLY, TH, TU, WE, WEEKLY, YEARLY, rrule

from transom.demo.mailbox.items import Event, MovedMeeting, Recurrence
from transom.demo.mailbox.recurrence import days, occurrences

START = date(2026, 1, 29)
LAST = date(2031, 12, 31)
NOON = datetime(2026, 1, 29, 12)  # noqa: DTZ001
CASES = [
    (Recurrence("daily", START, 3), rrule(DAILY, interval=3, dtstart=NOON)),
    (
        Recurrence("weekly", START, 2, days=("tuesday", "thursday")),
        rrule(WEEKLY, interval=2, byweekday=(TU, TH), dtstart=NOON),
    ),
    (
        Recurrence("weekly", START, days=("monday", "wednesday"), count=9),
        rrule(WEEKLY, byweekday=(MO, WE), count=9, dtstart=NOON),
    ),
    (
        Recurrence("absoluteMonthly", START, day_of_month=29),
        rrule(MONTHLY, bymonthday=(28, 29), bysetpos=-1, dtstart=NOON),
    ),
    (
        Recurrence("relativeMonthly", START, 3, days=("thursday",), index="last"),
        rrule(MONTHLY, interval=3, byweekday=TH(-1), dtstart=NOON),
    ),
    (
        Recurrence("absoluteYearly", START, day_of_month=14, month=3),
        rrule(YEARLY, bymonth=3, bymonthday=14, dtstart=NOON),
    ),
    (
        Recurrence("relativeYearly", START, days=("tuesday",), index="second", month=5),
        rrule(YEARLY, bymonth=5, byweekday=TU(2), dtstart=NOON),
    ),
    (
        Recurrence("daily", START, until=date(2026, 2, 3)),
        rrule(DAILY, until=datetime(2026, 2, 3, 12), dtstart=NOON),  # noqa: DTZ001
    ),
]


@pytest.mark.parametrize(("rule", "reference"), CASES, ids=lambda one: getattr(one, "kind", ""))
def test_a_pattern_meets_on_the_right_days(rule: Recurrence, reference: rrule) -> None:
    end = datetime(2031, 12, 31, 23)  # noqa: DTZ001
    expected = [one.date() for one in reference.between(NOON, end, inc=True)]
    assert list(days(rule, LAST)) == expected


def test_wall_times_stay_over_a_change_of_clocks() -> None:
    begin = datetime(2026, 10, 24, 9)  # noqa: DTZ001
    rule = Recurrence("daily", begin.date(), count=3)
    event = Event(1, 1, "x", begin, begin.replace(hour=10), "FLE Standard Time", recurrence=rule)
    met = occurrences(event, datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC))
    assert [one.start.hour for one in met] == [9, 9, 9]


def test_an_exception_is_found_where_it_was_moved_to() -> None:
    begin = datetime(2026, 11, 2, 9)  # noqa: DTZ001
    moved = MovedMeeting(
        date(2026, 11, 4), datetime(2026, 11, 5, 15), datetime(2026, 11, 5, 16)  # noqa: DTZ001
    )  # fmt: skip
    event = Event(
        1, 1, "x", begin, begin.replace(hour=10), "UTC",
        recurrence=Recurrence("daily", begin.date(), count=3), exceptions=(moved,),
    )  # fmt: skip
    window = (datetime(2026, 11, 5, tzinfo=UTC), datetime(2026, 11, 6, tzinfo=UTC))
    assert [(one.kind, one.day.day) for one in occurrences(event, *window)] == [("exception", 4)]
