"""The agenda's rows over a real store: lazy in both directions, in order, nothing twice."""

from datetime import timedelta

from PySide6.QtTest import QAbstractItemModelTester
from tests.ui.calendar.stage import MONDAY, TALLINN, Diary, bridge, diary, engine, timed, whole_days

from transom.engine.engine import Engine
from transom.ui.bridge import Bridge
from transom.ui.models.agenda import ROWS_WANTED, AgendaModel
from transom.ui.models.events import EventModel
from transom.ui.models.roles import ItemRole

__all__ = ["bridge", "diary", "engine"]


def agenda(engine: Engine, bridge: Bridge) -> AgendaModel:
    events = EventModel(engine.calendar, bridge, TALLINN)
    events.show_days(MONDAY, MONDAY + timedelta(days=1))
    model = AgendaModel(events)
    model.setParent(None)
    events.setParent(model)
    return model


def lines(model: AgendaModel) -> list[tuple[int, str]]:
    rows = [model.row_at(row) for row in range(model.rowCount())]
    return [((row.day - MONDAY).days, row.event.subject) for row in rows]


def test_days_come_in_order_with_whole_days_first_and_long_events_on_each(
    engine: Engine, diary: Diary, bridge: Bridge
) -> None:
    diary.write(
        timed("late", 0, 17),
        timed("early", 0, 8),
        whole_days("trip", 0, 3),
        timed("night", 1, 23, 120),
    )
    model = agenda(engine, bridge)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.begin(MONDAY)
    assert lines(model) == [
        (0, "trip"), (0, "early"), (0, "late"), (1, "trip"), (1, "night"),
        (2, "trip"), (2, "night"),
    ]  # fmt: skip
    sections = [model.index(row, 0).data(ItemRole.SECTION) for row in range(7)]
    assert [bool(section) for section in sections] == [True, False, False, True, False, True, False]


def test_a_long_time_is_read_piece_by_piece_in_both_directions(
    engine: Engine, diary: Diary, bridge: Bridge
) -> None:
    diary.write(*(timed(f"{day}/{hour}", day, hour) for day in range(-40, 120) for hour in (9, 11)))
    diary.write(timed("far", 900, 9))
    model = agenda(engine, bridge)
    model.begin(MONDAY)
    first = model.rowCount()
    assert 0 < first <= 4 * ROWS_WANTED
    assert model.row_at(0).day == MONDAY
    model.fetchMore()
    assert first < model.rowCount() <= first + 4 * ROWS_WANTED
    while model.canFetchMore():
        model.fetchMore()
    assert lines(model)[-1] == (900, "far")
    while model.can_fetch_earlier():
        assert model.fetch_earlier() > 0
    found = lines(model)
    assert len(found) == len(set(found)) == 160 * 2 + 1
    assert found == sorted(
        found, key=lambda line: (line[0], line[1] != "far" and line[1][-2:] == "11")
    )
    row = model.row_from(MONDAY + timedelta(days=500))
    assert model.row_at(row).event.subject == "far"
    assert model.row_of(model.row_at(7)) == 7


def test_an_empty_calendar_has_no_rows_and_nothing_to_fetch(
    engine: Engine, diary: Diary, bridge: Bridge
) -> None:
    model = agenda(engine, bridge)
    model.begin(MONDAY)
    assert model.rowCount() == 0
    assert not model.canFetchMore() and not model.can_fetch_earlier()
