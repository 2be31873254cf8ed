"""The head and the source of the message on show."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot
from tests.engine.trust.heads import PASSED, forged, head
from tests.ui.mail.mailroom import Mailroom
from tests.ui.mail.test_trust import read

from transom.engine.entities.mail import Header
from transom.engine.errors import NotFoundError
from transom.engine.trust.route import hop_from_text
from transom.ui.mail.headers_view import HeadersView, delay_words, duration_words, stop_words
from transom.ui.mail.page import MailPage
from transom.ui.mail.source_view import MOST_SHOWN_BYTES, SourceView
from transom.ui.widgets.labels import PlainLabel

__all__ = ["read"]


def press(page: MailPage, words: str) -> None:
    buttons = page.reading.panel.findChildren(QPushButton)
    next(one for one in buttons if one.text() == words).click()


def test_headers_open_over_the_body_with_the_way_and_every_line(
    page: MailPage, read, qtbot: QtBot
) -> None:
    subject = Header("Subject", "=?utf-8?b?SMOkdXNlcg==?=\x1b[31m <b>")
    read("came far", head(PASSED, below=(forged(), subject)))
    page.list.setFocus()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(page.list, Qt.Key.Key_H, both)
    view = page.reading.panel.held
    assert isinstance(view, HeadersView)
    words = [label.text() for label in view.findChildren(PlainLabel)]
    assert words[0] == "The way it came: 3 stops, 3 s"
    assert sum("TLS 1.\u200b2" in one for one in words) == 2
    assert "Subject: Häuser [31m <b>" in view.findChildren(QPlainTextEdit)[0].toPlainText()
    press(page, "Copy all")
    assert QApplication.clipboard().text() == view.lines
    qtbot.keyClick(page.list, Qt.Key.Key_Escape)
    assert page.reading.panel.held is None or page.escape()


def test_only_the_services_own_stops_are_told_without_a_doubt() -> None:
    hop = hop_from_text("from a by b with ESMTPS; Mon, 23 Nov 2026 07:38:01 +0000")
    assert stop_words(hop, is_sure=True)[2] == ""
    assert "may say anything" in stop_words(hop, is_sure=False)[2]
    assert stop_words(hop_from_text(""), is_sure=True) == (
        "Taken in by an unnamed server",
        "time unknown · not encrypted",
        "",
    )


def test_delays_are_told_as_people_tell_them() -> None:
    assert [duration_words(one) for one in (0, 250, 10_920, 450_000)] == [
        "0 s",
        "4 min 10 s",
        "3 h 2 min",
        "5 days",
    ]
    assert (delay_words(2), delay_words(-8), delay_words(None)) == (
        "after 2 s",
        "clock 8 s behind",
        "",
    )


def test_a_source_that_cannot_be_had_says_why(page: MailPage, read, qtbot: QtBot) -> None:
    read("nowhere", head(PASSED))
    page.desk.sources.show_source()
    view = page.reading.panel.held
    assert isinstance(view, SourceView)
    qtbot.waitUntil(lambda: "Sign in again" in view.remark.text())


def test_a_source_is_shown_as_text_and_a_huge_one_in_part(page: MailPage) -> None:
    view = SourceView(page.reading.theme)
    view.show_source(b"From: a\r\n\r\n<script>\xff\x00\x1b")
    assert view.text.toPlainText() == "From: a\n\n<script>\ufffd"
    view.show_source(b"x" * (MOST_SHOWN_BYTES + 9))
    assert len(view.text.toPlainText()) == MOST_SHOWN_BYTES
    assert "of which the first" in view.remark.text()
    view.show_error(NotFoundError("It is gone."))
    assert "It is gone." in view.remark.text()
    view.deleteLater()


def test_saving_without_a_server_says_why_and_writes_nothing(
    page: MailPage, read, mailroom: Mailroom, tmp_path: Path, qtbot: QtBot
) -> None:
    read("nowhere", head(PASSED))
    with qtbot.waitSignal(page.desk.sources.failed) as told:
        page.desk.sources.save(mailroom.find("nowhere"), tmp_path)
    assert "Sign in again" in told.args[0]
    assert not [one for one in tmp_path.iterdir() if one.suffix == ".eml"]
