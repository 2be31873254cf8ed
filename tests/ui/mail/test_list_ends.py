"""Going to the ends and to the days of a list that is longer than what is loaded."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCalendarWidget
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import NOON, Mailroom, letter

from transom.engine.entities.listing import SortKey
from transom.ui import text
from transom.ui.mail.page import MailPage

_COUNT = 400


def subjects(page: MailPage) -> list[str]:
    return [page.messages.index(row, 0).data() for row in range(page.messages.rowCount())]


@pytest.fixture
def long(page: MailPage, mailroom: Mailroom, qtbot: QtBot) -> MailPage:
    hours = 60 * 5
    for first in range(0, _COUNT, 200):
        mailroom.write(*(letter(f"m{n:03}", n * hours) for n in range(first, first + 200)))
    qtbot.waitUntil(lambda: page.messages.rowCount() >= 128)
    page.list.setFocus()
    return page


def test_end_leads_to_the_oldest_and_home_back_to_the_newest(
    long: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    assert long.messages.rowCount() < _COUNT
    qtbot.keyClick(long.list, Qt.Key.Key_End)
    assert long.list.selected == mailroom.find("m399")
    assert subjects(long)[-1] == "m399"
    assert not long.messages.canFetchMore()
    qtbot.keyClick(long.list, Qt.Key.Key_Home)
    assert long.list.selected == mailroom.find("m000")
    assert subjects(long)[0] == "m000"


def test_what_lies_above_a_jump_is_loaded_without_moving_what_is_seen(
    long: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    qtbot.keyClick(long.list, Qt.Key.Key_End)
    first = subjects(long)[0]
    assert long.messages.has_earlier
    long.list.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: subjects(long)[0] != first)
    row = long.messages.row_of(mailroom.find(first))
    assert row == 128
    assert abs(long.list.rowViewportPosition(row)) <= long.list.rowHeight(row)
    while long.messages.has_earlier:
        long.messages.fetch_earlier()
    assert subjects(long) == [f"m{n:03}" for n in range(_COUNT)]


def test_news_stay_out_of_a_window_they_do_not_belong_to(
    long: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    qtbot.keyClick(long.list, Qt.Key.Key_End)
    count = long.messages.rowCount()
    mailroom.write(letter("fresh", -5), letter("ancient", 60 * 5 * 500), removed=["m398"])
    qtbot.waitUntil(lambda: subjects(long)[-1] == "ancient")
    assert "fresh" not in subjects(long)
    assert long.messages.rowCount() == count
    while long.messages.has_earlier:
        long.messages.fetch_earlier()
    assert subjects(long)[:2] == ["fresh", "m000"]


def test_a_day_is_gone_to_by_the_menu(long: MailPage, mailroom: Mailroom, qtbot: QtBot) -> None:
    long.lists.menu._fill()
    calendar = long.lists.menu._menu.findChild(QCalendarWidget)
    assert calendar is not None
    calendar.setMaximumDate(QDate(2027, 1, 1))
    day = text.local(NOON - timedelta(days=30)).date()
    calendar.activated.emit(QDate(day.year, day.month, day.day))
    line = long.messages.line_at(long.list.currentIndex().row())
    assert line is not None
    assert text.local(line.received_at).date() == day
    before = long.messages.line_at(long.list.currentIndex().row() - 1)
    assert before is None or text.local(before.received_at).date() > day
    assert long.list.selected == line.id


def test_a_day_before_all_mail_shows_nothing_and_the_list_grows_upwards(
    long: MailPage, qtbot: QtBot
) -> None:
    long.list.ends.go_to_day(date(2020, 1, 1))
    qtbot.waitUntil(lambda: subjects(long)[-1:] == ["m399"])
    assert long.list.isVisible()


def test_in_a_list_from_the_oldest_a_day_begins_with_its_first_message(
    long: MailPage, qtbot: QtBot
) -> None:
    long.lists.arrange(replace(long.messages.manner, is_descending=False))
    day = text.local(NOON - timedelta(days=30)).date()
    long.list.ends.go_to_day(day)
    row = long.list.currentIndex().row()
    lines = [long.messages.line_at(row), long.messages.line_at(row + 20)]
    days = [text.local(line.received_at).date() for line in lines if line is not None]
    assert days[0] == day
    assert days[1] > day


def test_a_sorted_list_has_ends_too(long: MailPage, mailroom: Mailroom, qtbot: QtBot) -> None:
    manner = long.messages.manner
    long.lists.arrange(replace(manner, sort=SortKey.SUBJECT, is_descending=False))
    qtbot.waitUntil(lambda: not long.messages.is_looking)
    qtbot.keyClick(long.list, Qt.Key.Key_End)
    assert subjects(long)[-1] == "m399"
    assert long.messages.has_earlier
    mailroom.write(letter("z", 3))
    qtbot.waitUntil(lambda: subjects(long)[-1] == "z", timeout=5_000)
    qtbot.keyClick(long.list, Qt.Key.Key_Home)
    assert long.list.selected == mailroom.find("m000")
    assert subjects(long)[:2] == ["m000", "m001"]
