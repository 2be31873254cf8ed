"""How a person left the calendar is how it opens again; side by side included."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.fakes.clock import FakeClock
from tests.ui.calendar.stage import MONDAY, TALLINN, Diary, timed, whole_days

from transom.engine.engine import Engine
from transom.engine.workers import Lane
from transom.ui.bridge import Bridge
from transom.ui.calendar.page import CalendarPage
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # no window manager offscreen
NOW = datetime(2026, 11, 23, 7, 41, tzinfo=UTC)
Open = Callable[[], CalendarPage]


@pytest.fixture
def open_page(
    engine: Engine,
    diary: Diary,
    bridge: Bridge,
    theme: Theme,
    icons: Icons,
    lane: Lane,
    qtbot: QtBot,
) -> Iterator[Open]:
    diary.write(timed("mine", 0, 10), timed("at once", 0, 10), whole_days("day", 0, 1))
    diary.write(timed("theirs", 0, 10), whole_days("their week", -1, 3), to="shared")

    def open_one() -> CalendarPage:
        page = CalendarPage(
            engine, bridge, theme, icons, lane=lane, clock=FakeClock(NOW), zone=TALLINN
        )
        qtbot.addWidget(page)
        page.resize(1300, 800)
        page.set_narrow(0)
        page.show()
        page.activate()
        page.focus_first()
        qtbot.waitUntil(page.isActiveWindow, timeout=3000)  # else no shortcut is heard
        return page

    yield open_one


def columns_of(page: CalendarPage) -> dict[str, set[int]]:
    """Return in which columns each event stands."""
    geometry = page.grid._geometry
    assert geometry is not None
    events = page.model.events()
    found: dict[str, set[int]] = {}
    for box in geometry.boxes:
        found.setdefault(events[box.row].subject, set()).add(box.day)
    return found


def test_side_by_side_each_calendar_has_its_own_column(open_page: Open) -> None:
    page = open_page()
    QTest.keyClick(page.grid, Qt.Key.Key_S)
    assert page.days == (MONDAY,)
    assert columns_of(page) == {
        "mine": {0},
        "at once": {0},
        "day": {0},
        "theirs": {1},
        "their week": {1},
    }
    titles = [title for title, _ in page.grid._grid_painter.titles]
    assert titles == ["Calendar", "R&D plans"]
    geometry = page.grid._geometry
    assert geometry is not None
    theirs = next(box for box in geometry.boxes if page.model.events()[box.row].subject == "theirs")
    assert theirs.rect.left() >= geometry.day_left(1), "alone in its column"
    assert not page.grid.grab().isNull()
    QTest.keyClick(page.grid, Qt.Key.Key_S)
    assert set().union(*columns_of(page).values()) == {0}


def test_a_hidden_calendar_gives_its_column_to_the_others(
    open_page: Open, diary: Diary, qtbot: QtBot
) -> None:
    page = open_page()
    QTest.keyClick(page.grid, Qt.Key.Key_S)
    diary.store.calendar.choose_shown({diary.calendar("shared"): False})
    qtbot.waitUntil(lambda: "theirs" not in columns_of(page), timeout=3000)
    assert page.grid._grid_painter.titles == ()
    diary.store.calendar.choose_shown({diary.calendar("shared"): True})
    qtbot.waitUntil(lambda: columns_of(page).get("theirs") == {1}, timeout=3000)


def test_arrows_lead_from_calendar_to_calendar(open_page: Open) -> None:
    page = open_page()
    QTest.keyClick(page.grid, Qt.Key.Key_S)
    names = []
    for _ in range(5):
        QTest.keyClick(page.grid, Qt.Key.Key_Down)
        names.append(page.grid.currentIndex().data())
    assert set(names) == {"day", "mine", "at once", "their week", "theirs"}


def test_the_strips_of_free_time_see_one_day(open_page: Open) -> None:
    page = open_page()
    QTest.keyClick(page.grid, Qt.Key.Key_S)
    assert len(page.grid.column_edges()) == 2


def test_view_zoom_second_zone_and_columns_come_back(open_page: Open, engine: Engine) -> None:
    page = open_page()
    QTest.keyClick(page.grid, Qt.Key.Key_S)
    page.grid.zoom(2)
    madrid = ZoneInfo("Europe/Madrid")
    page.desk.zones.choose("Madrid", madrid)
    page.shut()
    kept = engine.settings
    assert (kept.calendar_view, kept.calendar_hour_px) == ("Day", 96)
    assert (kept.calendar_second_zone, kept.calendar_side_by_side) == ("Europe/Madrid", True)
    again = open_page()
    assert again.days == (MONDAY,)
    assert again.grid._hour == 96
    assert again.grid._grid_painter.second == ("Madrid", madrid)
    assert columns_of(again)["theirs"] == {1}
    again.desk.zones.choose("", None)
    QTest.keyClick(again.grid, Qt.Key.Key_M)
    again.shut()
    third = open_page()
    assert len(third.days) >= 28
    assert third.grid._grid_painter.second is None


def test_odd_values_in_the_settings_do_no_harm(open_page: Open, engine: Engine) -> None:
    odd = replace(
        engine.settings,
        calendar_view="Fortnight",
        calendar_hour_px=-5,
        calendar_second_zone="Mars/Olympus",
    )
    engine.save_settings(odd)
    page = open_page()
    assert len(page.days) == 7
    assert page.grid._hour == 28


def test_another_first_day_moves_the_week_when_the_page_is_shown_again(
    open_page: Open, engine: Engine
) -> None:
    engine.save_settings(replace(engine.settings, first_weekday=0))
    page = open_page()
    assert page.days[0] == MONDAY
    engine.save_settings(replace(engine.settings, first_weekday=6))
    page.activate()
    assert page.days[0].isoformat() == "2026-11-22"
    assert page.side.month.days.days()[0].weekday() == 6
