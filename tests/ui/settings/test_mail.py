"""The section about mail: seen marks and hidden folders."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import Mailroom, letter

from transom.engine.engine import Engine
from transom.ui.bridge import Bridge
from transom.ui.settings.mail import MailSection
from transom.ui.theme import Theme


@pytest.fixture
def section(engine: Engine, bridge: Bridge, theme: Theme) -> Iterator[MailSection]:
    section = MailSection(engine, bridge, theme)
    section.show()
    yield section
    section.close()
    section.deleteLater()


def test_each_box_is_a_setting_and_shows_it(section: MailSection, engine: Engine) -> None:
    section.marks.setChecked(True)
    section.counts.setChecked(True)
    section.hidden.setChecked(True)
    settings = engine.settings
    assert settings.seen_marks and settings.seen_counts and settings.hidden_folders
    assert settings.seen_explained, "whoever finds it here needs no explanation"
    section.marks.setChecked(False)
    section.show_choices()
    assert not section.marks.isChecked() and section.counts.isChecked()


def test_conversations_are_a_choice_and_so_is_their_order(
    section: MailSection, engine: Engine, qtbot: QtBot
) -> None:
    box = section.conversations
    assert box.shown.isChecked()
    box.shown.setChecked(False)
    assert not engine.settings.conversation_view
    oldest = next(one for one in box.findChildren(QPushButton) if one.text() == "Oldest first")
    qtbot.mouseClick(oldest, Qt.MouseButton.LeftButton)
    assert not engine.settings.conversation_newest_first


def test_all_marks_can_be_forgotten(section: MailSection, engine: Engine, qtbot: QtBot) -> None:
    mailroom = Mailroom(engine._hall.store)
    mailroom.write(letter("a", is_read=False))
    engine.marks.mark_seen([mailroom.find("a")]).result(5)
    buttons = section.findChildren(QPushButton)
    button = next(one for one in buttons if one.text() == "Forget all marks")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(section._forgotten.isVisible)
    (line,) = engine.mail.reader.read_lines_by_ids([mailroom.find("a")])
    assert line.is_fresh
