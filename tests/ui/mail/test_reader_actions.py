"""The reading pane's menu and the place over its body, as others hook into them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import Mailroom, letter

from transom.ui.mail.page import MailPage
from transom.ui.mail.reader_actions import Part


@pytest.fixture
def letters(page: MailPage, mailroom: Mailroom, qtbot: QtBot) -> None:
    mailroom.write(letter("one", 1), letter("two", 2))
    for name in ("one", "two"):
        mailroom.write_body(name, f"<p>{name}</p>")
    qtbot.waitUntil(lambda: page.messages.rowCount() == 2)


def test_an_added_action_stands_in_its_part_and_its_keys_hold_on_the_page(
    page: MailPage, mailroom: Mailroom, letters: None, qtbot: QtBot
) -> None:
    done: list[str] = []
    tools = page.reading.tools
    last = tools.add(Part.FACTS, "Show headers", lambda: done.append("headers"), "Ctrl+H")
    first = tools.add(Part.READ, "Read", lambda: done.append("read"))
    words = [action.text() for action in tools.menu.actions() if not action.isSeparator()]
    assert words.index("Read") < words.index("Show headers")
    assert not first.isEnabled()
    page.show_message(mailroom.find("one"))
    assert first.isEnabled()
    page.activateWindow()
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    first.trigger()
    assert done == ["headers", "read"]
    assert last.shortcutContext() is Qt.ShortcutContext.WidgetWithChildrenShortcut


def test_one_of_several_choices_is_checked_and_told(
    page: MailPage, mailroom: Mailroom, letters: None
) -> None:
    told: list[int] = []
    choices = page.reading.tools.add_choices(Part.LOOK, ("A", "B"), told.append)
    page.show_message(mailroom.find("one"))
    choices[1].trigger()
    choices[0].trigger()
    assert told == [1, 0]
    assert [one.isChecked() for one in choices] == [True, False]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_menu_opens_from_its_button_while_a_message_is_shown(
    page: MailPage, mailroom: Mailroom, letters: None, qtbot: QtBot
) -> None:
    tools = page.reading.tools
    tools.add(Part.READ, "Read", lambda: None)
    assert not tools.button.isVisible()
    page.show_message(mailroom.find("one"))
    with qtbot.waitSignal(tools.opening):
        qtbot.keyClick(tools.button, Qt.Key.Key_Space)
    assert tools.menu.isVisible()
    tools.menu.close()


def test_a_panel_takes_the_body_s_place_until_esc_and_never_outlives_its_message(
    page: MailPage, mailroom: Mailroom, letters: None, qtbot: QtBot
) -> None:
    reading = page.reading
    page.show_message(mailroom.find("one"))
    qtbot.waitUntil(lambda: reading.body.message == mailroom.find("one"))
    reading.show_panel("Headers", QPushButton("inside"))
    assert not reading.body.isVisible()
    assert page.escape()
    assert reading.body.isVisible()
    reading.show_panel("Headers", QPushButton("inside"))
    page.show_message(mailroom.find("two"))
    qtbot.waitUntil(lambda: reading.body.message == mailroom.find("two"))
    assert reading.body.isVisible()
    assert reading.panel.held is None
