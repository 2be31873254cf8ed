"""A message printed, and saved as PDF and text."""

from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import Mailroom, letter

from transom.ui.mail.page import MailPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
MARKUP = (
    "<style>div,b{display:none!important;color:white!important}</style>"
    "<p>The deck stays within the limit.</p>"
)


@pytest.fixture(autouse=True)
def letters(page: MailPage, mailroom: Mailroom, qtbot: QtBot) -> None:
    mailroom.write(letter("Harbour bridge", 1))
    mailroom.write_body("Harbour bridge", MARKUP)
    qtbot.waitUntil(lambda: page.messages.rowCount() == 1)
    page.activateWindow()
    page.show_message(mailroom.find("Harbour bridge"))
    qtbot.waitUntil(lambda: page.reading.body.is_settled, timeout=10_000)


def words_of_pdf(content: bytes) -> str:
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    sheets = QPdfDocument()
    sheets.load(buffer)
    assert sheets.pageCount() == 1
    return " ".join(sheets.getAllText(0).text().split())


def test_a_pdf_has_our_head_whatever_the_mail_s_rules_say(page: MailPage, qtbot: QtBot) -> None:
    made: list[bytes] = []
    page.desk.paper.make_pdf(made.append)
    qtbot.waitUntil(lambda: bool(made), timeout=15_000)
    words = words_of_pdf(made[0])
    for part in ("Harbour bridge", "From: Ines Navarro", "To: Adele Vance", "within the limit"):
        assert part in words


def test_a_message_is_printed_on_the_chosen_printer(
    page: MailPage, tmp_path: Path, qtbot: QtBot
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    page.desk.paper.print_on(printer)
    printed = tmp_path / "out.pdf"
    qtbot.waitUntil(lambda: printed.exists() and printed.stat().st_size > 2_000, timeout=15_000)


def test_the_text_of_a_message_is_saved_and_never_over_another(
    page: MailPage, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "a.txt").write_text("mine")
    with qtbot.waitSignal(page.desk.paper.saved, timeout=5_000) as said:
        page.desk.paper.save(tmp_path / "a.txt", page.desk.paper.words().encode())
    assert said.args == [f"Saved a (2).txt in {tmp_path}."]
    assert (tmp_path / "a.txt").read_text() == "mine"
    lines = (tmp_path / "a (2).txt").read_text().splitlines()
    assert lines[0] == "Subject: Harbour bridge"
    assert lines[-1] == "The deck stays within the limit."


def test_ctrl_s_offers_what_can_be_saved(page: MailPage, qtbot: QtBot) -> None:
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    menu = page.desk.paper.menu
    assert menu.isVisible()
    words = [action.text() for action in menu.actions()]
    assert words == ["PDF…", "Text…", "Message file (.eml)…", "All attachments…"]
    menu.close()
