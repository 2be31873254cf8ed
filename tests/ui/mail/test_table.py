"""The list as a table above the message."""

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import Mailroom, letter

from transom.engine.engine import Engine
from transom.engine.entities.accounts import Person
from transom.engine.entities.listing import SortKey
from transom.engine.settings import Density
from transom.ui.mail.list_habits import widths_from_settings
from transom.ui.mail.page import MailPage
from transom.ui.models.list_columns import Column


def people(page: MailPage) -> list[str]:
    return [page.messages.index(row, 0).data() for row in range(page.messages.rowCount())]


@pytest.fixture
def table(page: MailPage, mailroom: Mailroom, qtbot: QtBot) -> MailPage:
    mailroom.write(
        letter("b", 1, sender=Person("Zoe", "z@x"), conversation_id="c", is_read=False),
        letter("a", 9, sender=Person("Ana", "a@x"), is_flagged=True, categories=("Red", "Blue")),
        letter("c", 12, sender=Person("Bo", "b@x"), conversation_id="c"),
    )
    qtbot.waitUntil(lambda: page.messages.rowCount() == 2)
    page.show_message(mailroom.find("a"))
    page.lists.menu.table_chosen.emit(True)
    return page


def click_header(page: MailPage, column: Column, qtbot: QtBot) -> None:
    header = page.list.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(column) + 12, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_it_keeps_what_is_read_and_is_remembered(
    table: MailPage, engine: Engine, mailroom: Mailroom
) -> None:
    QAbstractItemModelTester(
        table.messages, QAbstractItemModelTester.FailureReportingMode.Fatal, table
    )
    assert engine.settings.list_table
    assert table.list.selected == mailroom.find("a")
    assert table.list.currentIndex().row() == 1
    assert table.list.horizontalHeader().isVisible()
    top = table.list.mapTo(table, QPoint(0, 0)).y()
    assert table.reading.mapTo(table, QPoint(0, 0)).y() > top + table.list.height()
    table.lists.menu.table_chosen.emit(False)
    assert not table.list.horizontalHeader().isVisible()
    assert table.messages.columnCount() == 1
    assert table.list.selected == mailroom.find("a")


def test_a_click_on_a_title_sorts_and_another_turns_the_order(
    table: MailPage, engine: Engine, qtbot: QtBot
) -> None:
    assert people(table) == ["Zoe, Bo", "Ana"]
    click_header(table, Column.SENDER, qtbot)
    qtbot.waitUntil(lambda: people(table) == ["Ana", "Bo", "Zoe"])
    assert table.list.horizontalHeader().sortIndicatorSection() == Column.SENDER
    click_header(table, Column.SENDER, qtbot)
    qtbot.waitUntil(lambda: people(table) == ["Zoe", "Bo", "Ana"])
    assert engine.settings.list_sort is SortKey.SENDER
    click_header(table, Column.CATEGORIES, qtbot)
    assert table.list.horizontalHeader().sortIndicatorSection() == Column.SENDER
    click_header(table, Column.RECEIVED, qtbot)
    assert people(table) == ["Zoe, Bo", "Ana"]


def test_widths_of_columns_are_remembered_and_the_subject_takes_the_rest(
    table: MailPage, engine: Engine, qtbot: QtBot
) -> None:
    header = table.list.horizontalHeader()
    header.resizeSection(Column.SENDER, 150)
    qtbot.waitUntil(lambda: bool(engine.settings.list_column_widths), timeout=3_000)
    kept = widths_from_settings(engine.settings)["From"]
    assert abs(kept - 150 / (table.list._delegate._theme.px(100) / 100)) <= 1
    assert sum(map(header.sectionSize, Column)) == table.list.viewport().width()
    table.lists.menu.table_chosen.emit(False)
    table.lists.menu.table_chosen.emit(True)
    assert header.sectionSize(Column.SENDER) == 150


def test_one_pane_at_a_time_leaves_no_room_for_it(table: MailPage) -> None:
    table.set_narrow(2)
    assert table.messages.columnCount() == 1
    table.set_narrow(0)
    assert table.messages.columnCount() == len(Column)


def test_the_current_row_alone_stands_out(table: MailPage, qtbot: QtBot) -> None:
    table.list.setFocus()
    accent = table.list._delegate._theme.color("accent").name()

    def has_line(row: int) -> bool:
        image = table.list.viewport().grab().toImage()
        place = table.list.visualRect(table.messages.index(row, Column.SIZE))
        ratio = image.devicePixelRatio()
        at = QPoint(round(place.center().x() * ratio), round(place.bottom() * ratio))
        return image.pixelColor(at).name() == accent

    qtbot.waitUntil(table.list.hasFocus)
    assert [has_line(row) for row in range(2)] == [False, True]
    table.list.select(None)
    table.list.setCurrentIndex(QModelIndex())
    assert not any(has_line(row) for row in range(2))


def test_every_cell_can_be_painted_in_every_density(table: MailPage, qtbot: QtBot) -> None:
    table.list.setFocus()
    table.messages.set_open(0, is_open=True)
    for density in Density:
        table.list.set_density(density)
        assert not table.list.grab().isNull()
    qtbot.keyClick(table.list, Qt.Key.Key_Home)
    qtbot.keyClick(table.list, Qt.Key.Key_Left)
    assert people(table) == ["Zoe, Bo", "Ana"]


def test_it_runs_from_right_to_left_where_the_language_does(table: MailPage, qtbot: QtBot) -> None:
    table.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    table.list.setFocus()
    assert not table.list.grab().isNull()
    place = table.list.visualRect(table.messages.index(0, 0))
    assert place.right() >= table.list.viewport().width() - 2
    at = QPoint(place.right() - 8, place.bottom() - 10)
    qtbot.mouseClick(table.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert people(table) == ["Zoe, Bo", "Bo", "Ana"]
