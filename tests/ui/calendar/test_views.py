"""Month, agenda and year on a real page: by keys, by mouse, and to a screen reader."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.ui.calendar.conftest import OpenPage
from tests.ui.calendar.stage import MONDAY, Diary, timed, whole_days

from transom.engine.engine import Engine
from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.calendar import EventKind, Recurrence
from transom.engine.entities.mail import Body
from transom.ui.calendar.event_view import EventView
from transom.ui.calendar.page import CalendarPage
from transom.ui.calendar.ranges import Scale
from transom.ui.widgets.labels import PlainLabel

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # no window manager offscreen


@pytest.fixture
def page(diary: Diary, open_page: OpenPage) -> CalendarPage:
    diary.write(
        *(timed(f"crowd {n:02}", 2, 8 + n // 2, 25, 30 * (n % 2)) for n in range(15)),
        timed("stand-up", 0, 9, 30),
        whole_days("trip", 3, 5),
        timed("next month", 20, 9),
    )
    page = open_page()
    page.focus_first()
    return page


def seen(page: CalendarPage) -> QWidget:
    view = page.views.currentWidget()
    assert view is not None
    return view


def press(page: CalendarPage, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(seen(page), key)


def click(view: EventView, point: QPoint) -> None:
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point
    )


def spoken(view: QWidget) -> list[str]:
    interface = QAccessible.queryAccessibleInterface(view)
    children = [interface.child(number) for number in range(interface.childCount())]
    return [child.text(QAccessible.Text.Name) for child in children]


def test_letters_lead_to_every_view_and_back(page: CalendarPage) -> None:
    for key, view in (
        (Qt.Key.Key_M, page.views.month),
        (Qt.Key.Key_A, page.views.agenda),
        (Qt.Key.Key_W, page.views.grid),
    ):
        press(page, key)
        assert seen(page) is view
    press(page, Qt.Key.Key_Y)
    assert seen(page) is page.views.year
    QTest.keyClick(page.views.year.months[10], Qt.Key.Key_D)
    assert seen(page) is page.views.grid and page.days == (MONDAY,)


def test_the_month_says_every_event_to_a_screen_reader(page: CalendarPage) -> None:
    press(page, Qt.Key.Key_M)
    names = spoken(page.views.month)
    assert len(names) == page.model.rowCount() == 17
    assert any(name.startswith("trip, Thursday 26 November") for name in names)
    assert sum(name.startswith("crowd") for name in names) == 15


def test_arrows_reach_the_events_behind_a_count_and_enter_opens_their_card(
    page: CalendarPage,
) -> None:
    press(page, Qt.Key.Key_M, Qt.Key.Key_Home)
    reached = []
    for _ in range(20):
        reached.append(str(page.views.month.currentIndex().data()))
        press(page, Qt.Key.Key_Down)
    assert set(reached) == {event.subject for event in page.model.events()}
    index = next(
        page.model.index(row) for row in range(17) if page.model.index(row).data() == "crowd 14"
    )
    page.views.month.setCurrentIndex(index)
    assert not page.views.month.visualRect(index).isEmpty()
    press(page, Qt.Key.Key_Return)
    held = page.keeper.card.event_held
    assert held is not None and held.subject == "crowd 14"


def test_a_click_on_the_count_opens_the_day_and_on_an_event_its_card(page: CalendarPage) -> None:
    press(page, Qt.Key.Key_M)
    month = page.views.month
    row = next(r for r in range(17) if page.model.index(r).data() == "trip")
    click(month, month.visualRect(page.model.index(row)).center())
    held = page.keeper.card.event_held
    assert held is not None and held.subject == "trip"
    assert page.escape()
    hidden = next(r for r in range(17) if page.model.index(r).data() == "crowd 14")
    click(month, month.visualRect(page.model.index(hidden)).center())
    assert page.days == (MONDAY + timedelta(days=2),)


def test_page_keys_and_the_wheel_turn_months(page: CalendarPage) -> None:
    press(page, Qt.Key.Key_M, Qt.Key.Key_PageDown)
    assert date(2026, 12, 15) in page.days and len(page.days) % 7 == 0
    month = page.views.month
    center = QPointF(month.viewport().rect().center())
    wheel = QWheelEvent(
        center,
        month.viewport().mapToGlobal(center),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(month.viewport(), wheel)
    assert date(2026, 11, 15) in page.days


def test_the_agenda_begins_at_its_day_scrolls_on_and_stays_where_it_is(
    page: CalendarPage, diary: Diary, qtbot: QtBot
) -> None:
    diary.write(*(timed(f"daily {day}", day, 7) for day in range(-60, 200)))
    press(page, Qt.Key.Key_A)
    agenda = page.views.agenda
    assert agenda.day_at_top == MONDAY
    press(page, Qt.Key.Key_Down)
    assert agenda.currentIndex().data() in ("daily 0", "stand-up")
    press(page, *[Qt.Key.Key_PageDown] * 12)
    reached = agenda.day_at_top
    assert reached is not None and reached > MONDAY + timedelta(days=40)
    qtbot.waitUntil(lambda: page.side.month.days.cursor_day == reached)
    chosen = agenda.currentIndex().data()
    diary.write(timed("news", 1, 6))
    qtbot.wait(150)
    assert agenda.day_at_top == reached
    assert agenda.currentIndex().data() == chosen
    press(page, Qt.Key.Key_T)
    assert agenda.day_at_top == MONDAY
    press(page, *[Qt.Key.Key_Up] * 30)
    top = agenda.day_at_top
    assert top is not None and top < MONDAY
    assert "daily 0" in " ".join(spoken(agenda))


def test_an_agenda_of_no_calendar_is_empty_and_harmless(
    page: CalendarPage, engine: Engine, diary: Diary, qtbot: QtBot
) -> None:
    press(page, Qt.Key.Key_A)
    agenda = page.views.agenda
    for name in ("own", "shared"):
        engine.calendar.choose_shown({diary.calendar(name): False})
    qtbot.waitUntil(lambda: agenda.agenda.rowCount() == 0)
    press(page, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_T, Qt.Key.Key_Return)
    agenda.grab()
    engine.calendar.choose_shown({diary.calendar("own"): True})
    qtbot.waitUntil(lambda: agenda.agenda.rowCount() > 0)
    assert agenda.day_at_top == MONDAY


def test_the_year_shades_days_and_leads_to_day_and_month(page: CalendarPage) -> None:
    press(page, Qt.Key.Key_Y)
    year = page.views.year
    november = year.months[10]
    assert november._counts[MONDAY + timedelta(days=2)] == 15
    QTest.keyClick(november, Qt.Key.Key_Up)
    QTest.keyClick(november, Qt.Key.Key_Return)
    assert page.days == (MONDAY - timedelta(days=7),)
    QTest.keyClick(page.views.grid, Qt.Key.Key_Y)
    QTest.keyClick(november, Qt.Key.Key_PageDown)
    assert page.days[0] == date(2027, 1, 1)
    titles = [button for button in year.findChildren(QPushButton) if button.text() == "March"]
    QTest.mouseClick(titles[0], Qt.MouseButton.LeftButton)
    assert date(2027, 3, 15) in page.days and len(page.days) == 35


def test_an_arrow_out_of_a_month_goes_into_its_neighbour(page: CalendarPage) -> None:
    press(page, Qt.Key.Key_Y)
    november, december = page.views.year.months[10:12]
    november.setFocus()
    november.set_cursor(date(2026, 11, 30))
    QTest.keyClick(november, Qt.Key.Key_Right)
    assert november.cursor_day == date(2026, 11, 30)
    assert december.cursor_day == date(2026, 12, 1)
    assert december.hasFocus()


def test_a_double_click_opens_the_details_and_escape_leaves_them(
    page: CalendarPage, diary: Diary, qtbot: QtBot
) -> None:
    rule = Recurrence("weekly", 1, ("monday",), first_day=MONDAY)
    base = replace(
        timed("series", 0, 14),
        location="Sadama 5, Tallinn",
        body=Body(is_html=False, content="Bring the tables."),
        start_zone="Europe/Madrid",
        reminder_minutes=60,
    )
    diary.store.calendar.save_event(
        diary.calendar(), replace(base, kind=EventKind.MASTER, recurrence=rule)
    )
    times = [
        replace(
            timed(f"o{n}", 7 * n, 14),
            subject="series",
            kind=EventKind.OCCURRENCE,
            master_remote_id=RemoteId("series"),
            location=base.location,
            start_zone=base.start_zone,
            reminder_minutes=60,
        )
        for n in range(3)
    ]
    diary.write(*times, timed("rival", 0, 14))
    qtbot.waitUntil(lambda: page.model.rowCount() == 19)
    row = next(r for r in range(19) if page.model.index(r).data() == "series")
    grid = page.views.grid
    grid.scrollTo(page.model.index(row))
    point = grid.visualRect(page.model.index(row)).center()
    QTest.mouseDClick(
        grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point
    )
    details = page.desk.details
    assert details.isVisible() and not page.keeper.card.isVisible()
    words = "\n".join(label.text() for label in details.findChildren(PlainLabel))
    for expected in (
        "Monday 23 November · 14:00 – 15:00",
        "13:00 – 14:00 in Madrid",
        "every week on Monday",
        "Monday 30 November 2026 · 14:00 – 15:00",
        "14:00 – 15:00 rival",
        "1 hour before",
        "It was planned for 13:00 in Madrid",
    ):
        assert expected in words
    buttons = {button.text() for button in details.findChildren(QPushButton)}
    assert {"Map", "Save series", "Save as .ics", "Copy", "Back"} <= buttons
    assert page.escape()
    assert seen(page) is grid and not details.isVisible()


def test_the_text_of_an_event_stands_beside_its_facts(
    page: CalendarPage, diary: Diary, qtbot: QtBot
) -> None:
    body = Body(is_html=False, content="Bring the tables, see https://example.org/x")
    diary.store.calendar.save_event(diary.calendar(), replace(timed("talk", 0, 16), body=body))
    qtbot.waitUntil(lambda: page.model.rowCount() == 18)
    event = next(one for one in page.model.events() if one.subject == "talk")
    with qtbot.waitSignal(page.desk.details.body.shown, timeout=5_000):
        page.desk.open_details(event)
    assert page.desk.details.body.message == event.id


def test_the_hours_grow_and_the_minute_in_the_middle_stays(page: CalendarPage) -> None:
    grid = page.views.grid
    assert grid._geometry is not None
    before, bar = grid._geometry, grid.verticalScrollBar()
    middle = grid.viewport().height() // 2
    minute = (middle - before.top + bar.value()) / before.metrics.hour
    QTest.keyClick(grid, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    after = grid._geometry
    assert after.metrics.hour > before.metrics.hour
    assert (middle - after.top + bar.value()) / after.metrics.hour == pytest.approx(minute, abs=0.1)
    QTest.keyClick(grid, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert grid._geometry.metrics.hour == before.metrics.hour


def test_a_second_zone_takes_room_beside_the_hours(page: CalendarPage) -> None:
    assert page.views.grid._geometry is not None
    gutter = page.views.grid._geometry.metrics.gutter
    page.desk.zones.choose("Kolkata", ZoneInfo("Asia/Kolkata"))
    assert page.views.grid._geometry.metrics.gutter > gutter
    page.desk.zones.choose("", None)
    assert page.views.grid._geometry.metrics.gutter == gutter


def test_a_day_on_which_the_clock_jumps_is_marked(page: CalendarPage) -> None:
    page.show_day(date(2026, 10, 25), Scale.WEEK)
    number = page.days.index(date(2026, 10, 25))
    assert set(page.views.grid._jumps) == {number}
    page.show_day(MONDAY)
    assert page.views.grid._jumps == {}
