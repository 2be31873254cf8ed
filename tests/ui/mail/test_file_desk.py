"""Attachments looked at in place: pictures, PDFs and words, by mouse and keyboard."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QBuffer, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPdfWriter
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import Mailroom, file, letter

from transom.engine.entities.mail import Attachment
from transom.ui.mail.page import MailPage
from transom.ui.preview.pictures import PictureView, picture_from_bytes
from transom.ui.preview.sheets import SheetsView
from transom.ui.preview.words import WordsView, words_of
from transom.ui.widgets.attachments import AttachmentCard
from transom.ui.widgets.empty import EmptyState
from transom.ui.widgets.file_kinds import FileKind, file_kind

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def picture_bytes(size: QSize, kind: str = "PNG") -> bytes:
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)
    return bytes(buffer.data().data())


def pdf_bytes() -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    painter = QPainter(writer)
    painter.drawText(100, 100, "hello")
    writer.newPage()
    painter.end()
    return bytes(buffer.data().data())


def contents() -> dict[str, bytes]:
    return {
        "photo.png": picture_bytes(QSize(40, 30)),
        "plan.pdf": pdf_bytes(),
        "notes.txt": "naïve — words".encode(),
        "broken.jpg": b"not a picture",
        "tables.xlsx": b"PK",
    }


@pytest.fixture(autouse=True)
def letters(page: MailPage, mailroom: Mailroom, qtbot: QtBot) -> None:
    mailroom.write(letter("with files", 1), letter("other", 2))
    files = contents()
    mailroom.write_body("with files", "<p>x</p>", *map(file, files))
    mailroom.write_body("other", "<p>y</p>")
    for one in mailroom.store.mail.read_attachments(mailroom.find("with files")):
        mailroom.store.mail.save_attachment_content(one.id, files[one.name])
    qtbot.waitUntil(lambda: page.messages.rowCount() == 2)
    page.activateWindow()
    page.show_message(mailroom.find("with files"))
    qtbot.waitUntil(lambda: len(page.reading.strip.shown) == len(files), timeout=5_000)


def card(page: MailPage, name: str) -> AttachmentCard:
    cards = page.reading.strip.findChildren(AttachmentCard)
    return next(one for one in cards if one.attachment.name == name)


@pytest.mark.parametrize(
    ("name", "key", "view"),
    [
        ("photo.png", Qt.Key.Key_Space, PictureView),
        ("plan.pdf", Qt.Key.Key_Return, SheetsView),
        ("notes.txt", Qt.Key.Key_Return, WordsView),
    ],
)
def test_a_file_is_looked_at_by_key_and_left_by_esc(
    page: MailPage, qtbot: QtBot, name: str, key: Qt.Key, view: type
) -> None:
    buttons = card(page, name).findChildren(QPushButton)
    look = next(one for one in buttons if one.accessibleName() == f"Look at {name}")
    look.setFocus()
    qtbot.keyClick(look, key)
    qtbot.waitUntil(lambda: isinstance(page.reading.panel.held, view), timeout=5_000)
    assert page.reading.panel.accessibleName() == name
    assert page.escape()
    assert page.reading.panel.held is None


def test_what_is_damaged_is_said_and_the_next_file_is_a_click_away(
    page: MailPage, qtbot: QtBot
) -> None:
    qtbot.mouseDClick(card(page, "broken.jpg"), Qt.MouseButton.LeftButton)
    said = "broken.jpg. It is damaged, or not a picture."
    panel = page.reading.panel
    qtbot.waitUntil(
        lambda: isinstance(panel.held, EmptyState) and panel.held.accessibleName() == said,
        timeout=5_000,
    )
    after = next(one for one in panel._buttons if one.accessibleName() == "Next file")
    qtbot.mouseClick(after, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(panel.held, PictureView), timeout=5_000)


def test_a_file_that_comes_late_is_not_shown_over_another_message(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    card(page, "photo.png").open()
    page.show_message(mailroom.find("other"))
    qtbot.wait(200)
    assert page.reading.panel.held is None


def test_what_cannot_be_looked_at_is_saved(page: MailPage, qtbot: QtBot) -> None:
    chosen = card(page, "tables.xlsx")
    with qtbot.waitSignal(page.reading.strip.save_requested) as wished:
        page.desk.saver.ask = lambda _files: None  # type: ignore[method-assign]
        chosen.open()
    assert wished.args == [chosen.attachment]


def test_the_name_decides_and_what_is_dangerous_is_never_looked_at() -> None:
    def kind(name: str, said: str = "application/octet-stream") -> FileKind | None:
        one: Attachment = replace(file(name), content_type=said)
        return file_kind(one)

    assert kind("a.PNG") is FileKind.PICTURE
    assert kind("a", "image/jpeg") is FileKind.PICTURE
    assert kind("a.svg", "image/png") is None
    assert kind("a.html", "text/plain") is None
    assert file_kind(replace(file("a.pdf"), size_bytes=10**9)) is None


def test_only_known_pictures_are_decoded_and_huge_ones_smaller() -> None:
    assert picture_from_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>").isNull()
    huge = picture_from_bytes(picture_bytes(QSize(9_000, 4_000)))
    assert 0 < huge.width() * huge.height() <= 24_000_000


def test_words_are_read_in_the_letters_they_were_written_in() -> None:
    for name in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert words_of("Grüße — ok".encode(name)) == "Grüße — ok"
