"""What is known of a sender, above the message and nobody else's."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.engine.trust.heads import PASSED, forged, head
from tests.ui.mail.mailroom import Mailroom, file, letter

from transom.engine.entities.accounts import Person
from transom.engine.entities.mail import Header, Headers
from transom.ui.mail.page import MailPage

PRIYA = Person("Priya Kannan", "priya@fabrikam.example")
FAILED = "spf=fail smtp.mailfrom=fabrikam.example; dkim=none; dmarc=fail action=oreject"


@pytest.fixture
def read(page: MailPage, mailroom: Mailroom, qtbot: QtBot):  # type: ignore[no-untyped-def]
    def read(name: str, headers: Headers | None, **facts: object) -> None:
        mailroom.write(letter(name, **({"sender": PRIYA} | facts)))
        if headers is not None:
            mailroom.store.headers.save_headers(mailroom.find(name), headers)
        qtbot.waitUntil(lambda: page.messages.row_of(mailroom.find(name)) >= 0)
        page.list.select(mailroom.find(name))

    return read


def test_a_verified_sender_is_said_quietly_and_the_reasons_open_on_a_press(
    page: MailPage, read, qtbot: QtBot
) -> None:
    read("verified", head(PASSED))
    trust = page.desk.trust
    assert trust.mark.isVisible() and trust.mark.text() == "Sender verified"
    assert not trust.card.isVisible()
    trust.mark.setFocus()
    qtbot.keyClick(trust.mark, Qt.Key.Key_Space)
    assert trust.card.isVisible()
    for words in ("DMARC: pass", "DKIM: pass", "SPF: pass", "fabrikam.example"):
        assert words in trust.card.words


def test_a_forged_verdict_is_named_and_not_counted(page: MailPage, read) -> None:
    read("forged", head(FAILED, below=(forged(),)))
    trust = page.desk.trust
    assert trust.mark.text() == "The sender could not be verified"
    assert trust.mark.property("tone") == "bad"
    assert "1 verdict came with the message itself" in trust.card.words


def test_no_verdict_is_not_checked(page: MailPage, read) -> None:
    read("none", head())
    assert page.desk.trust.mark.text() == "Not checked"


def test_what_a_verdict_says_leaves_with_its_message(page: MailPage, read, qtbot: QtBot) -> None:
    read("verified", head(PASSED))
    page.desk.trust.mark.click()
    read("unknown", None)
    trust = page.desk.trust
    assert trust.mark.text() == "Not checked yet" and not trust.card.isVisible()
    qtbot.waitUntil(lambda: trust.mark.text() == "Not checked")
    assert "not saved here" in trust.card.words


def test_drafts_have_no_sender_to_doubt(page: MailPage, read) -> None:
    read("draft", None, is_draft=True)
    assert not page.desk.trust.mark.isVisible()
    assert not page.desk.trust._patience.isActive()


def test_the_senders_own_time_is_shown_where_its_clock_is_another(page: MailPage, read) -> None:
    date = Header("Date", "Mon, 23 Nov 2026 23:02:00 +1345")
    read("far away", head(PASSED, below=(date,)))
    label = page.reading.header._elsewhere
    assert label.isVisible() and label.text().startswith("Sent 23:02 +1345, ")


def test_a_look_alike_is_said_aloud_and_leaves_with_its_message(
    page: MailPage, read, qtbot: QtBot
) -> None:
    twin = Person("Adele Vance", "adele@c0ntoso.example")
    stamp = PASSED.replace("fabrikam", "c0ntoso")
    read("twin", head(stamp), sender=twin, reply_to=(Person("", "a@b.example"),))
    trust = page.desk.trust
    qtbot.waitUntil(trust.alarm.isVisible)
    assert "only looks like" in trust.alarm.text
    assert trust.mark.text() == "Verified, but look twice"
    assert "You know Adele Vance as" in trust.alarm.text
    assert "Answers would go to" in trust.caution.text
    assert "This is the first mail here" in trust.card.words
    read("plain", head(PASSED))
    assert trust.mark.text() == "Sender verified"
    assert not trust.alarm.isVisible() and not trust.caution.isVisible()


def test_who_sends_in_anothers_name_is_said(page: MailPage, read) -> None:
    delegate = Header("Sender", "=?utf-8?q?H=C3=A4user?= <delegate@fabrikam.example>")
    read("delegated", head(PASSED, below=(delegate,)))
    words = page.desk.trust.card.words
    assert "delegate@fabrikam.example" in words and "in the name of Priya Kannan" in words
    read("own", head(PASSED, below=(Header("Sender", "PRIYA@fabrikam.example"),)))
    assert "On behalf" not in page.desk.trust.card.words


@pytest.mark.parametrize(
    ("markup", "name", "words"),
    [
        ("<p>-----BEGIN PGP MESSAGE-----</p><p>hQEM</p>", "a.txt", "encrypted with PGP"),
        ("-----BEGIN PGP SIGNED MESSAGE-----<br>Hash: SHA256", "a.txt", "signed with PGP"),
        ("<p>Protected</p>", "message_v2.rpmsg", "Transom has no key"),
    ],
)
def test_what_a_text_or_a_file_says_of_its_own_seal_is_said(
    page: MailPage, mailroom: Mailroom, read, qtbot: QtBot, markup: str, name: str, words: str
) -> None:
    read("sealed", head(PASSED))
    mailroom.write_body("sealed", markup, file(name))
    qtbot.waitUntil(page.desk.seals.banner.isVisible)
    assert words in page.desk.seals.banner.text
    read("plain", head(PASSED))
    assert not page.desk.seals.banner.isVisible()
