"""The calendar from right to left: days, events, clicks and keys are where a mirror shows them."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtTest import QTest
from tests.ui.calendar.conftest import OpenPage
from tests.ui.calendar.stage import MONDAY, Diary, timed

from transom.ui.calendar.page import CalendarPage
from transom.ui.calendar.ranges import Scale
from transom.ui.theme import Theme
from transom.ui.widgets.mirror import painter_on

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # no window manager offscreen


@pytest.fixture
def page(diary: Diary, open_page: OpenPage) -> CalendarPage:
    diary.write(timed("monday", 0, 10), timed("tuesday", 1, 10), timed("also tuesday", 1, 10))
    page = open_page(Qt.LayoutDirection.RightToLeft)
    page.focus_first()
    return page


def rect_of(page: CalendarPage, name: str) -> QRect:
    view = page.grid if page.grid.isVisible() else page.views.month
    row = [event.subject for event in page.model.events()].index(name)
    return view.visualRect(page.model.index(row))


@pytest.mark.parametrize("scale", [Scale.WEEK, Scale.MONTH])
def test_later_days_are_further_left_and_a_click_finds_its_event(
    page: CalendarPage, scale: Scale
) -> None:
    page.show_day(MONDAY, scale)
    view = page.grid if scale is Scale.WEEK else page.views.month
    assert rect_of(page, "monday").left() > rect_of(page, "tuesday").right()
    for name in ("monday", "tuesday", "also tuesday"):
        rect = rect_of(page, name)
        assert view.viewport().rect().contains(rect)
        assert view.indexAt(rect.center()).data() == name
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=rect_of(page, "monday").center()
    )
    held = page.keeper.card.event_held
    assert held is not None and held.subject == "monday"


def test_a_click_on_the_name_of_a_day_opens_the_day_that_is_read_there(page: CalendarPage) -> None:
    column = rect_of(page, "tuesday").center().x()
    QTest.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(column, 20))
    assert page.days == (MONDAY + timedelta(days=1),)


def test_left_is_the_next_day(page: CalendarPage) -> None:
    QTest.keyClick(page.grid, Qt.Key.Key_Home)
    assert page.grid.currentIndex().data() == "monday"
    QTest.keyClick(page.grid, Qt.Key.Key_Left)
    assert "tuesday" in str(page.grid.currentIndex().data())
    QTest.keyClick(page.grid, Qt.Key.Key_Right)
    assert page.grid.currentIndex().data() == "monday"


def test_every_view_is_painted_from_right_to_left(page: CalendarPage, theme: Theme) -> None:
    for scale in (Scale.DAY, Scale.WEEK, Scale.MONTH, Scale.AGENDA):
        page.show_day(MONDAY, scale)
        view = page.views.currentWidget()
        assert view is not None and not view.grab().isNull()
    page.show_day(MONDAY, Scale.WEEK)
    picture = page.grid.viewport().grab().toImage()
    rect = rect_of(page, "monday")
    stripe = QColor(picture.pixel(rect.right() - 1, rect.center().y()))
    ground = QColor(picture.pixel(rect.left() + 3, rect.center().y()))
    assert stripe.saturation() > 2 * ground.saturation(), "an event begins with its stripe"


def test_a_mirror_turns_shapes_and_leaves_words(qapp: object) -> None:
    picture = QPixmap(100, 20)
    picture.fill(Qt.GlobalColor.white)
    painter = painter_on(picture, Qt.LayoutDirection.RightToLeft)
    painter.fillRect(QRect(0, 0, 10, 20), QColor("red"))
    painter.drawText(QRect(20, 0, 10, 20), 0, "iiiiiiiiiiii long words that are cut off")
    painter.end()
    image = picture.toImage()
    assert QColor(image.pixel(95, 10)) == QColor("red")
    assert QColor(image.pixel(5, 10)) == QColor("white")
    inked = {x for x in range(100) for y in range(20) if QColor(image.pixel(x, y)).value() < 128}
    assert inked and 70 <= min(inked) <= 72, "the beginning of the words is what is seen"
