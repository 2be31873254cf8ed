"""The calendars in the side pane: groups, check boxes, several accounts, the keyboard."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.fakes.clock import FakeClock
from tests.ui.calendar.stage import INES, ME, TALLINN, Diary, timed

from transom.engine.engine import Engine
from transom.engine.entities.accounts import (
    Account,
    AccountId,
    Cloud,
    Person,
    Registration,
    RemoteId,
)
from transom.engine.entities.calendar import Calendar, CalendarId
from transom.engine.workers import Lane
from transom.ui.bridge import Bridge
from transom.ui.calendar.calendar_box import CalendarBox
from transom.ui.calendar.calendar_groups import grouped
from transom.ui.calendar.page import CalendarPage
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # no window manager offscreen
CLOUD = Cloud("test", "https://127.0.0.1:1", "https://127.0.0.1:1", "https://127.0.0.1:1/r")


def account(number: int, username: str, **facts: str) -> Account:
    registration = Registration("client", "common", CLOUD)
    return Account(
        f"oid-{number}", "tid", username, "", registration, id=AccountId(number), **facts
    )


def calendar(number: int, name: str, owner: Person, of: int = 1, **facts: bool) -> Calendar:
    return Calendar(
        RemoteId(name), name, "", owner, account=AccountId(of), id=CalendarId(number), **facts
    )


def titles(calendars: list[Calendar], *accounts: Account) -> list[tuple[str, list[str]]]:
    return [
        (group.title, [one.name for one in group.calendars])
        for group in grouped(calendars, accounts)
    ]


def test_own_ones_come_first_then_holidays_then_those_of_others() -> None:
    calendars = [
        calendar(1, "Plans", INES),
        calendar(2, "Holidays", ME),
        calendar(3, "Zoo", ME, can_edit=True),
        calendar(4, "Calendar", ME, is_default=True, can_edit=True),
    ]
    assert titles(calendars, account(1, ME.address)) == [
        ("My calendars", ["Calendar", "Zoo"]),
        ("Other calendars", ["Holidays"]),
        ("Shared by Ines Navarro", ["Plans"]),
    ]


def test_ones_own_address_may_differ_from_the_user_name() -> None:
    alias = replace(ME, address="adele@contoso.example")
    calendars = [
        calendar(1, "Calendar", alias, is_default=True, can_edit=True),
        calendar(2, "Project", alias, can_edit=True),
    ]
    assert [title for title, _ in titles(calendars, account(1, ME.address))] == ["My calendars"]


def test_several_accounts_are_named_and_a_whole_mailbox_goes_by_its_name() -> None:
    office = account(2, "office", mailbox="office@contoso.example")
    calendars = [
        calendar(1, "Calendar", ME, is_default=True),
        calendar(2, "Calendar", Person("", "o@x.y"), of=2, is_default=True),
        calendar(3, "Calendar", Person("", "a@b.c"), of=3, is_default=True),
    ]
    first, third = account(1, ME.address), account(3, "a@b.c")
    assert [title for title, _ in titles(calendars[:2], first, office)] == [
        "My calendars",
        "office@contoso.example",
    ]
    assert [title for title, _ in titles(calendars, first, office, third)] == [
        f"My calendars · {ME.address}",
        "office@contoso.example",
        "My calendars · a@b.c",
    ]


@pytest.fixture
def page(
    engine: Engine,
    diary: Diary,
    bridge: Bridge,
    theme: Theme,
    icons: Icons,
    lane: Lane,
    qtbot: QtBot,
) -> Iterator[CalendarPage]:
    more = [
        Calendar(RemoteId("own"), "Calendar", "", ME, is_default=True, can_edit=True),
        Calendar(RemoteId("second"), "Second", "", ME, can_edit=True),
        Calendar(RemoteId("shared"), "R&D plans", "#00aa88", INES),
    ]
    diary.store.calendar.save_calendars(diary.account.id, more, is_whole=True)
    diary.write(timed("mine", 0, 10))
    clock = FakeClock(datetime(2026, 11, 23, 7, 41, tzinfo=UTC))
    page = CalendarPage(engine, bridge, theme, icons, lane=lane, clock=clock, zone=TALLINN)
    qtbot.addWidget(page)
    page.resize(1300, 800)
    page.set_narrow(0)
    page.show()
    page.activate()
    yield page
    page.hide()


def boxes(page: CalendarPage) -> dict[str, CalendarBox]:
    found = page.side.findChildren(CalendarBox)
    return {one.accessibleName(): one for one in found if one.isVisible()}


def shown(page: CalendarPage) -> list[str]:
    stored = page._engine.calendar.reader.read_calendars()
    return [one.name for one in stored if one.is_shown]


def test_a_box_toggled_by_the_keyboard_keeps_the_keyboard(page: CalendarPage, qtbot: QtBot) -> None:
    box = boxes(page)["Second"]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: shown(page) == ["Calendar", "R&D plans"], timeout=3000)
    qtbot.wait(80)
    assert boxes(page)["Second"] is box
    assert page.focusWidget() is box
    assert not box.isChecked()


def test_no_button_is_a_window_of_its_own(page: CalendarPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(page.isActiveWindow, timeout=3000)


def test_a_group_is_hidden_and_shown_at_once(page: CalendarPage, qtbot: QtBot) -> None:
    def press(words: str) -> None:
        buttons = page.side.findChildren(QPushButton)
        next(one for one in buttons if one.accessibleName() == words).click()

    press("Hide all of “My calendars”")
    qtbot.waitUntil(lambda: shown(page) == ["R&D plans"], timeout=3000)
    qtbot.waitUntil(lambda: not boxes(page)["Calendar"].isChecked(), timeout=3000)
    press("Show all of “My calendars”")
    qtbot.waitUntil(lambda: len(shown(page)) == 3, timeout=3000)


def test_one_calendar_can_be_seen_alone_and_all_again(page: CalendarPage, qtbot: QtBot) -> None:
    def trigger(words: str) -> None:
        actions = boxes(page)["R&D plans"].actions()
        next(one for one in actions if one.text() == words).trigger()

    trigger("Show only this calendar")
    qtbot.waitUntil(lambda: shown(page) == ["R&D plans"], timeout=3000)
    trigger("Show all calendars")
    qtbot.waitUntil(lambda: len(shown(page)) == 3, timeout=3000)
