"""The calendar with many events beside one with none, each in the same process."""

import random
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from tests.bench.databases import open_store, store_key
from tests.bench.rows import Row, most, row
from tests.bench.screen import screen
from tests.bench.timing import quantile
from tests.bench.windows import run

from transom.engine.entities.accounts import Account, Cloud, Person, Registration, RemoteId
from transom.engine.entities.calendar import (
    Answer,
    Attendee,
    Calendar,
    CalendarId,
    Event,
    EventKind,
    ShowAs,
    Span,
)
from transom.engine.profile import Profile
from transom.engine.store.calendar import Window
from transom.engine.store.store import Store
from transom.engine.workers import Workers

EVENTS = 20_000
FIRST, DAYS = date(2025, 7, 1), 730
"""So many days hold the events, as a full diary shared by a team does."""
_PAGE = 500
_WORDS = ("review", "planning", "bridge", "budget", "lunch", "interview", "visit", "call")


def measure_calendar(directory: Path) -> list[Row]:
    """Switch between views and scroll the agenda; the floor is the same page without events."""
    key_file = directory / "calendar-key"
    profiles = [directory / name for name in ("calendar-full", "calendar-empty")]
    for path, events in zip(profiles, (EVENTS, 0), strict=True):
        _fill(Profile(path), key_file, events)
    command = ["tests.bench.our_calendar", "--key-file", str(key_file), *map(str, profiles)]
    with screen() as environment:
        figures = run(command, environment)
    rows = []
    for name in ("month", "week", "agenda"):
        full, floor = figures[name]
        for words, part in (("p50", 0.5), ("p95", 0.95)):
            goal = most(50) if words == "p95" else None
            value = quantile(full, part)
            rows.append(row(f"calendar, {name}, {words}", value, "ms", quantile(floor, part), goal))
    full, floor = figures["scroll"]
    for words, part, goal in (("p50", 0.5, None), ("p99", 0.99, most(8)), ("max", 1.0, None)):
        value = quantile(full, part)
        rows.append(
            row(f"calendar, agenda scrolled, {words}", value, "ms", quantile(floor, part), goal)
        )
    return rows


def _fill(profile: Profile, key_file: Path, count: int) -> None:
    workers = Workers()
    store = open_store(profile.store_path, workers, store_key(profile, key_file))
    try:
        calendar = _add_calendar(store)
        whole = Window(datetime(2025, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))
        events = _events(count)
        for first in range(0, count, _PAGE):
            page = events[first : first + _PAGE]
            store.calendar.save_page(calendar, whole, page, [], f"{first}", is_round_done=True)
    finally:
        store.close()
        workers.stop()


def _add_calendar(store: Store) -> CalendarId:
    registration = Registration("client", "common", Cloud("none", "", "", ""))
    me = Person("Ada", "ada@example.com")
    account = store.accounts.save_account(Account("oid", "tid", me.address, me.name, registration))
    own = Calendar(RemoteId("own"), "Calendar", "", me, is_default=True)
    return store.calendar.save_calendars(account.id, [own], is_whole=True)[0].id


def _events(count: int) -> list[Event]:
    chance = random.Random(1)
    events = [_event(chance, number) for number in range(count)]
    return sorted(events, key=lambda one: one.span.starts_at)  # as a server tells them


def _event(chance: random.Random, number: int) -> Event:
    day = FIRST + timedelta(days=chance.randrange(DAYS))
    if chance.random() < 0.05:
        end = day + timedelta(days=chance.randint(1, 4))
        midnights = [datetime.combine(one, time(), UTC) for one in (day, end)]
        span = Span(midnights[0], midnights[1], day, end)
    else:
        starts_at = datetime.combine(day, time(6), UTC) + timedelta(
            minutes=15 * chance.randrange(44)
        )
        span = Span(starts_at, starts_at + timedelta(minutes=15 * chance.randint(1, 8)))
    people = [
        Person(f"Person {n}", f"person.{n}@example.com") for n in chance.sample(range(400), 5)
    ]
    words = " ".join(chance.choices(_WORDS, k=30))
    return Event(
        remote_id=RemoteId(f"AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A{number:024d}AAA="),
        calendar_remote_id=RemoteId("own"),
        kind=EventKind.SINGLE,
        span=span,
        subject=" ".join(chance.choices(_WORDS, k=3)).capitalize(),
        location=chance.choice(["", "Room Baltic", "Harbour 5"]),
        organizer=people[0],
        attendees=tuple(Attendee(one, chance.choice(list(Answer))) for one in people),
        preview=words[:250],
        own_answer=chance.choice(list(Answer)),
        show_as=chance.choice(list(ShowAs)),
        web_link=f"https://outlook.example/calendar/item/{number:050d}",
    )
