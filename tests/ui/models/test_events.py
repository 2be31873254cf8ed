"""The event model over a real store."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from tests.ui.calendar.stage import (
    MONDAY,
    TALLINN,
    Diary,
    bridge,
    diary,
    engine,
    timed,
    whole_days,
)

from transom.engine.engine import Engine
from transom.ui.bridge import Bridge
from transom.ui.models.events import EventModel

__all__ = ["bridge", "diary", "engine"]
WEEK = (MONDAY, MONDAY + timedelta(days=7))


def names(model: EventModel) -> list[str]:
    return [event.subject for event in model.events()]


def test_rows_come_go_and_change_without_a_reset(
    engine: Engine, diary: Diary, bridge: Bridge, qtbot: QtBot
) -> None:
    diary.write(timed("a", 0, 9), timed("b", 1, 9), timed("c", 2, 9))
    model = EventModel(engine.calendar, bridge, TALLINN)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_days(*WEEK)
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    diary.write(timed("d", 1, 8), timed("a", 3, 9), removed=("c",))
    qtbot.waitUntil(lambda: names(model) == ["d", "b", "a"])
    assert not resets


def test_only_events_of_the_days_shown_are_rows(
    engine: Engine, diary: Diary, bridge: Bridge
) -> None:
    diary.write(
        timed("sunday before", -1, 20),
        timed("over midnight", -1, 23, 120),
        timed("until midnight", -1, 23, 60),
        timed("monday after", 7, 0),
        whole_days("holiday before", -1, 1),
        whole_days("trip", -3, 5),
        whole_days("holiday after", 7, 1),
    )
    for zone in (TALLINN, ZoneInfo("Europe/Tallinn")):
        model = EventModel(engine.calendar, bridge, zone)
        model.show_days(*WEEK)
        assert sorted(names(model)) == ["over midnight", "trip"]


def test_days_are_shown_on_themselves_far_from_utc(
    engine: Engine, diary: Diary, bridge: Bridge
) -> None:
    diary.write(whole_days("holiday", 0, 1))
    for name in ("Pacific/Kiritimati", "Pacific/Honolulu"):
        model = EventModel(engine.calendar, bridge, ZoneInfo(name))
        model.show_days(MONDAY, MONDAY + timedelta(days=1))
        assert names(model) == ["holiday"]
        assert model.busy_days(MONDAY - timedelta(days=3), MONDAY + timedelta(days=3)) == {MONDAY}


def test_a_hidden_calendar_has_no_rows(
    engine: Engine, diary: Diary, bridge: Bridge, qtbot: QtBot
) -> None:
    diary.write(timed("own", 0, 9))
    diary.write(timed("theirs", 0, 10), to="shared")
    model = EventModel(engine.calendar, bridge, TALLINN)
    model.show_days(*WEEK)
    assert names(model) == ["own", "theirs"]
    engine.calendar.choose_shown({diary.calendar("shared"): False})
    qtbot.waitUntil(lambda: names(model) == ["own"])
