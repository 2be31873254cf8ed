"""A real engine on a profile of the test's own, and a diary that writes into its store."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from transom.engine.engine import Engine, EngineState
from transom.engine.entities.accounts import Account, Cloud, Person, Registration, RemoteId
from transom.engine.entities.calendar import Calendar, CalendarId, Event, EventKind, ShowAs, Span
from transom.engine.profile import Profile
from transom.engine.store.calendar import Window
from transom.engine.store.store import Store
from transom.engine.workers import Lane, Workers
from transom.resources import resource_text
from transom.ui.bridge import Bridge
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons

TALLINN = ZoneInfo("Europe/Tallinn")
MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 7, 41, tzinfo=UTC)
ME = Person("Adele Vance", "adele.vance@contoso.example")
INES = Person("Ines Navarro", "ines.navarro@contoso.example")
WINDOW = Window(datetime(2026, 10, 1, tzinfo=UTC), datetime(2027, 5, 1, tzinfo=UTC))


class Diary:
    """Writes events into a store as sync would."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._cursor = 0
        cloud = Cloud("test", "https://127.0.0.1:1", "https://127.0.0.1:1", "https://127.0.0.1:1/r")
        self.account = store.accounts.save_account(
            Account("oid", "tid", ME.address, ME.name, Registration("client", "common", cloud))
        )
        calendars = [
            Calendar(RemoteId("own"), "Calendar", "", ME, is_default=True),
            Calendar(RemoteId("shared"), "R&D plans", "#00aa88", INES),
        ]
        store.calendar.save_calendars(self.account.id, calendars, is_whole=True)

    def calendar(self, name: str = "own") -> CalendarId:
        calendars = self.store.calendar.read_calendars()
        return next(one.id for one in calendars if one.remote_id == name)

    def write(self, *events: Event, removed: tuple[str, ...] = (), to: str = "own") -> None:
        self._cursor += 1
        gone = [RemoteId(name) for name in removed]
        self.store.calendar.save_page(
            self.calendar(to), WINDOW, events, gone, f"cursor-{self._cursor}", is_round_done=True
        )


def timed(name: str, day: int, hour: int, minutes: int = 60, minute: int = 0) -> Event:
    """Return an event named ``name``, ``day`` days after the Monday, at a time in Tallinn."""
    start = datetime.combine(MONDAY + timedelta(days=day), time(hour, minute), TALLINN)
    span = Span(start.astimezone(UTC), start.astimezone(UTC) + timedelta(minutes=minutes))
    return Event(RemoteId(name), RemoteId("own"), EventKind.SINGLE, span, name)


def whole_days(name: str, day: int, count: int) -> Event:
    """Return an all-day event of ``count`` days."""
    first = MONDAY + timedelta(days=day)
    end = first + timedelta(days=count)
    midnights = [datetime.combine(one, time(), UTC) for one in (first, end)]
    span = Span(midnights[0], midnights[1], first, end)
    return Event(RemoteId(name), RemoteId("own"), EventKind.SINGLE, span, name, show_as=ShowAs.FREE)


@pytest.fixture
def engine(tmp_path: Path, qtbot: QtBot) -> Iterator[Engine]:
    engine = Engine(Profile(tmp_path / "profile"), key_file=tmp_path / "key")
    engine.start()
    qtbot.waitUntil(lambda: engine.state is EngineState.READY, timeout=10_000)
    yield engine
    assert engine.stop()


@pytest.fixture
def diary(engine: Engine) -> Diary:
    return Diary(engine._hall.store)


@pytest.fixture
def bridge(engine: Engine) -> Iterator[Bridge]:
    bridge = Bridge(engine.newsroom)
    yield bridge
    bridge.close()


@pytest.fixture
def theme(qapp: object) -> Theme:
    return Theme(resource_text("styles", "transom.qss"), "light")


@pytest.fixture
def icons(theme: Theme) -> Icons:
    return Icons(theme)


@pytest.fixture
def lane() -> Iterator[Lane]:
    workers = Workers()
    yield workers.lane("test")
    assert workers.stop()
