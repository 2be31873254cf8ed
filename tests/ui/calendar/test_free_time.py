"""When everybody is free: working hours less what is taken, in every zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ui.calendar.stage import MONDAY, TALLINN

from transom.engine.entities.accounts import MailboxSettings
from transom.engine.entities.availability import Availability, Busy, Trouble
from transom.engine.entities.calendar import ShowAs
from transom.engine.entities.spans import Span
from transom.ui.calendar.free_time import TAKEN, common_free, hours_seen, shared_hours

HALF_HOUR = timedelta(minutes=30)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
WEEK = [MONDAY + timedelta(days=n) for n in range(7)]


def at(day: int, hour: int, minute: int = 0, zone: ZoneInfo = TALLINN) -> datetime:
    day_ = MONDAY + timedelta(days=day)
    return datetime(day_.year, day_.month, day_.day, hour, minute, tzinfo=zone).astimezone(UTC)


def hours(starts: str, ends: str, zone: str = "FLE Standard Time") -> MailboxSettings:
    days = "monday,tuesday,wednesday,thursday,friday"
    return MailboxSettings(work_days=days, work_starts=starts, work_ends=ends, work_zone=zone)


def somebody(*busy: Busy, week: MailboxSettings | None = None) -> Availability:
    return Availability("a@b.c", busy, week or hours("09:00", "17:00"))


def taken(begin: datetime, end: datetime, show_as: ShowAs = ShowAs.BUSY) -> Busy:
    return Busy(Span(begin, end), show_as)


def free(*people: Availability, days: list[date] | None = None, **facts: datetime) -> list[Span]:
    now = facts.get("now", LONG_AGO)
    return common_free(people, days or WEEK[:1], TALLINN, HALF_HOUR, now)


def test_what_is_taken_by_anybody_is_cut_out_of_the_working_hours() -> None:
    one = somebody(taken(at(0, 9), at(0, 10)), taken(at(0, 13), at(0, 14)))
    other = somebody(taken(at(0, 13, 30), at(0, 15)))
    assert free(one, other) == [Span(at(0, 10), at(0, 13)), Span(at(0, 15), at(0, 17))]


def test_only_hours_in_which_all_work_count_whatever_their_zones() -> None:
    madrid = somebody(week=hours("09:00", "17:00", "Romance Standard Time"))
    assert free(somebody(), madrid) == [Span(at(0, 10), at(0, 17))]
    pacific = somebody(week=hours("09:00", "17:00", "Pacific Standard Time"))
    assert free(somebody(), pacific) == []


def test_weekends_are_free_for_nobody_and_unsaid_hours_are_the_usual() -> None:
    assert free(somebody(), days=WEEK[5:]) == []
    assert free(somebody(week=MailboxSettings())) == [Span(at(0, 8), at(0, 18))]


@pytest.mark.parametrize("show_as", list(ShowAs))
def test_who_is_free_or_works_elsewhere_can_be_met(show_as: ShowAs) -> None:
    found = free(somebody(taken(at(0, 9), at(0, 17), show_as)))
    assert bool(found) == (show_as in (ShowAs.FREE, ShowAs.ELSEWHERE))


def test_what_is_past_or_too_short_is_not_offered() -> None:
    one = somebody(taken(at(0, 9, 20), at(0, 16, 31)))
    assert free(one) == []
    assert free(somebody(), now=at(0, 15, 50)) == [Span(at(0, 16), at(0, 17))]
    assert free(somebody(), now=at(0, 16, 31)) == []


def test_of_whom_nothing_is_known_nothing_is_asked() -> None:
    unknown = Availability("x@y.z", trouble=Trouble.UNKNOWN_ADDRESS)
    assert free(unknown) == []
    assert free(somebody(), unknown) == [Span(at(0, 9), at(0, 17))]


def test_the_strip_shows_all_working_hours_and_a_little_more() -> None:
    early = somebody(week=hours("06:30", "15:00"))
    assert hours_seen([somebody(), early], WEEK, TALLINN) == (5, 18)
    assert hours_seen([], WEEK, TALLINN) == (7, 19)


@given(
    st.lists(
        st.tuples(st.integers(0, 2000), st.integers(1, 600), st.sampled_from(list(ShowAs))),
        max_size=12,
    ),
    st.sampled_from(["Europe/Tallinn", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"]),
)
def test_free_is_free_and_nothing_free_is_left_out(
    raw: list[tuple[int, int, ShowAs]], zone_name: str
) -> None:
    zone, start = ZoneInfo(zone_name), at(0, 0)
    busy = [
        taken(start + timedelta(minutes=m), start + timedelta(minutes=m + n), show_as)
        for m, n, show_as in raw
    ]
    one = somebody(*busy)
    spans = common_free([one], WEEK, zone, timedelta(minutes=1), LONG_AGO)
    blocked = [item.span for item in busy if item.show_as in TAKEN]
    for span in spans:
        assert all(span.ends_at <= b.starts_at or b.ends_at <= span.starts_at for b in blocked)
    for day in WEEK:
        shared = shared_hours([one], day, zone)
        at_ = shared.starts_at if shared else None
        while shared and at_ and at_ < shared.ends_at:
            is_blocked = any(b.starts_at <= at_ < b.ends_at for b in blocked)
            is_offered = any(s.starts_at <= at_ < s.ends_at for s in spans)
            assert is_blocked != is_offered
            at_ += timedelta(minutes=1)
