"""Several messages chosen at once, and what can be done with them."""

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import ME, Mailroom, file, letter

from transom.ui.mail import list_selection
from transom.ui.mail.page import MailPage


def button(page: MailPage, words: str) -> QPushButton:
    return next(one for one in page.several._panel.buttons if one.text() == words)


@pytest.fixture
def talks(page: MailPage, mailroom: Mailroom, qtbot: QtBot) -> None:
    mailroom.write(
        letter("new", 1, conversation_id="c"),
        letter("old", 30, conversation_id="c", is_read=False, sender=ME),
        letter("flagged", 5, is_flagged=True),
        letter("file", 12, has_attachments=True),
    )
    mailroom.write_body("new", "<p>It <b>stands</b></p>")
    mailroom.write_body("file", "<p>x</p>", file("a.txt"), file("logo.png", "cid"))
    qtbot.waitUntil(lambda: page.messages.rowCount() == 3)
    page.list.setFocus()
    page.list.step(1)


def test_shift_and_arrows_choose_several_and_one_arrow_ends_it(
    page: MailPage, talks: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    qtbot.keyClick(page.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert page.list.selection.chosen == (mailroom.find("new"), mailroom.find("flagged"))
    panel = page.several._panel
    assert panel.isVisible()
    assert not page.reading.isVisible()
    assert panel.accessibleName() == "3 messages selected. 1 unread"
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert not panel.isVisible()
    assert page.reading.isVisible()
    assert page.reading.message == mailroom.find("file")


def test_taking_one_of_two_away_reads_the_other(
    page: MailPage, talks: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    qtbot.keyClick(page.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    place = page.list.visualRect(page.messages.index(0, 0)).center()
    left, control = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
    qtbot.mouseClick(page.list.viewport(), left, control, place)
    assert page.list.selection.chosen == ()
    assert page.reading.message == mailroom.find("flagged")


def test_all_is_bounded(
    page: MailPage, talks: None, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.keyClick(page.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(page.list.selection.chosen) == 3
    monkeypatch.setattr(list_selection, "MOST_CHOSEN", 2)
    page.list.selectAll()
    assert len(page.list.selection.chosen) == 2


def test_what_is_chosen_is_copied_as_text_with_what_its_conversation_hides(
    page: MailPage, talks: None, qtbot: QtBot
) -> None:
    page.list.selectAll()
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    qtbot.mouseClick(button(page, "Copy as text"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Subject: old" in clipboard.text())
    words = clipboard.text()
    assert words.startswith("From: Ines Navarro <ines.navarro@contoso.example>\nTo: Adele Vance")
    assert "It stands" in words
    assert "preview of flagged" in words
    assert words.count("Subject: ") == 4


def test_the_keyboard_copies_the_message_that_is_read(
    page: MailPage, talks: None, qtbot: QtBot
) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    page.list.step(1)
    page.several.copy()
    qtbot.waitUntil(lambda: "Subject: flagged" in clipboard.text())
    assert clipboard.text().count("Subject: ") == 1


def test_addresses_are_copied_once_each(page: MailPage, talks: None, qtbot: QtBot) -> None:
    page.list.selectAll()
    qtbot.mouseClick(button(page, "Copy addresses"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == (
        "Ines Navarro <ines.navarro@contoso.example>; Adele Vance <adele.vance@contoso.example>"
    )


def test_attachments_are_asked_for_together_without_inline_pictures(
    page: MailPage, talks: None, mailroom: Mailroom, qtbot: QtBot, tmp_path: Path
) -> None:
    known = mailroom.store.mail.read_attachments(mailroom.find("file"))
    mailroom.store.mail.save_attachment_content(known[0].id, b"hello")
    page.list.selectAll()
    qtbot.mouseClick(button(page, "Save attachments…"), Qt.MouseButton.LeftButton)
    (dialog,) = page.reading.findChildren(QFileDialog)
    assert [one.name for one in page.desk.saver._chosen] == ["a.txt"]
    dialog.close()


def test_where_no_attachment_is_known_it_is_said(page: MailPage, talks: None, qtbot: QtBot) -> None:
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    page.list.selectionModel().select(page.messages.index(1, 0), flags)
    qtbot.mouseClick(button(page, "Save attachments…"), Qt.MouseButton.LeftButton)
    assert page._notice._banner.text.startswith("None of these has an attachment")


def test_files_of_messages_that_cannot_be_fetched_are_said_to_have_failed(
    page: MailPage, talks: None, mailroom: Mailroom, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(page.several.sources.failed, timeout=5_000) as failed:
        page.several.sources.save([mailroom.find("new"), mailroom.find("old")], tmp_path)
    assert failed.args
    assert not list(tmp_path.glob("*.eml"))


def test_too_many_files_are_refused(page: MailPage, talks: None, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.several.sources.failed) as failed:
        page.several.sources.ask(range(201))
    assert failed.args == ["Choose 200 messages at most to save them as files."]


def test_new_mail_ends_no_choice(
    page: MailPage, talks: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    page.list.selectAll()
    mailroom.write(letter("fresh", -5), removed=["flagged"])
    qtbot.waitUntil(lambda: page.messages.index(0, 0).data() == "fresh")
    assert page.list.selection.chosen == (mailroom.find("new"), mailroom.find("file"))
    assert page.several._panel.isVisible()
