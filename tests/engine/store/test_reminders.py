"""Reminders in the store: which events are read, and marks that outlive the program."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from transom.engine.entities.accounts import AccountId, Person, RemoteId
from transom.engine.entities.calendar import Calendar, CalendarId, Event, EventKind, Span
from transom.engine.reminding import KEPT, LONGEST_LEAD, key_of
from transom.engine.store.calendar import Window
from transom.engine.store.store import Store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
WINDOW = Window(NOW - timedelta(days=60), NOW + timedelta(days=60))


class Planner:
    """An account with one calendar, whose reminders are watched."""

    def __init__(self, store: Store, make: Any) -> None:
        self.store = store
        self.account: AccountId = store.accounts.save_account(make.account()).id
        own = Calendar(RemoteId("C"), "Calendar", owner=Person("", "x@y.example"), is_default=True)
        saved = store.calendar.save_calendars(self.account, [own], is_whole=True)
        self.calendar: CalendarId = saved[0].id
        store.reminders.watch([self.account], NOW)

    def write(self, *events: Event) -> None:
        self.store.calendar.save_page(
            self.calendar, WINDOW, events, (), "cursor", is_round_done=True
        )

    def due_soon(self, now: datetime = NOW) -> list[Event]:
        found = self.store.reminders.read_candidates(
            [self.calendar], now, ahead=timedelta(hours=1), back=KEPT, lead=LONGEST_LEAD
        )
        return [one.event for one in found]

    def names(self, now: datetime = NOW) -> list[str]:
        return [event.subject for event in self.due_soon(now)]

    def mark(self, event: Event, until: datetime | None = None) -> None:
        key = key_of(replace(event, calendar=self.calendar))
        self.store.reminders.mark([key], until, NOW)


@pytest.fixture
def planner(store: Store, make: Any) -> Planner:
    return Planner(store, make)


def event(name: str, start: datetime = NOW, minutes: int | None = 15, **facts: Any) -> Event:
    values: dict[str, Any] = {"kind": EventKind.SINGLE, "subject": name, **facts}
    span = Span(start, start + timedelta(hours=1))
    return Event(
        RemoteId(f"e/{name}"), RemoteId("C"), span=span, reminder_minutes=minutes, **values
    )


def test_only_what_reminds_soon_is_read(planner: Planner) -> None:
    planner.write(
        event("soon", NOW + timedelta(minutes=70)),
        event("tomorrow", NOW + timedelta(days=2)),
        event("tomorrow, a day before", NOW + timedelta(days=1), 1440),
        event("never", NOW, None),
        event("last week", NOW - timedelta(days=7)),
    )
    assert planner.names() == ["tomorrow, a day before", "soon"]
    planner.store.reminders.watch([planner.account], NOW - timedelta(days=30))
    assert planner.names() == ["last week", "tomorrow, a day before", "soon"]


def test_an_occurrence_reminds_when_its_series_says(planner: Planner) -> None:
    master = event("series", kind=EventKind.MASTER)
    stub = event("stub", minutes=None, kind=EventKind.OCCURRENCE)
    stub = replace(stub, subject="", master_remote_id=master.remote_id)
    own = replace(stub, remote_id=RemoteId("other"), subject="changed", kind=EventKind.EXCEPTION)
    planner.write(master, stub, own)
    assert planner.names() == ["series"]


def test_what_is_dismissed_stays_so_after_a_restart_until_it_moves(
    open_store: Callable[..., Store], tmp_path: Path, make: Any
) -> None:
    planner = Planner(open_store(tmp_path / "marks.db"), make)
    planner.write(event("review"), event("lunch"))
    planner.mark(event("review"))
    assert planner.names() == ["lunch"]
    planner.store.close()
    planner.store = open_store(tmp_path / "marks.db")
    assert planner.names() == ["lunch"]
    planner.write(event("review", NOW + timedelta(minutes=30)))
    assert planner.names() == ["lunch", "review"]


def test_what_is_put_off_comes_back_with_the_new_time(planner: Planner) -> None:
    planner.write(event("review"))
    planner.mark(event("review"), NOW + timedelta(hours=4))
    assert planner.names() == []
    later = NOW + timedelta(hours=3, minutes=30)
    found = planner.store.reminders.read_candidates(
        [planner.calendar], later, ahead=timedelta(hours=1), back=KEPT, lead=LONGEST_LEAD
    )
    assert [one.put_off_until for one in found] == [NOW + timedelta(hours=4)]


def test_watching_begins_once_and_a_clock_that_was_ahead_is_put_right(planner: Planner) -> None:
    planner.write(event("review"))
    reminders = planner.store.reminders

    def since() -> datetime:
        return reminders.read_candidates(
            [planner.calendar], NOW, ahead=timedelta(hours=1), back=KEPT, lead=LONGEST_LEAD
        )[0].watched_since

    reminders.watch([planner.account], NOW + timedelta(days=1))
    assert since() == NOW
    reminders.watch([planner.account], NOW - timedelta(days=1))
    assert since() == NOW - timedelta(days=1)


def test_a_forgotten_account_leaves_no_mark(planner: Planner) -> None:
    planner.write(event("review"))
    planner.mark(event("review"))
    planner.store.forget_account(planner.account)
    with planner.store.database.reading() as cx:
        counts = cx.execute(
            "select (select count(*) from reminder_mark), (select count(*) from reminder_watch)"
        ).fetchone()
    assert counts == (0, 0)
    planner.mark(event("review"))  # an answer that came too late
