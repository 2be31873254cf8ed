"""Which reminders are due: around sleep, holidays, moved events and clocks that change."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from transom.engine.entities.accounts import Person, RemoteId
from transom.engine.entities.calendar import Answer, CalendarId, Event, EventKind, Span
from transom.engine.entities.reminders import Candidate, Reminders
from transom.engine.reminding import KEPT, LOOK_AGAIN, decide

TALLINN = ZoneInfo("Europe/Tallinn")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LONG_AGO = NOON - timedelta(days=100)


def meeting(name: str = "review", at: datetime = NOON, minutes: int = 60, **facts: Any) -> Event:
    values: dict[str, Any] = {"reminder_minutes": 15, "calendar": CalendarId(1), **facts}
    span = Span(at, at + timedelta(minutes=minutes))
    return Event(RemoteId(name), RemoteId("own"), EventKind.SINGLE, span, name, **values)


def day_off(day: date, minutes: int) -> Event:
    end = day + timedelta(days=1)
    span = Span(*(datetime.combine(one, time(), UTC) for one in (day, end)), day, end)
    event = Event(RemoteId("day"), RemoteId("own"), EventKind.SINGLE, span, "day")
    return replace(event, reminder_minutes=minutes)


def due(
    *events: Event, now: datetime = NOON, since: datetime = LONG_AGO, zone: ZoneInfo = TALLINN
) -> list[str]:
    found = decide([Candidate(event, since) for event in events], now, zone)
    return [one.event.subject for one in found.due]


def decided(event: Event, now: datetime) -> Reminders:
    return decide([Candidate(event, LONG_AGO)], now, TALLINN)


def test_a_reminder_comes_so_many_minutes_before_its_event() -> None:
    event = meeting()
    assert due(event, now=NOON - timedelta(minutes=16)) == []
    assert decided(event, NOON - timedelta(minutes=16)).next_at == NOON - timedelta(minutes=15)
    assert due(event, now=NOON - timedelta(minutes=15)) == ["review"]
    assert due(event, now=NOON + timedelta(minutes=59)) == ["review"]


@pytest.mark.parametrize(
    "facts",
    [
        {"reminder_minutes": None},
        {"is_cancelled": True},
        {"own_answer": Answer.DECLINED},
    ],
)
def test_an_event_without_a_reminder_cancelled_or_declined_is_silent(facts: Any) -> None:
    assert due(meeting(**facts)) == []


def test_private_and_tentative_events_remind() -> None:
    events = (meeting("a", is_private=True), meeting("b", own_answer=Answer.TENTATIVE))
    assert due(*events) == ["a", "b"]


def test_what_came_due_while_the_computer_slept_is_there_at_wake() -> None:
    events = [meeting(str(day), NOON - timedelta(days=day)) for day in range(1, 15)]
    assert len(due(*events)) == 14


def test_what_was_over_before_the_account_was_added_is_no_news() -> None:
    over, running = meeting("over", NOON - timedelta(hours=3)), meeting("running")
    assert due(over, running, now=NOON + timedelta(minutes=5), since=NOON) == ["running"]


def test_an_account_added_by_a_clock_that_was_ahead_still_reminds() -> None:
    event = meeting(at=NOON + timedelta(minutes=5))
    assert due(event, since=NOON + timedelta(days=400)) == ["review"]


def test_what_nobody_answered_for_a_month_is_let_go() -> None:
    old = meeting(at=NOON - KEPT - timedelta(hours=2))
    assert due(old) == []
    assert due(old, now=NOON - timedelta(hours=2)) == ["review"]


def test_put_off_it_waits_for_the_new_time_even_after_the_event() -> None:
    later = NOON + timedelta(hours=4)
    put_off = Candidate(meeting(), LONG_AGO, later)
    assert decide([put_off], NOON, TALLINN).due == ()
    assert len(decide([put_off], later, TALLINN).due) == 1


def test_a_clock_set_back_takes_reminders_back_until_their_time() -> None:
    event = meeting()
    assert due(event) == ["review"]
    assert due(event, now=NOON - timedelta(hours=2)) == []
    assert (
        decided(event, NOON - timedelta(hours=2)).next_at == NOON - timedelta(hours=2) + LOOK_AGAIN
    )


def test_a_moved_event_has_another_reminder() -> None:
    before = decided(meeting(), NOON).due[0].key
    after = decided(meeting(at=NOON + timedelta(minutes=5)), NOON).due[0].key
    assert before != after


def test_a_whole_day_counts_from_midnight_where_one_is() -> None:
    event = day_off(date(2026, 11, 24), minutes=60)
    at_eleven = datetime(2026, 11, 23, 21, tzinfo=UTC)
    assert due(event, now=at_eleven - timedelta(seconds=1)) == []
    assert due(event, now=at_eleven) == ["day"]
    madrid = ZoneInfo("Europe/Madrid")
    assert due(event, now=at_eleven, zone=madrid) == []
    assert due(event, now=at_eleven + timedelta(hours=1), zone=madrid) == ["day"]


@pytest.mark.parametrize(
    ("day", "zone", "midnight"),
    [
        (date(2026, 3, 29), TALLINN, datetime(2026, 3, 28, 22, tzinfo=UTC)),
        (date(2026, 3, 30), TALLINN, datetime(2026, 3, 29, 21, tzinfo=UTC)),
        # The clock of Santiago leaps over this midnight.
        (date(2026, 9, 6), ZoneInfo("America/Santiago"), datetime(2026, 9, 6, 4, tzinfo=UTC)),
    ],
)
def test_the_reminder_of_a_day_is_right_when_the_clocks_change(
    day: date, zone: ZoneInfo, midnight: datetime
) -> None:
    event = day_off(day, minutes=30)
    due_at = midnight - timedelta(minutes=30)
    assert due(event, now=due_at, since=LONG_AGO, zone=zone) == ["day"]
    assert due(event, now=due_at - timedelta(seconds=1), zone=zone) == []


def test_a_meeting_of_two_accounts_reminds_once() -> None:
    chair = Person("Ines", "ines@contoso.example")
    mine = meeting(organizer=chair)
    theirs = meeting(
        organizer=replace(chair, address="INES@contoso.example"), calendar=CalendarId(2)
    )
    assert due(mine, theirs) == ["review"]
    assert len(due(meeting("gym"), meeting("gym", calendar=CalendarId(2)))) == 2


def test_the_earliest_event_comes_first() -> None:
    late, early = meeting("late", NOON + timedelta(minutes=10)), meeting("early")
    assert due(late, early) == ["early", "late"]


def test_a_day_at_the_end_of_time_is_no_bug() -> None:
    last = date(9999, 12, 30)
    assert due(day_off(last, minutes=15)) == []
