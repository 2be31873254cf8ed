"""Calendars: windows of months, series behind stubs, and a delta that goes in circles."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.fakes.clock import FakeClock
from tests.fakes.hostile import HostileServer, Reply, reply_error, reply_json

from transom.engine.changes import Newsroom
from transom.engine.entities.accounts import Account, Cloud, Registration
from transom.engine.graph.calendar import CalendarApi
from transom.engine.graph.client import GraphClient
from transom.engine.graph.limiter import Limiter
from transom.engine.journal import Journal
from transom.engine.store.store import Store
from transom.engine.sync.calendar import CalendarSync, main_window, months_between
from transom.engine.sync.tasks import Task
from transom.engine.workers import Workers

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_the_main_window_is_made_of_whole_months() -> None:
    window = main_window(NOW)
    assert window.starts_at == datetime(2026, 10, 1, tzinfo=UTC)
    assert window.ends_at == datetime(2027, 6, 1, tzinfo=UTC)
    assert main_window(datetime(2026, 11, 1, tzinfo=UTC)) == window
    assert main_window(datetime(2026, 12, 1, tzinfo=UTC)) != window


def test_days_at_the_edge_of_a_month_bring_the_next_one_for_other_zones() -> None:
    months = list(months_between(date(2027, 12, 25), date(2027, 12, 31)))
    assert [month.starts_at.month for month in months] == [12, 1]
    months = list(months_between(date(2027, 12, 10), date(2027, 12, 12)))
    assert [month.starts_at.month for month in months] == [12]


class Token:
    """One token for all calls."""

    def access_token(
        self, account: Account, *, rejected: str | None = None, claims: str = ""
    ) -> str:
        return "secret"


class Bench:
    """One calendar's sync between a hostile server and a real store."""

    def __init__(self, server: HostileServer, directory: Path) -> None:
        self.server = server
        self.workers = Workers()
        lane = self.workers.lane("store")
        self.store = Store.open(directory / "store.db", b"k" * 32, lane, Newsroom())
        cloud = Cloud("test", server.origin, server.origin, "", ca_file=server.ca_file)
        account = self.store.accounts.save_account(
            Account("oid", "tid", "anna@example.com", "Anna", Registration("id", "common", cloud))
        )
        clock = FakeClock(NOW)
        self.client = GraphClient(
            account, Token(), Journal(), threading.Event(), clock, Limiter(clock)
        )
        api = CalendarApi(self.client)
        self.sync = CalendarSync(account.id, api, api, self.store.calendar, clock)

    def close(self) -> None:
        self.client.close()
        self.workers.stop()
        self.store.close()

    def run(self, *replies: Reply) -> None:
        """Refresh the list, which has one calendar, and follow all steps."""
        self.server.queue(reply_json({"value": [{"id": "cal", "name": "Calendar"}]}), *replies)
        tasks: list[Task] = [self.sync.calendars_task()]
        for _ in range(50):
            if not tasks:
                return
            tasks += tasks.pop(0).job()
        raise AssertionError("the round never ends")

    def subjects(self) -> list[str]:
        window = main_window(NOW)
        events = self.store.calendar.read_events(window.starts_at, window.ends_at)
        return [event.subject for event in events]

    def link(self, name: str) -> str:
        return f"{self.server.origin}/v1.0/me/calendars/cal/calendarView/delta?$token={name}"


def event(name: str, day: int, **others: Any) -> dict[str, Any]:
    start = {"dateTime": f"2026-11-{day:02}T09:00:00.0000000", "timeZone": "UTC"}
    end = {"dateTime": f"2026-11-{day:02}T10:00:00.0000000", "timeZone": "UTC"}
    usual = {"id": name, "subject": name, "type": "singleInstance", "start": start, "end": end}
    return usual | others


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileServer]:
    with HostileServer(tmp_path_factory.mktemp("hostile")) as running:
        yield running


@pytest.fixture
def bench(server: HostileServer, tmp_path: Path) -> Iterator[Bench]:
    server.reset()
    built = Bench(server, tmp_path)
    yield built
    built.close()


def page(link: str, *events: dict[str, Any], is_last: bool = False) -> Reply:
    kind = "@odata.deltaLink" if is_last else "@odata.nextLink"
    return reply_json({"value": list(events), kind: link})


def test_stubs_get_the_words_of_a_series_that_never_came(bench: Bench) -> None:
    stub = event("stub", 24, type="occurrence", seriesMasterId="series")
    del stub["subject"]
    series = event("series", 3, type="seriesMaster", subject="Stand-up")
    bench.run(page(bench.link("d1"), stub, is_last=True), reply_json(series))
    assert bench.subjects() == ["Stand-up"]
    bench.run(page(bench.link("d2"), is_last=True))
    assert len(bench.server.asked) == 5, "the series is not asked for again"


def test_a_series_that_is_not_to_be_had_is_asked_for_once(bench: Bench) -> None:
    stub = event("stub", 24, type="occurrence", seriesMasterId="series")
    bench.run(page(bench.link("d1"), stub, is_last=True), reply_error(404, "ErrorItemNotFound"))
    bench.run(page(bench.link("d2"), stub, is_last=True))
    assert len(bench.server.asked) == 5


def test_a_delta_in_circles_is_replaced_by_a_plain_view(bench: Bench) -> None:
    old = event("old", 5)
    bench.run(page(bench.link("d1"), old, is_last=True))
    circle = [page(bench.link(f"c{n}"), event("a", 10)) for n in range(3)]
    view = reply_json({"value": [event("a", 10), event("b", 11)]})
    bench.run(*circle, view)
    assert bench.subjects() == ["a", "b"], "what the view does not show is gone"
    asked = len(bench.server.asked)
    bench.run()
    assert len(bench.server.asked) == asked + 1, "the calendar rests; only the list is asked for"
