"""Reading never writes: the server's unread marks stay, a mark of one's own is a choice."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import Mailroom, letter

from transom.engine.engine import Engine
from transom.engine.entities.mail import MessageLine
from transom.ui.mail.page import MailPage
from transom.ui.models.roles import ItemRole


@pytest.fixture
def letters(page: MailPage, mailroom: Mailroom, qtbot: QtBot) -> None:
    mailroom.write(*(letter(f"letter {n}", n, is_read=n > 2) for n in range(5)))
    qtbot.waitUntil(lambda: page.messages.rowCount() == 5)
    page.seen._pause.setInterval(1)


def line(page: MailPage, mailroom: Mailroom, name: str) -> MessageLine:
    found = page.messages.line_at(page.messages.row_of(mailroom.find(name)))
    assert found is not None
    return found


def press(page: MailPage, label: str, qtbot: QtBot) -> None:
    buttons = page.seen.banner.findChildren(QPushButton)
    (button,) = [one for one in buttons if one.text() == label and one.isVisible()]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_first_unread_message_explains_once_and_marks_nothing(
    page: MailPage, letters: None, mailroom: Mailroom, engine: Engine, qtbot: QtBot
) -> None:
    page.show_message(mailroom.find("letter 3"))
    assert not page.seen.banner.isVisible()
    page.show_message(mailroom.find("letter 0"))
    assert "stays unread on the server" in page.seen.banner.text
    press(page, "Got it", qtbot)
    assert not page.seen.banner.isVisible()
    page.show_message(mailroom.find("letter 1"))
    assert not page.seen.banner.isVisible()
    assert engine.settings.seen_explained and not engine.settings.seen_marks
    assert line(page, mailroom, "letter 0").is_fresh


def test_who_wants_marks_gets_them_on_what_is_read_from_then_on(
    page: MailPage, letters: None, mailroom: Mailroom, engine: Engine, qtbot: QtBot
) -> None:
    page.show_message(mailroom.find("letter 0"))
    press(page, "Mark as seen here", qtbot)
    qtbot.waitUntil(lambda: line(page, mailroom, "letter 0").is_seen)
    page.show_message(mailroom.find("letter 1"))
    assert not page.seen.banner.isVisible()
    qtbot.waitUntil(lambda: line(page, mailroom, "letter 1").is_seen)
    assert line(page, mailroom, "letter 2").is_fresh
    row = page.messages.row_of(mailroom.find("letter 1"))
    spoken = page.messages.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Unread, seen here, ")
    # The server's own word is untouched.
    assert not line(page, mailroom, "letter 1").is_read


def test_a_key_marks_and_takes_the_mark_back(
    page: MailPage, letters: None, mailroom: Mailroom, engine: Engine, qtbot: QtBot
) -> None:
    engine.save_settings(replace(engine.settings, seen_explained=True))
    page.show_message(mailroom.find("letter 2"))
    page.seen.action.trigger()
    qtbot.waitUntil(lambda: line(page, mailroom, "letter 2").is_seen)
    page.reading.tools.opening.emit()
    assert page.seen.action.text() == "Mark as not seen here"
    page.seen.action.trigger()
    qtbot.waitUntil(lambda: line(page, mailroom, "letter 2").is_fresh)
    page.show_message(mailroom.find("letter 3"))
    page.reading.tools.opening.emit()
    assert page.seen.action.text() == "Read on the server" and not page.seen.action.isEnabled()


def test_a_seen_row_looks_lighter_than_a_fresh_one(
    page: MailPage, letters: None, mailroom: Mailroom, engine: Engine, qtbot: QtBot
) -> None:
    before = page.list.viewport().grab().toImage()
    engine.marks.mark_seen([mailroom.find("letter 0")]).result(5)
    qtbot.waitUntil(lambda: line(page, mailroom, "letter 0").is_seen)
    assert page.list.viewport().grab().toImage() != before
    assert page.messages.index(0, 0).data(ItemRole.ENTITY).is_seen
