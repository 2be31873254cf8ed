"""How much is kept, chosen in the settings."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from transom.engine.engine import Engine
from transom.ui.settings.limits_box import LimitsBox
from transom.ui.theme import Theme


def press(choices: QWidget, words: str, qtbot: QtBot) -> None:
    (button,) = [one for one in choices.findChildren(QPushButton) if one.text() == words]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_choice_holds_at_once_and_is_kept(engine: Engine, theme: Theme, qtbot: QtBot) -> None:
    box = LimitsBox(engine, theme)
    qtbot.addWidget(box)
    down = [one.text() for one in box.findChildren(QPushButton) if one.isChecked()]
    assert down == ["All", "500 MB", "Names only"]
    press(box.texts, "1 year", qtbot)
    press(box.files, "100 MB", qtbot)
    assert engine.settings.limits == (365, 100)
    limits = engine._hall.store.mail.limits
    assert limits.attachment_bytes == 100 << 20
    assert limits.first_text > 0
    press(box.read, "5 MB", qtbot)
    assert engine.settings.file_text_mb == 5
    assert engine._hall.store.attachment_texts.most_bytes == 5 << 20
    press(box.texts, "All", qtbot)
    assert engine._hall.store.mail.limits.first_text == 0
