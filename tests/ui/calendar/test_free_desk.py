"""Free and busy times on the calendar page, asked of the demo tenant."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from tests.fakes.engines import EngineRun
from tests.fakes.tenant import Tenant

from transom.engine.entities.accounts import Person
from transom.engine.workers import Lane
from transom.ui.bridge import Bridge
from transom.ui.calendar.page import CalendarPage
from transom.ui.calendar.ranges import Scale
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons

# No window manager offscreen.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support")


@pytest.fixture(scope="module")
def run(tenant: Tenant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineRun]:
    with EngineRun(tmp_path_factory.mktemp("free"), tenant) as run:
        run.sign_in()
        run.wait_until_synced()
        yield run


@pytest.fixture
def page(
    run: EngineRun, theme: Theme, icons: Icons, lane: Lane, qtbot: QtBot
) -> Iterator[CalendarPage]:
    bridge = Bridge(run.engine.newsroom)
    page = CalendarPage(run.engine, bridge, theme, icons, lane=lane)
    qtbot.addWidget(page)
    page.resize(1300, 800)
    page.set_narrow(0)
    page.show()
    page.activate()
    page.focus_first()
    qtbot.waitUntil(page.isActiveWindow, timeout=3000)  # else no shortcut is heard
    yield page
    page.hide()
    bridge.close()


def field(page: CalendarPage) -> QLineEdit:
    found = page.free.panel.findChildren(QLineEdit)
    return next(one for one in found if one.accessibleName() == "Add a person or an address")


def add(page: CalendarPage, words: str) -> None:
    field(page).setText(words)
    QTest.keyClick(field(page), Qt.Key.Key_Return)


def said(page: CalendarPage) -> str:
    labels = page.free.panel.findChildren(QLabel)
    return " | ".join(label.text() for label in labels if not label.isHidden())


def test_the_times_that_suit_all_are_found_by_the_keyboard_alone(
    page: CalendarPage, qtbot: QtBot
) -> None:
    page.show_day(page.days[0].replace(), Scale.WEEK)
    for _ in range(2):  # the whole week after next lies ahead
        QTest.keyClick(page.grid, Qt.Key.Key_PageDown)
    QTest.keyClick(page.grid, Qt.Key.Key_F)
    panel = page.free.panel
    assert panel.isVisible()
    qtbot.waitUntil(lambda: "Add somebody" in said(page), timeout=10_000)
    add(page, "Ines.Navarro@contoso.example; nobody@contoso.example")
    qtbot.waitUntil(lambda: bool(panel.slots), timeout=10_000)
    names = [row.strip.accessibleName() for row in panel.rows]
    assert names == ["You", "Ines Navarro", "nobody@contoso.example", "Free for all"]
    assert "Nobody here has this address." in said(page)
    assert "Busy" in panel.rows[1].strip.accessibleDescription()
    assert "Free for all" in panel.rows[-1].strip.accessibleDescription()
    button = next(one for one in panel.findChildren(QPushButton) if one.text() == panel.slots[-1])
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert page.grid.verticalScrollBar().value() > 0
    assert page.escape()
    assert not panel.isVisible()


def test_the_arrows_lead_along_a_strip_and_enter_goes_there(
    page: CalendarPage, qtbot: QtBot
) -> None:
    page.free.open([Person("", "ines.navarro@contoso.example")])
    qtbot.waitUntil(lambda: len(page.free._known) == 2, timeout=10_000)
    strip = page.free.panel.rows[1].strip
    strip.setFocus()
    for key in (Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_Home):
        QTest.keyClick(strip, key)
    first = strip.accessibleDescription().split("; ")[0]
    assert f"Ines Navarro: {first}" in said(page)
    assert not strip.grab().isNull()
    with qtbot.waitSignal(page.free.slot_chosen):
        QTest.keyClick(strip, Qt.Key.Key_Return)


def test_everybody_of_an_event_is_asked_about_at_once(page: CalendarPage) -> None:
    review = next(one for one in page.model.events() if one.subject.startswith("Load review"))
    page.desk.open_details(review)
    buttons = page.desk.details.findChildren(QPushButton)
    next(one for one in buttons if one.text() == "Free times").click()
    assert page.free.is_open and not page.desk.is_open
    names = [row.strip.accessibleName() for row in page.free.panel.rows]
    assert names == ["You", "Ines Navarro", "Jonas Hartmann", "Free for all"]
    page.shut()


def test_the_panel_leads_to_days_with_hours_and_makes_room_for_details(
    page: CalendarPage, qtbot: QtBot
) -> None:
    page.show_day(page.days[0], Scale.MONTH)
    QTest.keyClick(page.views.month, Qt.Key.Key_F)
    assert page.free.panel.isVisible() and len(page.days) == 7
    page.desk.open_details(page.model.events()[0])
    assert not page.free.panel.isVisible()
    page.desk.close_details()
    assert page.free.panel.isVisible()
    page.shut()


def test_words_that_are_nobody_are_said_to_be(page: CalendarPage, qtbot: QtBot) -> None:
    page.free.open()
    add(page, "qqqq")
    assert "“qqqq” is neither an address nor somebody among your contacts." in said(page)
    assert len(page.free.panel.rows) == 1


def test_a_name_is_completed_from_the_contacts(page: CalendarPage, qtbot: QtBot) -> None:
    page.free.open()
    QTest.keyClicks(field(page), "Ines")
    completer = field(page).completer()
    assert completer is not None
    words = completer.completionModel().index(0, 0).data()
    assert words == "Ines Navarro <ines.navarro@contoso.example>"
    completer.activated[str].emit(words)
    qtbot.waitUntil(lambda: len(page.free.panel.rows) == 3, timeout=5000)
    remove = page.free.panel.rows[1].findChild(QPushButton)
    assert remove.accessibleName() == "Remove Ines Navarro"
    remove.click()
    assert len(page.free.panel.rows) == 1


def test_the_strips_stand_below_the_days_and_leave_where_there_are_none(
    page: CalendarPage, qtbot: QtBot
) -> None:
    page.free.open([Person("", "ines.navarro@contoso.example")])
    page.resize(1100, 700)
    qtbot.waitUntil(lambda: page.free.panel._place[1] == tuple(page.grid.column_edges()))
    page.show_day(page.days[0], Scale.MONTH)
    assert not page.free.panel.isVisible()
    page.show_day(page.days[0], Scale.DAY)
    assert page.free.panel.isVisible()


def test_without_the_server_the_panel_says_so_and_asks_again_when_it_is_back(
    tmp_path: Path, theme: Theme, icons: Icons, lane: Lane, own_tenant: object, qtbot: QtBot
) -> None:
    tenant = own_tenant()  # type: ignore[operator]
    with EngineRun(tmp_path, tenant) as run:
        run.sign_in()
        run.wait_until_synced()
        tenant.stop()
        bridge = Bridge(run.engine.newsroom)
        page = CalendarPage(run.engine, bridge, theme, icons, lane=lane)
        qtbot.addWidget(page)
        page.show()
        page.activate()
        page.free.open()
        qtbot.waitUntil(lambda: "cannot reach the server" in said(page), timeout=15_000)
        tenant.start()
        run.engine.refresh()
        qtbot.waitUntil(lambda: page.free.is_answered, timeout=15_000)
        bridge.close()


def test_rooms_and_colleagues_are_found_where_that_was_turned_on(
    tmp_path: Path, theme: Theme, icons: Icons, lane: Lane, own_tenant: Any, qtbot: QtBot
) -> None:
    with EngineRun(tmp_path, own_tenant(messages=5)) as run:
        kit = run.engine.accounts.admin_kit(run.engine.permissions.all())
        with run.tenant.session() as browser:
            run.tenant.drive_pages(
                browser, kit.consent_url_text, username="grace.ode@contoso.example"
            )
        run.sign_in("work", "User.ReadBasic.All", "Place.Read.All")
        bridge = Bridge(run.engine.newsroom)
        page = CalendarPage(run.engine, bridge, theme, icons, lane=lane)
        qtbot.addWidget(page)
        page.show()
        page.activate()
        page.free.open()
        QTest.keyClicks(field(page), "room")
        names = page.free.panel._names
        qtbot.waitUntil(
            lambda: any("Room Baltic" in one for one in names.stringList()), timeout=10_000
        )
        add(page, next(one for one in names.stringList() if "Room Baltic" in one))
        qtbot.waitUntil(lambda: len(page.free.panel.rows) == 3, timeout=5000)
        assert page.free.panel.rows[1].strip.accessibleName() == "Room Baltic"
        bridge.close()
