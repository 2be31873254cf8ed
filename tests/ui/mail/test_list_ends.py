"""Going to the ends and to the days of a list that is longer than what is loaded."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QDate, QItemSelection, QItemSelectionModel, Qt
from PySide6.QtWidgets import QCalendarWidget
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import NOON, Mailroom, letter

from transom.engine.entities.listing import SortKey
from transom.ui import text
from transom.ui.mail.page import MailPage

_COUNT = 1_200
"""More than a list begins with."""

_HOURS = 60 * 5


def subjects(page: MailPage) -> list[str]:
    return [page.messages.index(row, 0).data() for row in range(page.messages.rowCount())]


@pytest.fixture
def long(page: MailPage, mailroom: Mailroom, qtbot: QtBot) -> MailPage:
    for first in range(0, _COUNT, 400):
        mailroom.write(*(letter(f"m{n:04}", n * _HOURS) for n in range(first, first + 400)))
    qtbot.waitUntil(lambda: page.messages.rowCount() == _COUNT and page.messages.is_known)
    page.list.setFocus()
    return page


def top(page: MailPage) -> tuple[str, int]:
    """Return what stands on top of what is seen, and how far its row is scrolled away."""
    row = page.list.rowAt(0)
    return page.messages.index(row, 0).data(), page.list.rowViewportPosition(row)


def test_end_leads_to_the_oldest_and_home_back_to_the_newest(
    long: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    qtbot.keyClick(long.list, Qt.Key.Key_End)
    assert long.list.selected == mailroom.find("m1199")
    assert long.list.rowAt(long.list.viewport().height() - 1) in (_COUNT - 1, -1)
    qtbot.keyClick(long.list, Qt.Key.Key_Home)
    assert long.list.selected == mailroom.find("m0000")
    assert top(long)[0] == "m0000"


def test_end_waits_for_a_list_that_is_still_being_read(
    long: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    long.show_folder(mailroom.folder())
    assert not long.messages.is_known
    qtbot.keyClick(long.list, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: long.list.selected == mailroom.find("m1199"))


def test_the_scroll_bar_reaches_any_row_and_paints_it_under_its_day(
    long: MailPage, mailroom: Mailroom
) -> None:
    view, bar = long.list, long.list.verticalScrollBar()
    assert bar.maximum() > (_COUNT - 20) * view.rowHeight(1)
    bar.setValue(bar.maximum() // 2)
    picture = view.viewport().grab().toImage()
    row = view.rowAt(view.viewport().height() // 2)
    assert 560 < row < 640
    assert long.messages.index(row, 0).data() == f"m{row:04}"
    middle = view.visualRect(long.messages.index(row, 0))
    colors = {
        picture.pixelColor(x, y).rgb()
        for x in range(middle.left(), middle.right(), 3)
        for y in range(middle.top(), middle.bottom(), 2)
    }
    assert len(colors) > 10


def test_rows_that_begin_a_part_are_taller_wherever_they_are(long: MailPage) -> None:
    model, view = long.messages, long.list
    titles = model.titles()
    assert len(titles) > 8
    usual = view.rowHeight(1)
    assert 1 not in titles
    tall = [row for row in range(_COUNT) if view.rowHeight(row) > usual]
    assert tall == sorted(titles)
    for row in titles:
        if row:
            lines = [model.line_at(row - 1), model.line_at(row)]
            days = [text.local(line.received_at).date() for line in lines if line is not None]
            assert days[0] > days[1]


def test_news_do_not_move_what_is_seen_in_the_middle(
    long: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    bar = long.list.verticalScrollBar()
    bar.setValue(bar.maximum() // 2 + 7)
    before = top(long)
    count = long.messages.rowCount()
    mailroom.write(letter("fresh", -5), letter("ancient", _HOURS * 1500), removed=["m0003"])
    qtbot.waitUntil(lambda: long.messages.rowCount() == count + 1)
    assert top(long) == before
    # So many in different places that they come as one.
    some = [letter(f"x{n}", n * 20 * _HOURS + 9) for n in range(40)]
    mailroom.write(*some, removed=["m0100", "m0200"])
    qtbot.waitUntil(lambda: long.messages.rowCount() == count + 39)
    assert top(long) == before
    mailroom.write(*(letter(f"y{n}", n * 4 * _HOURS + 5) for n in range(250)))
    qtbot.waitUntil(lambda: long.messages.rowCount() == count + 289, timeout=5_000)
    assert top(long) == before


def test_what_is_chosen_stays_chosen_whatever_comes(
    long: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    ids = [mailroom.find(name) for name in ("m0700", "m0702", "m0703")]
    model, flag = long.list.selectionModel(), QItemSelectionModel.SelectionFlag
    long.list.select(ids[0])
    for one in ids[1:]:
        row = long.messages.row_of(one)
        model.select(long.messages.index(row, 0), flag.Select | flag.Rows)
    assert set(long.list.selection.chosen) == set(ids)
    some = [letter(f"x{n}", n * 20 * _HOURS + 9) for n in range(40)]
    mailroom.write(*some)
    qtbot.waitUntil(lambda: long.messages.rowCount() == _COUNT + 40)
    assert set(long.list.selection.chosen) == set(ids)
    rows = {index.row() for index in model.selectedRows(0)}
    assert rows == {long.messages.row_of(one) for one in ids}


def test_no_more_than_a_thousand_rows_are_chosen_at_once(long: MailPage, qtbot: QtBot) -> None:
    long.list.selection.make_current(100)
    long.list.setFocus()
    bottom = long.messages.index(_COUNT - 1, 0)
    long.list.setCurrentIndex(long.messages.index(100, 0))
    flag = QItemSelectionModel.SelectionFlag
    rows = QItemSelection(long.messages.index(100, 0), bottom)
    long.list.selectionModel().select(rows, flag.ClearAndSelect | flag.Rows)
    assert len(long.list.selection.chosen) == 1_000


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
    assert long.list.rowAt(0) == long.list.currentIndex().row()


def test_a_day_before_all_mail_leads_to_the_oldest(long: MailPage, mailroom: Mailroom) -> None:
    long.list.ends.go_to_day(date(2020, 1, 1))
    assert long.list.selected == mailroom.find("m1199")


def test_in_a_list_from_the_oldest_a_day_begins_with_its_first_message(
    long: MailPage, qtbot: QtBot
) -> None:
    long.lists.arrange(replace(long.messages.manner, is_descending=False))
    qtbot.waitUntil(lambda: long.messages.is_known)
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
    assert subjects(long)[-1] == "m1199"
    mailroom.write(letter("z", 3))
    qtbot.waitUntil(lambda: subjects(long)[-1] == "z", timeout=5_000)
    qtbot.keyClick(long.list, Qt.Key.Key_Home)
    assert long.list.selected == mailroom.find("m0000")
    assert subjects(long)[:2] == ["m0000", "m0001"]
