"""The calendar page on a real engine: keys, views, the card and what the news change."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tests.ui.calendar.conftest import OpenPage
from tests.ui.calendar.stage import INES, MONDAY, Diary, timed, whole_days

from transom.engine.entities.accounts import Person
from transom.engine.entities.calendar import Answer, Attendee
from transom.engine.entities.mail import Body
from transom.ui.calendar.calendar_box import CalendarBox
from transom.ui.calendar.page import CalendarPage
from transom.ui.calendar.people_list import NameButton

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # no window manager offscreen


@pytest.fixture
def page(diary: Diary, open_page: OpenPage) -> CalendarPage:
    diary.write(timed("stand-up", 0, 9, 30), timed("review", 0, 11), timed("lunch", 1, 11))
    page = open_page()
    page.focus_first()
    return page


def current(page: CalendarPage) -> str:
    return str(page.grid.currentIndex().data())


def press(page: CalendarPage, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(page.grid, key)


def words_on_card(page: CalendarPage) -> list[str]:
    return [label.text() for label in page.keeper.card.findChildren(QLabel)]


def test_the_week_around_today_is_shown_with_its_events(page: CalendarPage) -> None:
    assert MONDAY in page.days and len(page.days) == 7
    assert page.model.rowCount() == 3


def test_arrows_go_down_the_day_and_across_the_days(page: CalendarPage) -> None:
    press(page, Qt.Key.Key_Home)
    assert current(page) == "stand-up"
    press(page, Qt.Key.Key_Down)
    assert current(page) == "review"
    press(page, Qt.Key.Key_Right)
    assert current(page) == "lunch"
    press(page, Qt.Key.Key_Left)
    assert current(page) == "review"


def test_letters_and_page_keys_change_what_is_shown(page: CalendarPage) -> None:
    press(page, Qt.Key.Key_PageDown)
    assert MONDAY + timedelta(days=7) in page.days
    press(page, Qt.Key.Key_D)
    assert page.days == (MONDAY + timedelta(days=7),)
    press(page, Qt.Key.Key_T)
    assert page.days == (MONDAY,)
    press(page, Qt.Key.Key_W)
    assert len(page.days) == 7


def test_enter_opens_the_card_and_escape_gives_the_keyboard_back(page: CalendarPage) -> None:
    press(page, Qt.Key.Key_Home, Qt.Key.Key_Return)
    card = page.keeper.card
    assert card.isVisible()
    assert page.rect().contains(card.geometry())
    assert "Monday 23 November · 09:00 – 09:30" in words_on_card(page)
    assert page.escape()
    assert not card.isVisible()
    assert not page.escape()


def test_a_click_opens_the_card_beside_the_event(page: CalendarPage) -> None:
    index = page.model.index(page.model.rowCount() - 1)
    point = page.grid.visualRect(index).center()
    QTest.mouseClick(
        page.grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point
    )
    event = page.keeper.card.event_held
    assert event is not None and event.subject == "lunch"
    rect = page.grid.visualRect(index)
    rect.moveTo(page.grid.viewport().mapTo(page, rect.topLeft()))
    assert not page.keeper.card.geometry().intersects(rect)


def test_the_card_names_people_zone_and_text_as_plain_words(
    page: CalendarPage, diary: Diary, qtbot: QtBot
) -> None:
    invited = (
        Attendee(Person("Mei <b>Okafor</b>", "mei@contoso.example"), Answer.TENTATIVE),
        Attendee(INES, Answer.ORGANIZER),
    )
    body = Body(is_html=True, content="<style>p{}</style><p>Bring <i>tables</i></p><p>and ink</p>")
    planning = replace(
        timed("planning", 2, 13),
        attendees=invited,
        organizer=INES,
        body=body,
        start_zone="Romance Standard Time",
        join_url="https://teams.microsoft.com/l/x",
    )
    diary.store.calendar.save_event(diary.calendar(), planning)
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    row = next(r for r in range(4) if page.model.index(r).data() == "planning")
    page.keeper.open(page.model.events()[row])
    words = words_on_card(page)
    assert "12:00 – 13:00 in the organizer's zone" in words
    buttons = page.keeper.card.findChildren(NameButton)
    names = [button.accessibleName() for button in buttons]
    assert names == ["Ines Navarro", "Mei <b>Okafor</b>"]
    assert any(text.startswith("Bring tables") and text.endswith("and ink") for text in words)
    buttons = [button.text() for button in page.keeper.card.findChildren(QPushButton)]
    assert "Join Teams" in buttons


@pytest.mark.parametrize(
    "join_url", ["http://example.org/x", "file:///etc/passwd", "https://", "javascript:1", ""]
)
def test_no_button_leads_to_anything_but_https(
    page: CalendarPage, diary: Diary, qtbot: QtBot, join_url: str
) -> None:
    odd = replace(timed("odd", 2, 13), join_url=join_url)
    diary.write(odd)
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    row = next(r for r in range(4) if page.model.index(r).data() == "odd")
    page.keeper.open(page.model.events()[row])
    buttons = [button.text() for button in page.keeper.card.findChildren(QPushButton)]
    assert not any(text.startswith("Join") for text in buttons)


def test_an_event_that_is_deleted_takes_its_card_along(
    page: CalendarPage, diary: Diary, qtbot: QtBot
) -> None:
    page.keeper.open(page.model.events()[0])
    diary.write(removed=("stand-up",))
    qtbot.waitUntil(lambda: not page.keeper.card.isVisible())
    assert page.model.rowCount() == 2


def test_a_new_event_keeps_the_one_that_is_chosen(
    page: CalendarPage, diary: Diary, qtbot: QtBot
) -> None:
    press(page, Qt.Key.Key_Home, Qt.Key.Key_Down)
    diary.write(timed("early", 0, 7))
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    assert current(page) == "review"


def test_unticking_a_calendar_hides_its_events(
    page: CalendarPage, diary: Diary, qtbot: QtBot
) -> None:
    boxes = {box.accessibleName(): box for box in page.side.findChildren(CalendarBox)}
    assert set(boxes) == {"Calendar", "R&D plans"}
    QTest.mouseClick(boxes["Calendar"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert not diary.store.calendar.read_calendars()[0].is_shown


def test_the_mini_month_leads_to_a_day_and_marks_the_busy_ones(page: CalendarPage) -> None:
    month = page.side.month.days
    QTest.keyClick(month, Qt.Key.Key_Up)
    assert date(2026, 11, 16) in page.days
    QTest.keyClick(month, Qt.Key.Key_PageUp)
    assert date(2026, 10, 16) in page.days
    assert "October 2026" in month.accessibleName()


def hidden_on(page: CalendarPage, number: int) -> int:
    return page.grid._geometry.hidden[number] if page.grid._geometry is not None else 0


def test_too_many_all_day_events_become_a_count_that_opens_the_day(
    page: CalendarPage, diary: Diary, qtbot: QtBot
) -> None:
    diary.write(*(whole_days(f"trip {n}", 2, 1) for n in range(6)))
    qtbot.waitUntil(lambda: page.model.rowCount() == 9)
    number = page.days.index(MONDAY + timedelta(days=2))
    qtbot.waitUntil(lambda: page.grid._geometry is not None)
    assert page.grid._geometry is not None
    qtbot.waitUntil(lambda: hidden_on(page, number) == 2)
    press(page, Qt.Key.Key_Home)
    reached = {current(page)}
    for _ in range(9):
        press(page, Qt.Key.Key_Down)
        reached.add(current(page))
    assert {f"trip {n}" for n in range(6)} <= reached, "the keyboard reaches what is counted"
    page.show()
    point = page.grid.viewport().rect().topLeft()
    point.setX(page.grid._geometry.day_left(number) + 20)
    point.setY(page.grid._geometry.top - 8)
    QTest.mouseClick(
        page.grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point
    )
    assert page.days == (MONDAY + timedelta(days=2),)
    assert not any(page.grid._geometry.hidden)


def test_a_narrow_window_opens_the_side_pane_by_a_button_and_closes_it_by_escape(
    page: CalendarPage,
) -> None:
    page.set_narrow(1)
    assert not page.side.isVisible()
    page.bar.side_requested.emit()
    assert page.side.isVisible()
    assert page.escape()
    assert not page.side.isVisible()
