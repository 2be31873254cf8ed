"""Mails that hang on mails, read in place."""

from email.message import EmailMessage
from pathlib import Path

from PySide6.QtCore import QBuffer, QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot
from tests.engine.files.test_attached_mail import WINMAIL, mime
from tests.ui.mail.mailroom import Mailroom, file, letter
from tests.ui.web.conftest import Home, home
from tests.ui.web.test_body import words_of

from transom.ui.mail.attached_mail_view import AttachedMailView
from transom.ui.mail.page import MailPage
from transom.ui.web.references import Link
from transom.ui.widgets.labels import PlainLabel

__all__ = ["home"]


def with_picture(markup: str) -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "within", "a@b.example"
    mail.set_content("plain")
    mail.add_alternative(markup, "html")
    green = QImage(4, 4, QImage.Format.Format_RGB32)
    green.fill(QColor("#00ff00"))
    device = QBuffer()
    device.open(QBuffer.OpenModeFlag.WriteOnly)
    green.save(device, "PNG")  # type: ignore[call-overload]  # its stubs know bytes
    *_, page = mail.iter_parts()
    assert isinstance(page, EmailMessage)
    page.add_related(device.data().data(), "image", "png", cid="<logo>")
    return mail.as_bytes()


def button(page: MailPage, name: str) -> QPushButton:
    buttons = page.reading.findChildren(QPushButton)
    return next(one for one in buttons if one.accessibleName() == name)


def opened(page: MailPage, qtbot: QtBot) -> AttachedMailView:
    qtbot.waitUntil(lambda: isinstance(page.reading.panel.held, AttachedMailView))
    held = page.reading.panel.held
    assert isinstance(held, AttachedMailView)
    return held


def test_an_attached_mail_is_read_in_place_and_a_file_in_it_saved(
    page: MailPage, mailroom: Mailroom, tmp_path: Path, qtbot: QtBot
) -> None:
    mailroom.write(letter("outer", has_attachments=True))
    mailroom.write_body("outer", "<p>x</p>", file("inner.eml"), file("winmail.dat"), file("c.txt"))
    stored = mailroom.store.mail
    facts = stored.read_attachments(mailroom.find("outer"))
    for one, content in zip(facts, (mime(), WINMAIL, b"text"), strict=True):
        stored.save_attachment_content(one.id, content)
    qtbot.waitUntil(lambda: page.messages.rowCount() == 1)
    page.list.select(mailroom.find("outer"))
    qtbot.waitUntil(lambda: len(page.reading.strip.shown) == 3)
    names = [one.accessibleName() for one in page.reading.findChildren(QPushButton)]
    assert [one for one in names if one.startswith("Read ")] == [
        "Read inner.eml",
        "Read winmail.dat",
    ]

    button(page, "Read inner.eml").click()
    view = opened(page, qtbot)
    words = [label.text() for label in view.findChildren(PlainLabel)]
    assert words[0] == "Häuser"
    assert any("ines@contoso.example" in one for one in words)
    qtbot.waitUntil(lambda: view.body.is_page_shown, timeout=10_000)
    assert words_of(view.body, qtbot).strip() == "rich"
    button(page, "Save levels.txt").click()
    dialog = next(one for one in page.findChildren(QFileDialog) if one.isVisible())
    with qtbot.waitSignal(page.desk.attached.saved) as told:
        dialog.fileSelected.emit(str(tmp_path / "kept.txt"))
    dialog.reject()
    assert "kept.txt" in told.args[0] and (tmp_path / "kept.txt").read_bytes() == b"2.413"

    assert page.escape()
    button(page, "Read winmail.dat").click()
    view = opened(page, qtbot)
    assert any("a long name.pdf" in label.text() for label in view.findChildren(PlainLabel))


def test_what_is_no_mail_says_so(page: MailPage, mailroom: Mailroom, qtbot: QtBot) -> None:
    mailroom.write(letter("outer"))
    mailroom.write_body("outer", "<p>x</p>", file("odd.eml"))
    (facts,) = mailroom.store.mail.read_attachments(mailroom.find("outer"))
    mailroom.store.mail.save_attachment_content(facts.id, b"nothing of a mail")
    qtbot.waitUntil(lambda: page.messages.rowCount() == 1)
    page.list.select(mailroom.find("outer"))
    qtbot.waitUntil(lambda: len(page.reading.strip.shown) == 1)
    with qtbot.waitSignal(page.desk.attached.failed) as told:
        button(page, "Read odd.eml").click()
    assert "cannot be read" in told.args[0]


def test_an_attached_mail_that_comes_late_is_shown_under_no_other_header(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    for name in ("outer", "other"):
        mailroom.write(letter(name))
        mailroom.write_body(name, "<p>x</p>", file(f"{name}.eml"))
        (facts,) = mailroom.store.mail.read_attachments(mailroom.find(name))
        subject = b"Subject: within " + name.encode() + b"\nFrom: a@b.example\n\nwords"
        mailroom.store.mail.save_attachment_content(facts.id, subject)
    qtbot.waitUntil(lambda: page.messages.rowCount() == 2)
    for name in ("outer", "other"):
        page.list.select(mailroom.find(name))
        qtbot.waitUntil(lambda name=name: [f"{name}.eml"] == shown_files(page))  # type: ignore[misc]
        button(page, f"Read {name}.eml").click()
    view = opened(page, qtbot)
    qtbot.wait(50)
    assert page.reading.panel.held is view
    words = [label.text() for label in view.findChildren(PlainLabel)]
    assert words[0] == "within other"


def test_an_attached_mail_has_its_look_and_loads_nothing(
    page: MailPage, mailroom: Mailroom, home: Home, qtbot: QtBot
) -> None:
    mailroom.write(letter("outer"))
    mailroom.write_body("outer", "<p>x</p>", file("inner.eml"))
    (facts,) = mailroom.store.mail.read_attachments(mailroom.find("outer"))
    markup = (
        '<img src="cid:logo" width="300" height="100">'
        f'<style>@import "{home.url}"; p{{background:#ff0000;height:900px}}</style><p>red</p>'
        f'<img src="https://{home.host}/x.png"><iframe src="{home.url}"></iframe>'
        f'<script>document.body.textContent="ran"</script><link rel=preconnect href="{home.url}">'
    )
    mailroom.store.mail.save_attachment_content(facts.id, with_picture(markup))
    qtbot.waitUntil(lambda: page.messages.rowCount() == 1)
    page.list.select(mailroom.find("outer"))
    qtbot.waitUntil(lambda: len(page.reading.strip.shown) == 1)
    button(page, "Read inner.eml").click()
    view = opened(page, qtbot)
    qtbot.waitUntil(lambda: view.body.is_page_shown, timeout=10_000)
    red = view.body.grab().toImage().pixelColor(QPoint(100, 200))
    assert red.name() == "#ff0000"
    assert view.body.grab().toImage().pixelColor(QPoint(100, 60)).name() == "#00ff00"
    assert words_of(view.body, qtbot).strip() == "red"
    labels = [label.text() for label in view.findChildren(PlainLabel)]
    assert any(one.startswith("1 picture from 1 place was not loaded.") for one in labels)
    assert home.calls == []
    with qtbot.waitSignal(view.destroyed, timeout=5_000):
        assert page.escape()
    assert page.reading.body.message == mailroom.find("outer")


def shown_files(page: MailPage) -> list[str]:
    return [one.name for one in page.reading.strip.shown]


def test_a_link_of_an_attached_mail_is_refused_with_the_same_words(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write(letter("outer"))
    mailroom.write_body("outer", "<p>x</p>", file("inner.eml"))
    (facts,) = mailroom.store.mail.read_attachments(mailroom.find("outer"))
    mailroom.store.mail.save_attachment_content(facts.id, mime())
    qtbot.waitUntil(lambda: page.messages.rowCount() == 1)
    page.list.select(mailroom.find("outer"))
    qtbot.waitUntil(lambda: len(page.reading.strip.shown) == 1)
    button(page, "Read inner.eml").click()
    opened(page, qtbot).link_chosen.emit(Link("file:///etc/passwd", "here"))
    assert page.reading.deceit.text.startswith("Only links to web pages")
    assert not page.reading.deceit.isHidden()
