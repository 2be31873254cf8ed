"""A working day with the calendar, once with the keyboard alone and once with the mouse alone."""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from tests.journeys.hands import ALT, CONTROL, NONE, Hands

from transom.app import App
from transom.engine.entities.calendar import Event
from transom.ui.calendar.calendar_box import CalendarBox
from transom.ui.calendar.page import CalendarPage
from transom.ui.mail.page import MailPage
from transom.ui.models.roles import ItemRole

INVITATION = "Invitation: Quarterly planning"
FILE = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:%sT100000Z\r\n"
    b"DTEND:%sT113000Z\r\nSUMMARY:Harbour walk\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture(scope="module")
def app(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """One window on one tenant for both journeys."""
    place = tmp_path_factory.mktemp("calendar")
    arguments = argparse.Namespace(
        profile=place / "profile",
        key_file=place / "key",
        demo=True,
        signed_in=True,
        verbose=False,
        command=None,
    )
    app = App(arguments, qapp)
    app.start()
    app.window.resize(1440, 900)
    yield app
    app.stop()
    app.window.deleteLater()


class Planner(Hands):
    """Somebody who looks at the calendar."""

    @property
    def calendar(self) -> CalendarPage:
        page = self.page("calendar")
        assert isinstance(page, CalendarPage)
        return page

    @property
    def mail(self) -> MailPage:
        page = self.page("mail")
        assert isinstance(page, MailPage)
        return page

    @property
    def title(self) -> str:
        return self.calendar.bar._title.text()

    def begin(self) -> None:
        self.wait_for(lambda: bool(self.app.engine.accounts.list()))
        self.wait_for(lambda: self.app.window.page("mail").isVisible())
        self.wait_for(lambda: INVITATION in self.subjects())
        self.app.window.resize(1440, 900)
        self.app.window.activateWindow()

    def subjects(self) -> list[str]:
        model = self.mail.messages
        return [model.index(n, 0).data(ItemRole.ENTITY).subject for n in range(model.rowCount())]

    def shown(self) -> QWidget:
        view = self.calendar.views.currentWidget()
        assert view is not None
        return view

    def event_held(self) -> Event:
        event = self.calendar.keeper.card.event_held
        assert event is not None
        return event

    def point_of(self, subject: str) -> QPoint:
        grid, model = self.calendar.grid, self.calendar.model
        row = [event.subject for event in model.events()].index(subject)
        grid.scrollTo(model.index(row))
        return grid.visualRect(model.index(row)).center()

    def own_box(self) -> CalendarBox:
        """Return the check box of the calendar that most events are in."""
        counts = Counter(event.calendar for event in self.calendar.model.events())
        name = self.calendar.model.calendars[counts.most_common(1)[0][0]].name
        self.wait_for(lambda: any(one.isVisible() for one in self.boxes()))
        return next(one for one in self.boxes() if one.isVisible() and one.accessibleName() == name)

    def boxes(self) -> list[CalendarBox]:
        return self.calendar.side.findChildren(CalendarBox)


def test_with_the_keyboard_alone(app: App, qtbot: QtBot) -> None:
    person = Planner(app, qtbot)
    person.begin()
    person.keys(Qt.Key.Key_2, held=CONTROL)
    page = person.calendar
    person.wait_for(lambda: page.model.rowCount() > 5)
    today = page.days

    # Every view, on and back, and home again.
    for key, name in ((Qt.Key.Key_D, "grid"), (Qt.Key.Key_M, "month"), (Qt.Key.Key_A, "agenda")):
        person.keys(key)
        assert person.shown() is getattr(page.views, name)
    person.keys(Qt.Key.Key_Y, Qt.Key.Key_W, Qt.Key.Key_T)
    assert page.days == today
    person.keys(Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
    assert (page.days[0] - today[0]).days == 7
    person.keys(Qt.Key.Key_T)
    assert page.days == today
    height = page.grid._hour
    person.keys(Qt.Key.Key_Plus, held=CONTROL)
    assert page.grid._hour > height
    person.keys(Qt.Key.Key_0, held=CONTROL)

    # Through the events to a card and to all details, and back with Escape.
    person.keys(Qt.Key.Key_Home)
    seen = set()
    for _ in range(page.model.rowCount()):
        seen.add(page.grid.currentIndex().data(ItemRole.ID))
        person.keys(Qt.Key.Key_Down)
    assert seen == {event.id for event in page.model.events()}
    person.keys(Qt.Key.Key_Return)
    person.wait_for(page.keeper.card.isVisible)
    chosen = person.event_held()
    person.keys(Qt.Key.Key_Escape)
    assert not page.keeper.card.isVisible()
    person.keys(Qt.Key.Key_Return, held=ALT)
    held = page.desk.details.event_held
    assert held is not None and held.id == chosen.id
    person.keys(Qt.Key.Key_Escape)
    person.keys(Qt.Key.Key_C, held=CONTROL)
    assert chosen.subject in QApplication.clipboard().text()

    # A calendar is hidden and comes back.
    person.tab_to(person.own_box)
    before = page.model.rowCount()
    person.keys(Qt.Key.Key_Space)
    person.wait_for(lambda: page.model.rowCount() < before)
    person.keys(Qt.Key.Key_Space)
    person.wait_for(lambda: page.model.rowCount() >= before)  # more may have come meanwhile

    # A file is asked for, and not chosen.
    page.views.setFocus()
    person.keys(Qt.Key.Key_O, held=CONTROL)
    person.wait_for(lambda: bool(page.findChildren(QFileDialog)))
    page.findChildren(QFileDialog)[-1].reject()

    # An invitation leads from the mail to its day.
    person.keys(Qt.Key.Key_1, held=CONTROL)
    person.mail.list.setFocus()
    person.keys(Qt.Key.Key_Home)
    for _ in range(person.subjects().index(INVITATION)):
        person.keys(Qt.Key.Key_Down)
    person.wait_for(person.mail.reading.meeting.isVisible)
    # The text between takes Tab for its own links; a screen reader's user jumps to the button.
    person.jump_to(lambda: person.button(person.mail.reading.meeting, "Show in calendar"))
    person.keys(Qt.Key.Key_Space)
    person.wait_for(page.desk.previews.banner.isVisible)
    assert page.isVisible() and page.grid.hasFocus()
    assert "Quarterly planning" in str(page.grid.currentIndex().data())
    person.keys(Qt.Key.Key_Escape)
    assert not page.desk.previews.banner.isVisible()
    person.keys(Qt.Key.Key_W, Qt.Key.Key_T)
    person.keys(Qt.Key.Key_1, held=CONTROL)


def test_with_the_mouse_alone(app: App, qtbot: QtBot, tmp_path: Path) -> None:
    person = Planner(app, qtbot)
    person.begin()
    rail = app.window.rail
    buttons = {one.accessibleName(): one for one in rail.findChildren(QToolButton)}
    person.click(buttons["Calendar"])
    page = person.calendar
    person.wait_for(lambda: page.model.rowCount() > 5)
    today = page.days

    # Every view, on and back, and home again.
    for words in ("Day", "Month", "Agenda", "Year", "Week"):
        person.click(person.button(page.bar, words))
    assert person.shown() is page.grid
    person.click(person.button(page.bar, "Later"))
    assert (page.days[0] - today[0]).days == 7
    person.click(person.button(page.bar, "Today"))
    assert page.days == today
    viewport = page.grid.viewport()
    center = QPointF(viewport.rect().center())
    wheel = QWheelEvent(
        center, viewport.mapToGlobal(center), QPoint(), QPoint(-120, 0),
        Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport, wheel)
    assert (page.days[0] - today[0]).days == 7
    person.click(person.button(page.bar, "Today"))

    # A card by a click, all details by two, and back.
    event = next(one for one in page.model.events() if not one.span.is_all_day)
    person.click_at(viewport, person.point_of(event.subject))
    person.wait_for(page.keeper.card.isVisible)
    assert person.event_held().subject == event.subject
    person.click(person.button(page.keeper.card, "Close"))
    assert not page.keeper.card.isVisible()
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, NONE, person.point_of(event.subject))
    person.wait_for(page.desk.details.isVisible)
    person.click(person.button(page.desk.details, "Back"))
    assert person.shown().isVisible()

    # The name of a day opens it, and the month's name the year's month.
    person.click_at(viewport, QPoint(viewport.width() // 2, 20))
    assert len(page.days) == 1
    person.click(person.button(page.bar, "Year"))
    titles = [one for one in page.views.year.findChildren(QPushButton) if one.text() == "March"]
    person.click(titles[0])
    assert person.shown() is page.views.month and "March" in person.title
    person.click(person.button(page.bar, "Today"))
    person.click(person.button(page.bar, "Week"))

    # A calendar is hidden and comes back.
    box, before = person.own_box(), page.model.rowCount()
    person.click_at(box, QPoint(10, box.height() // 2))
    person.wait_for(lambda: page.model.rowCount() < before)
    person.click_at(box, QPoint(10, box.height() // 2))
    person.wait_for(lambda: page.model.rowCount() >= before)  # more may have come meanwhile

    # A file is dropped, looked at, and nothing of it stays.
    day = f"{today[2]:%Y%m%d}".encode()
    (tmp_path / "walk.ics").write_bytes(FILE % (day, day))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "walk.ics"))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    QApplication.sendEvent(page, QDragEnterEvent(QPoint(400, 400), copy, mime, left, NONE))
    QApplication.sendEvent(page, QDropEvent(QPointF(400, 400), copy, mime, left, NONE))
    banner = page.desk.previews.banner
    person.wait_for(banner.isVisible)
    assert "Harbour walk" in banner.text and "Nothing of it is in your calendar" in banner.text
    person.click_at(viewport, person.point_of("Harbour walk"))
    person.wait_for(page.keeper.card.isVisible)
    person.click(person.button(page.keeper.card, "Close"))
    person.click(person.button(banner, "Close"))
    assert "Harbour walk" not in [one.subject for one in page.model.events()]

    # An invitation leads from the mail to its day.
    person.click(buttons["Mail"])
    index = person.mail.messages.index(person.subjects().index(INVITATION), 0)
    person.mail.list.scrollTo(index)
    point = person.mail.list.visualRect(index).center()
    person.click_at(person.mail.list.viewport(), point)
    person.wait_for(person.mail.reading.meeting.isVisible)
    person.click(person.button(person.mail.reading.meeting, "Show in calendar"))
    person.wait_for(banner.isVisible)
    assert "Quarterly planning" in banner.text
