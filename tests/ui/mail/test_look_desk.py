"""How a message is looked at is chosen in its menu, and by default in the settings."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import Mailroom, letter

from transom.engine.engine import Engine
from transom.engine.settings import ReaderLook
from transom.ui.mail.page import MailPage


@pytest.fixture(autouse=True)
def letters(page: MailPage, mailroom: Mailroom, qtbot: QtBot) -> None:
    mailroom.write(letter("one", 1), letter("two", 2))
    for name in ("one", "two"):
        mailroom.write_body(name, f'<p style="color:red">body of {name}</p>')
    qtbot.waitUntil(lambda: page.messages.rowCount() == 2)


def choose(page: MailPage, words: str) -> None:
    tools = page.reading.tools
    next(action for action in tools.actions if action.text() == words).trigger()


def test_a_look_is_chosen_for_one_message_alone(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    page.show_message(mailroom.find("one"))
    body = page.reading.body
    qtbot.waitUntil(lambda: body.message == mailroom.find("one") and body.is_settled)
    choose(page, "Plain text")
    qtbot.waitUntil(lambda: body._text.toPlainText() == "body of one" and not body.is_page_shown)
    page.show_message(mailroom.find("two"))
    qtbot.waitUntil(lambda: body.message == mailroom.find("two") and body.is_page_shown)
    page.show_message(mailroom.find("one"))
    qtbot.waitUntil(lambda: body.message == mailroom.find("one") and body.is_settled)
    assert not body.is_page_shown


def test_the_settings_say_how_messages_are_looked_at_if_nothing_is_chosen(
    page: MailPage, mailroom: Mailroom, engine: Engine, qtbot: QtBot
) -> None:
    engine.save_settings(replace(engine.settings, reader_look=ReaderLook.PLAIN))
    page.show_message(mailroom.find("two"))
    body = page.reading.body
    qtbot.waitUntil(lambda: body.message == mailroom.find("two") and body.is_settled)
    assert not body.is_page_shown
    page.reading.tools.opening.emit()
    checked = [action.text() for action in page.reading.tools.actions if action.isChecked()]
    assert checked == ["Plain text"]
