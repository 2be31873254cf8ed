"""What gives way is as tall as what it holds, until there is less room than that."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from transom.ui.widgets.yielding import Yielding


def test_it_is_as_tall_as_its_words_and_scrolls_where_room_is_short(qtbot: QtBot) -> None:
    head, words = QWidget(), QLabel("word " * 200)
    words.setWordWrap(True)
    QVBoxLayout(head).addWidget(words)
    yielding, below = Yielding(head, 40), QWidget()
    below.setMinimumHeight(200)
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    column.addWidget(yielding)
    column.addWidget(below, 1)
    page.resize(400, 900)
    page.show()
    layout = head.layout()
    assert layout is not None
    qtbot.waitUntil(lambda: yielding.height() == layout.totalHeightForWidth(head.width()))
    tall = yielding.height()
    words.setText("few words")
    qtbot.waitUntil(lambda: yielding.height() < tall // 3)
    words.setText("word " * 200)
    qtbot.waitUntil(lambda: yielding.height() == tall)
    page.resize(400, 300)
    qtbot.waitUntil(lambda: yielding.height() < tall)
    assert below.height() >= 200 and yielding.height() >= 40
    assert head.height() >= layout.totalHeightForWidth(head.width()), "nothing is squeezed"
    assert yielding.verticalScrollBar().maximum() > 0
