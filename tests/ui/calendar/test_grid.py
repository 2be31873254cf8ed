"""Every view to a screen reader: each event has a name, a time, a state and a place."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from tests.ui.calendar.conftest import OpenPage
from tests.ui.calendar.stage import MONDAY, Diary, timed, whole_days

from transom.engine.entities.calendar import Answer, ShowAs
from transom.ui.calendar.page import CalendarPage
from transom.ui.calendar.ranges import Scale
from transom.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # no window manager offscreen


@pytest.fixture
def page(diary: Diary, open_page: OpenPage) -> CalendarPage:
    diary.write(
        timed("stand-up", 0, 9),
        timed("night shift", 0, 23, 120),
        replace(timed("off", 1, 9), is_cancelled=True, location="Harbour"),
        replace(timed("no", 1, 10), own_answer=Answer.DECLINED),
        replace(timed("asked", 1, 12), own_answer=Answer.NOT_ANSWERED),
        replace(whole_days("away", 2, 2), show_as=ShowAs.OUT_OF_OFFICE),
    )
    return open_page()


def told(widget: QWidget) -> QAccessibleInterface:
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    return interface


def name_of(interface: QAccessibleInterface) -> str:
    return interface.text(QAccessible.Text.Name)


def events_of(widget: QWidget) -> list[QAccessibleInterface]:
    parent = told(widget)
    return [parent.child(number) for number in range(parent.childCount())]


@pytest.mark.parametrize("scale", [Scale.DAY, Scale.WEEK, Scale.MONTH, Scale.AGENDA])
def test_each_event_says_its_name_its_time_and_its_state(page: CalendarPage, scale: Scale) -> None:
    page.show_day(MONDAY, scale)
    view = page.views.currentWidget()
    assert view is not None
    names = [name_of(one) for one in events_of(view)]
    assert "stand-up, Monday 23 November, 09:00 – 10:00, Calendar" in names
    assert any(name.startswith("night shift, Monday 23 November 23:00 – Tuesday") for name in names)
    if scale is Scale.DAY:
        assert len(names) == 2
        return
    for name in (
        "off, Tuesday 24 November, 09:00 – 10:00, Harbour, Calendar, cancelled",
        "no, Tuesday 24 November, 10:00 – 11:00, Calendar, declined",
        "asked, Tuesday 24 November, 12:00 – 13:00, Calendar, not answered",
    ):
        assert name in names
    assert any(name.startswith("away, ") and name.endswith("out of office") for name in names)


@pytest.mark.parametrize("scale", [Scale.WEEK, Scale.MONTH, Scale.AGENDA])
def test_arrow_keys_move_the_focus_that_a_screen_reader_follows(
    page: CalendarPage, scale: Scale, qtbot: QtBot
) -> None:
    page.show_day(MONDAY, scale)
    page.activateWindow()
    view = page.views.currentWidget()
    assert view is not None
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    QTest.keyClick(view, Qt.Key.Key_Home)
    heard = []
    for _ in range(4):
        focused = [one for one in events_of(view) if one.state().focused]  # type: ignore[attr-defined]
        assert len(focused) == 1
        assert name_of(told(view).focusChild()) == name_of(focused[0])
        assert not focused[0].rect().isEmpty()
        heard.append(name_of(focused[0]).split(",")[0])
        QTest.keyClick(view, Qt.Key.Key_Down)
    assert len(set(heard)) >= 3 and heard[0] == "stand-up"


def test_a_day_of_the_year_says_what_it_holds(page: CalendarPage, qtbot: QtBot) -> None:
    page.show_day(MONDAY, Scale.YEAR)
    page.activateWindow()
    month = page.views.year.months[10]
    month.setFocus()
    qtbot.waitUntil(month.hasFocus)
    assert told(month).state().focused  # type: ignore[attr-defined]
    assert name_of(told(month)) == "November 2026, Monday 23 November, today, 2 events"
    QTest.keyClick(month, Qt.Key.Key_Right)
    assert name_of(told(month)) == "November 2026, Tuesday 24 November, 4 events"
    QTest.keyClick(month, Qt.Key.Key_Left)
    QTest.keyClick(month, Qt.Key.Key_Left)
    assert name_of(told(month)) == "November 2026, Sunday 22 November"


def test_an_event_across_midnight_is_one_item_in_two_boxes(
    page: CalendarPage, theme: Theme
) -> None:
    page.show_day(MONDAY, Scale.WEEK)
    page.grid.scroll_to_hour(8)
    geometry = page.grid._geometry
    assert geometry is not None
    row = [event.subject for event in page.model.events()].index("night shift")
    assert len([box for box in geometry.boxes if box.row == row]) == 2
    stand_up = next(one for one in events_of(page.grid) if "stand-up" in name_of(one))
    assert stand_up.rect().height() > theme.px(50)
    assert page.days[0] + timedelta(days=6) == page.days[-1]
