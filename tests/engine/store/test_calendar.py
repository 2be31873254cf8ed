"""Calendars in the store: spans, series and their stubs, windows, the user's own choice."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from transom.engine.changes import Change, Kind
from transom.engine.entities.accounts import Person, RemoteId
from transom.engine.entities.calendar import (
    Answer,
    Attendee,
    Calendar,
    Event,
    EventKind,
    Recurrence,
    ShowAs,
    Span,
)
from transom.engine.entities.mail import Body
from transom.engine.store.calendar import CalendarStore, Window

DAY = datetime(2026, 3, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
WINDOW = Window(DAY - timedelta(days=30), DAY + timedelta(days=30))
LATER = Window(WINDOW.ends_at, WINDOW.ends_at + timedelta(days=30))


def event(name: str, start: datetime = DAY, length: timedelta = HOUR, **facts: Any) -> Event:
    values: dict[str, Any] = {
        "remote_id": RemoteId(f"e/{name}"),
        "calendar_remote_id": RemoteId("C/work"),
        "kind": EventKind.SINGLE,
        "span": Span(start, start + length),
        "subject": name,
    }
    return Event(**{**values, **facts})


def stub(number: int, master: str = "series") -> Event:
    return event(
        f"stub {number}",
        DAY + number * timedelta(days=7),
        kind=EventKind.OCCURRENCE,
        subject="",
        master_remote_id=RemoteId(f"e/{master}"),
    )


def master(**facts: Any) -> Event:
    rule = Recurrence("weekly", days_of_week=("monday",), first_day=date(2026, 3, 2), count=4)
    values = {"kind": EventKind.MASTER, "recurrence": rule, "location": "Room 1", **facts}
    return event("series", **values)


class Planner:
    """Two calendars of one account."""

    def __init__(self, store: CalendarStore, account: Any) -> None:
        self.store = store
        self.account = account
        calendars = [
            Calendar(RemoteId("C/home"), "Home", owner=Person("Ada", "ada@example.com")),
            Calendar(RemoteId("C/work"), "Work", "#0078d4", is_default=True, can_edit=True),
        ]
        self.work, self.home = store.save_calendars(account, calendars, is_whole=True)

    def page(self, items: Any = (), removed: Any = (), **facts: Any) -> None:
        self.store.save_page(
            facts.get("calendar", self.work.id),
            facts.get("window", WINDOW),
            list(items),
            [RemoteId(f"e/{name}") for name in removed],
            facts.get("cursor", "delta"),
            is_round_done=facts.get("done", True),
            odd=dict.fromkeys(facts.get("odd_ids", ()), b"{}"),
        )

    def subjects(self, start: datetime = WINDOW.starts_at, days: float = 120) -> list[str]:
        found = self.store.read_events(start, start + timedelta(days=days))
        return [one.subject for one in found]


@pytest.fixture
def planner(store: Any, make: Any) -> Planner:
    return Planner(store.calendar, store.accounts.save_account(make.account()).id)


def all_day(**facts: Any) -> Event:
    span = Span(DAY, DAY + timedelta(days=2), date(2026, 3, 2), date(2026, 3, 4))
    return master(span=span, **facts)


def day_stub(number: int, hours_off: int = 0) -> Event:
    start = DAY + timedelta(days=7 * number, hours=hours_off)
    return replace(stub(number), span=Span(start, start + timedelta(days=2)))


@pytest.mark.parametrize("is_master_first", [True, False])
def test_stubs_of_an_all_day_series_lie_on_their_own_days(
    planner: Planner, is_master_first: bool
) -> None:
    # In another zone than UTC a day's midnight is some hours off.
    stubs = [day_stub(0), day_stub(1, hours_off=-11), day_stub(2, hours_off=5)]
    parts = [[all_day()], stubs]
    for items in parts if is_master_first else parts[::-1]:
        planner.page(items)
    found = planner.store.read_events(WINDOW.starts_at, WINDOW.ends_at)
    days = [(one.span.first_day, one.span.end_day) for one in found]
    first = [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)]
    assert days == [(day, day + timedelta(days=2)) for day in first]
    assert [one.span.starts_at.date() for one in found] == first
    assert {one.subject for one in found} == {"series"}


def test_a_series_that_got_a_time_of_day_has_instants_again(planner: Planner) -> None:
    planner.page([all_day(), day_stub(0)])
    planner.page([master(), stub(0)])
    (found,) = planner.store.read_events(WINDOW.starts_at, WINDOW.ends_at)
    assert found.span == stub(0).span


def test_what_a_shadow_round_names_and_cannot_read_stays(planner: Planner) -> None:
    planner.page([event("a"), event("b"), event("c")])
    planner.store.begin_shadow(planner.work.id, WINDOW)
    planner.page([event("a")], odd_ids=[RemoteId("e/c")])
    assert planner.subjects() == ["a", "c"]


def test_an_event_comes_back_as_it_was_saved(planner: Planner) -> None:
    saved = master(
        organizer=Person("Ada", "ada@example.com"),
        attendees=(
            Attendee(Person("Bob", "bob@example.com"), Answer.TENTATIVE, is_optional=True),
            Attendee(Person("Room", "room@example.com"), is_resource=True),
        ),
        body=Body(True, "<p>agenda</p>"),
        preview="agenda",
        own_answer=Answer.ORGANIZER,
        show_as=ShowAs.OUT_OF_OFFICE,
        is_cancelled=True,
        is_organizer=True,
        is_private=True,
        has_attachments=True,
        join_url="https://teams",
        categories=("Blå",),
        start_zone="Tokyo Standard Time",
        reminder_minutes=15,
        web_link="https://outlook",
        span=Span(DAY, DAY + timedelta(days=1), date(2026, 3, 2), date(2026, 3, 3)),
    )
    number = planner.store.save_event(planner.work.id, saved)
    assert number is not None
    expected = replace(saved, id=number, account=planner.account, calendar=planner.work.id)
    assert planner.store.read_event(number) == expected


def test_a_span_lists_what_touches_it_in_order(planner: Planner) -> None:
    planner.page(
        [
            event("late", DAY + 5 * HOUR),
            event("long", DAY - timedelta(days=9), timedelta(days=20)),
            event("before", DAY - HOUR),
            event("moment", DAY, timedelta(0)),
            event("first", DAY),
            event("after", DAY + timedelta(days=1)),
        ]
    )
    assert planner.subjects(DAY, 1) == ["long", "first", "moment", "late"]


def test_only_shown_or_named_calendars_are_listed(planner: Planner, make: Any, news: Any) -> None:
    planner.page([event("work")])
    planner.page([event("home")], calendar=planner.home.id)
    make.changes(news)
    planner.store.choose_shown({planner.work.id: False})
    assert make.changes(news) == [Change(Kind.CALENDARS, planner.account, None, (planner.work.id,))]
    assert planner.subjects() == ["home"]
    named = planner.store.read_events(DAY, DAY + HOUR, [planner.work.id])
    assert [one.subject for one in named] == ["work"]
    renamed = [replace(planner.work, name="Job"), planner.home]
    planner.store.save_calendars(planner.account, renamed, is_whole=True)
    assert [(one.name, one.is_shown) for one in planner.store.read_calendars()] == [
        ("Job", False),
        ("Home", True),
    ]


def test_stubs_are_filled_from_their_master_whenever_it_comes(
    planner: Planner, make: Any, news: Any
) -> None:
    planner.page([stub(0), stub(1)], done=False)
    assert planner.subjects() == ["", ""]
    planner.page([master(body=Body(False, "agenda"))])
    first, second = planner.store.read_events(DAY, DAY + timedelta(days=30))
    assert (first.subject, first.location, first.recurrence) == ("series", "Room 1", None)
    assert (first.kind, first.remote_id) == (EventKind.OCCURRENCE, "e/stub 0")
    assert second.span.starts_at == DAY + timedelta(days=7)
    opened = planner.store.read_event(second.id)
    assert opened is not None and opened.body == Body(False, "agenda")
    assert planner.store.has_body(second.id)
    series = planner.store.read_master(second.id)
    assert series is not None and series.recurrence is not None and series.recurrence.count == 4
    make.changes(news)
    planner.page([master(subject="renamed")])
    assert make.changes(news) == [Change(Kind.EVENTS, planner.account, planner.work.id)]
    assert planner.subjects() == ["renamed", "renamed"]


def test_an_empty_body_fetched_by_itself_is_a_body(planner: Planner) -> None:
    planner.page([event("one")])
    number = planner.store.find_event(planner.work.id, RemoteId("e/one"))
    assert number is not None and not planner.store.has_body(number)
    planner.store.save_event(planner.work.id, event("one"))
    assert planner.store.has_body(number)


def test_replays_make_no_news_and_removals_do(planner: Planner, make: Any, news: Any) -> None:
    items = [event("one", body=Body(False, "text")), event("two"), stub(0), master()]
    planner.page(items)
    make.changes(news)
    planner.page(items[:3])
    assert make.changes(news) == []
    planner.page(removed=["one", "nobody"])
    assert make.changes(news) == [Change(Kind.EVENTS, planner.account, planner.work.id)]
    assert planner.subjects() == ["two", "series"]
    planner.page(removed=["series"])
    assert planner.subjects() == ["two"]
    assert planner.store.find_event(planner.work.id, RemoteId("e/series")) is None


def test_an_event_that_moved_to_another_window_survives_the_news_of_its_leaving(
    planner: Planner,
) -> None:
    planner.page([event("one"), master(), stub(0)])
    moved = event("one", LATER.starts_at + HOUR)
    last = replace(stub(0), remote_id=RemoteId("e/stub 9"), span=moved.span)
    planner.page([moved, last], window=LATER)
    planner.page(removed=["one", "series"])
    assert planner.subjects() == ["one", "series"]
    planner.page(removed=["one", "stub 9", "series"], window=LATER)
    assert planner.subjects() == []
    assert planner.store.find_event(planner.work.id, RemoteId("e/series")) is None


def test_each_window_has_its_own_links(planner: Planner) -> None:
    store, work = planner.store, planner.work.id
    assert store.read_cursor(work, WINDOW) is None
    planner.page(cursor="page 2", done=False)
    planner.page(cursor="delta b", window=LATER)
    assert store.read_cursor(work, WINDOW) == "page 2"
    assert store.read_windows(work) == [LATER]
    planner.page(cursor="delta a")
    assert store.read_windows(work) == [WINDOW, LATER]
    planner.page(cursor="page 2", done=False)
    store.forget_page(work, WINDOW)
    assert store.read_cursor(work, WINDOW) == "delta a"
    store.forget_window(work, LATER)
    assert store.read_windows(work) == [WINDOW]
    assert store.read_cursor(planner.home.id, WINDOW) is None


def test_a_shadow_round_removes_what_it_did_not_name_in_its_window_only(planner: Planner) -> None:
    planner.page([event("one"), event("two"), master(), stub(0), stub(1)])
    planner.page([event("late", LATER.starts_at + HOUR)], window=LATER)
    planner.store.begin_shadow(planner.work.id, WINDOW)
    planner.page([event("two"), stub(1)], done=False, cursor="page 2")
    assert len(planner.subjects()) == 5
    planner.page([master()])
    assert planner.subjects() == ["two", "series", "late"]


def test_calendars_that_vanish_take_their_events(planner: Planner, make: Any, news: Any) -> None:
    planner.page([event("one")])
    make.changes(news)
    planner.store.save_calendars(planner.account, [planner.home], is_whole=True)
    assert set(make.changes(news)) == {
        Change(Kind.CALENDARS, planner.account),
        Change(Kind.EVENTS, planner.account, planner.work.id),
    }
    assert planner.subjects() == []
    planner.store.save_calendars(planner.account, [planner.home], is_whole=True)
    planner.store.save_calendars(planner.account, [], is_whole=True)
    assert make.changes(news) == []
    planner.page([event("one")])
    planner.store.begin_shadow(planner.work.id, WINDOW)
    assert planner.store.save_event(planner.work.id, event("one")) is None


def test_spans_alone_tell_the_same_times_as_whole_events(planner: Planner) -> None:
    days = {"first_day": date(2026, 3, 4), "end_day": date(2026, 3, 5)}
    midnights = Span(DAY + timedelta(days=2), DAY + timedelta(days=3), **days)
    planner.page([event("a"), event("trip", span=midnights), event("late", DAY + 40 * 24 * HOUR)])
    until = DAY + timedelta(days=7)
    events = planner.store.read_events(DAY, until)
    assert sorted(planner.store.read_spans(DAY, until), key=lambda span: span.starts_at) == [
        one.span for one in events
    ]
    assert len(events) == 2
    assert planner.store.read_bounds() == (DAY + HOUR, DAY + 40 * 24 * HOUR + HOUR)
    assert planner.store.read_bounds([]) is None
    assert planner.store.read_spans(DAY, until, []) == []


def test_what_began_long_ago_and_still_goes_on_is_found(planner: Planner) -> None:
    year = 365 * 24 * HOUR
    planner.page(
        [
            event("sabbatical", DAY - year, 2 * year),
            event("just long", DAY - timedelta(days=31), timedelta(days=31, seconds=1)),
            event("just over", DAY - timedelta(days=31), timedelta(days=31)),
            event("long over", DAY - 2 * year, year),
            event("moment", DAY, timedelta()),
            event("to come", DAY + HOUR, year),
        ]
    )
    assert planner.subjects(DAY, 1 / 24) == ["sabbatical", "just long", "moment"]
    assert len(planner.store.read_spans(DAY, DAY + HOUR)) == 3


def test_a_series_lists_its_stored_occurrences_from_any_of_them(planner: Planner) -> None:
    planner.page([master(), stub(2), stub(1), event("alone")])
    found = planner.store.read_events(DAY + timedelta(days=7), DAY + timedelta(days=8))
    series = planner.store.read_series(found[0].id)
    assert [one.span.starts_at for one in series] == [DAY + timedelta(days=n) for n in (7, 14)]
    assert {one.subject for one in series} == {"series"}


def test_lines_say_what_is_drawn_of_the_same_events(planner: Planner) -> None:
    declined = event("no", own_answer=Answer.DECLINED, show_as=ShowAs.FREE, is_cancelled=True)
    known_by_preview = replace(stub(3), remote_id=RemoteId("e/p"), preview="only this")
    planner.page([master(), stub(0), known_by_preview, all_day(), declined, event("yes")])
    whole = planner.store.read_events(WINDOW.starts_at, WINDOW.ends_at)
    lines = {one.id: one for one in planner.store.read_lines(WINDOW.starts_at, WINDOW.ends_at)}
    assert len(lines) == len(whole) == 4
    drawn = ("span", "subject", "location", "kind", "calendar", "account", "remote_id")
    for one in whole:
        for name in (*drawn, "own_answer", "show_as", "is_cancelled", "master_remote_id"):
            assert getattr(lines[one.id], name) == getattr(one, name), name
