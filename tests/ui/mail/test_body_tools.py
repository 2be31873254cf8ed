"""Finding words in the message that is shown, and how large it is."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import Mailroom, letter

from transom.engine.engine import Engine
from transom.engine.entities.mail import Body
from transom.ui.mail.page import MailPage

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def letters(page: MailPage, mailroom: Mailroom, qtbot: QtBot) -> None:
    mailroom.write(*(letter(name, n) for n, name in enumerate(("page", "text", "other"))))
    mailroom.write_body("page", "<p>one bridge</p><p>two Bridges</p><div>a third bridge</div>")
    mailroom.write_body("other", "<p>nothing</p>")
    plain = Body(False, "one bridge\ntwo Bridges\nand ünd a bridge")
    mailroom.store.mail.save_body(mailroom.find("text"), plain, ())
    qtbot.waitUntil(lambda: page.messages.rowCount() == 3)
    page.reading.body.warm()
    page.activateWindow()


def show(page: MailPage, mailroom: Mailroom, name: str, qtbot: QtBot) -> None:
    page.show_message(mailroom.find(name))
    qtbot.waitUntil(lambda: page.reading.body.is_settled, timeout=10_000)


def count(page: MailPage) -> str:
    return page.reading.finder._count.text()


@pytest.mark.parametrize("name", ["page", "text"])
def test_words_are_counted_and_walked_through(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot, name: str
) -> None:
    show(page, mailroom, name, qtbot)
    page.reading.body.focus_body()
    page.desk.tools.find()
    finder = page.reading.finder
    finder.field.setText("bridge")
    qtbot.waitUntil(lambda: count(page) == "1 of 3", timeout=5_000)
    for keys, shown in (
        (Qt.KeyboardModifier.NoModifier, "2 of 3"),
        (Qt.KeyboardModifier.NoModifier, "3 of 3"),
        (Qt.KeyboardModifier.NoModifier, "1 of 3"),
        (Qt.KeyboardModifier.ShiftModifier, "3 of 3"),
    ):
        qtbot.keyClick(finder.field, Qt.Key.Key_Return, keys)
        qtbot.waitUntil(lambda words=shown: count(page) == words, timeout=5_000)
    finder.field.setText("zebra")
    qtbot.waitUntil(lambda: count(page) == "Not found", timeout=5_000)
    assert page.escape()
    assert finder.isHidden()


def test_ctrl_f_searches_from_the_list_and_finds_in_the_reader(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    show(page, mailroom, "text", qtbot)
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_F, CTRL)
    assert QGuiApplication.focusObject() is page.bar.field
    page.reading.body.focus_body()
    focused = page.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, Qt.Key.Key_F, CTRL)
    assert page.reading.finder.isVisible()
    show(page, mailroom, "other", qtbot)
    assert not page.reading.finder.isVisible(), "another message is not searched unasked"


def wheel(widget: QWidget, turned: int) -> None:
    at = QPointF(5, 5)
    event = QWheelEvent(
        at, at, QPoint(), QPoint(0, turned), Qt.MouseButton.NoButton, CTRL,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QGuiApplication.sendEvent(widget, event)


def test_the_zoom_holds_for_page_and_text_and_is_remembered(
    page: MailPage, mailroom: Mailroom, engine: Engine, qtbot: QtBot
) -> None:
    show(page, mailroom, "page", qtbot)
    page.list.setFocus()
    for _ in range(2):
        qtbot.keyClick(page.list, Qt.Key.Key_Plus, CTRL)
    view = page.reading.body._view
    assert view is not None
    assert view.zoomFactor() == pytest.approx(1.25)
    show(page, mailroom, "other", qtbot)
    assert view.zoomFactor() == pytest.approx(1.25), "the next page has it too"
    show(page, mailroom, "text", qtbot)
    text = page.reading.body._text
    large = text.document().defaultFont().pixelSize()
    wheel(text.viewport(), -120)
    assert page.desk.tools.zoom == 110
    assert text.document().defaultFont().pixelSize() < large
    qtbot.waitUntil(lambda: engine.settings.reader_zoom_percent == 110, timeout=5_000)
    qtbot.keyClick(page.list, Qt.Key.Key_0, CTRL)
    assert page.desk.tools.zoom == 100


def test_words_are_found_on_every_open_card_of_a_conversation(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    for n, name in enumerate(("question", "answer"), 10):
        mailroom.write(letter(name, n, conversation_id="thread", is_read=False))
        mailroom.write_body(name, f"<p>a wide river, says the {name}</p>")
    page.desk.show_message(mailroom.find("question"))
    qtbot.waitUntil(lambda: page.reading.body.is_page_shown, timeout=10_000)
    page.desk.tools.find()
    finder = page.reading.finder

    def both_are_found() -> bool:
        finder.go_on()
        qtbot.wait(100)
        return count(page).endswith(" of 2")

    finder.field.setText("river")
    qtbot.waitUntil(both_are_found, timeout=10_000)
