"""Messages larger than any that was meant: shown or said, and the window stays alive."""

import itertools
import time

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import Mailroom, letter

from transom.engine.entities.accounts import Person
from transom.engine.entities.mail import Body
from transom.ui.mail.page import MailPage

LARGE = 25_000_000


@pytest.fixture
def small(page: MailPage, mailroom: Mailroom, qtbot: QtBot) -> None:
    mailroom.write(letter("small"), letter("large", 1))
    mailroom.write_body("small", "<p>small words</p>")
    qtbot.waitUntil(lambda: page.messages.rowCount() == 2)


@pytest.mark.parametrize("is_html", [True, False], ids=["html", "text"])
def test_the_largest_body_is_shown_as_far_as_that_is_sensible_and_the_rest_is_said(
    page: MailPage, small: None, mailroom: Mailroom, qtbot: QtBot, is_html: bool
) -> None:
    row = (
        "<p>Grüße aus <b>Tallinn</b> &amp; more</p>\n"
        if is_html
        else "a line of words > and more\n"
    )
    body = Body(is_html, row * (LARGE // len(row)))
    mailroom.store.mail.save_body(mailroom.find("large"), body, ())
    page.desk.show_message(mailroom.find("large"))
    body_view = page.reading.body
    qtbot.waitUntil(lambda: body_view.is_page_shown, timeout=60_000)
    assert body_view.message == mailroom.find("large")
    assert page.reading.held.isVisible()
    assert "too long" in page.reading.held._sentence


def test_one_who_does_not_wait_for_a_large_body_reads_the_next_message(
    page: MailPage, small: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    row = "<div><i>words</i></div>"
    mailroom.write_body("large", row * (4_000_000 // len(row)))
    shown: list[int] = []
    page.reading.body.shown.connect(shown.append)
    beats: list[float] = []
    pulse = QTimer(interval=10)
    pulse.timeout.connect(lambda: beats.append(time.monotonic()))
    pulse.start()
    page.desk.show_message(mailroom.find("large"))
    qtbot.wait(30)
    page.desk.show_message(mailroom.find("small"))
    qtbot.waitUntil(lambda: bool(shown), timeout=30_000)
    qtbot.wait(100)
    assert set(shown) == {mailroom.find("small")}
    assert page.reading.message == mailroom.find("small")
    assert max(b - a for a, b in itertools.pairwise(beats)) < 2


def test_a_message_nested_ten_thousand_deep_shows_its_words(
    page: MailPage, small: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write_body("large", "<div>" * 10_000 + "deep words" + "</div>" * 10_000)
    page.desk.show_message(mailroom.find("large"))
    qtbot.waitUntil(lambda: page.reading.body.is_settled, timeout=30_000)
    assert "deep words" in page.reading.body._text.toPlainText()
    assert page.reading.held.isVisible()


def test_ten_thousand_recipients_and_half_a_letter_are_no_matter(
    page: MailPage, small: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    people = tuple(Person(f"Person {n}", f"p{n}@contoso.example") for n in range(10_000))
    mailroom.write(
        letter(
            "many", 2, to=people, cc=people, preview="half \ud83d a letter", conversation_id="c"
        ),
        letter("more", 3, sender=Person("Half \udc00", "h@x.example"), conversation_id="c"),
    )
    mailroom.write_body("many", "<p>to \ud83d all</p>")
    mailroom.write_body("more", "<p>more</p>")
    begun = time.monotonic()
    page.desk.show_message(mailroom.find("many"))
    assert time.monotonic() - begun < 2
    qtbot.waitUntil(lambda: page.reading.body.is_page_shown, timeout=30_000)
    page.desk.show_message(mailroom.find("more"))
    qtbot.waitUntil(lambda: page.reading.body.is_settled, timeout=30_000)
