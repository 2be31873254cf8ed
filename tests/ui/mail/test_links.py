"""Which links are followed, and what is said of the others."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import Mailroom, letter

from transom.ui.mail.link_line import refusal
from transom.ui.mail.page import MailPage
from transom.ui.web.references import Link


class Browser(QObject):
    """Takes what the system's browser would be handed."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def browser(page: MailPage, mailroom: Mailroom, qtbot: QtBot) -> Iterator[Browser]:
    mailroom.write(letter("one"))
    mailroom.write_body("one", "<p>x</p>")
    qtbot.waitUntil(lambda: page.messages.rowCount() == 1)
    page.show_message(mailroom.find("one"))
    taker = Browser()
    for scheme in ("https", "file", "javascript", "ms-word"):
        QDesktopServices.setUrlHandler(scheme, taker, "take")
    yield taker
    for scheme in ("https", "file", "javascript", "ms-word"):
        QDesktopServices.unsetUrlHandler(scheme)


def test_a_link_to_the_web_is_handed_on(page: MailPage, browser: Browser) -> None:
    page.reading.body.link_chosen.emit(Link("https://contoso.example/a", "here"))
    assert browser.opened == ["https://contoso.example/a"]
    assert not page.reading.deceit.isVisible()


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "javascript:alert(1)", "ms-word:ofe|u|x", "\tfile:x", "//a.b"]
)
def test_other_links_are_refused_with_words(page: MailPage, browser: Browser, target: str) -> None:
    page.reading.body.link_chosen.emit(Link(target, "here"))
    assert browser.opened == []
    assert page.reading.deceit.text.startswith("Only links to web pages")


def test_the_refusal_names_how_the_link_begins() -> None:
    assert refusal(Link("javascript:x")).endswith("This one begins with “javascript:”.")
    assert refusal(Link("MAILTO:a@b.example")) == ""


def test_a_link_that_claims_another_host_is_opened_only_on_a_second_word(
    page: MailPage, browser: Browser
) -> None:
    page.reading.body.link_chosen.emit(Link("https://evil.example/", "www.bank.example"))
    assert browser.opened == []
    (button, _dismiss) = page.reading.deceit._buttons
    button.click()
    assert browser.opened == ["https://evil.example/"]
    assert not page.reading.deceit.isVisible()
