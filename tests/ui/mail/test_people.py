"""Those a message names: their cards under pointer and keys, and any number of them."""

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import INES, ME, Mailroom, letter

from transom.engine.entities.accounts import Person
from transom.ui.mail.page import MailPage
from transom.ui.mail.people_grid import MOST_NAMED, PeopleList
from transom.ui.mail.people_line import PeopleLine
from transom.ui.text import number
from transom.ui.widgets.person_popup import PersonPopup

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
JONAS = Person("Jonas Hartmann", "jonas@contoso.example")


@pytest.fixture(autouse=True)
def letters(page: MailPage, mailroom: Mailroom, qtbot: QtBot) -> None:
    crowd = tuple(Person(f"Person {n}", f"p{n}@example.com") for n in range(10_000))
    mailroom.write(letter("few", 1, to=(ME, JONAS)), letter("crowd", 2, to=crowd))
    qtbot.waitUntil(lambda: page.messages.rowCount() == 2)
    page.activateWindow()


def cards(page: MailPage) -> list[PersonPopup]:
    return [one for one in page.findChildren(PersonPopup) if one.isVisible()]


def line_of(page: MailPage, label: str) -> PeopleLine:
    lines = page.reading.header._all.findChildren(PeopleLine)
    (line,) = [one for one in lines if one.accessibleName().startswith(label)]
    return line


def test_a_click_on_a_recipient_opens_the_card_and_its_mail(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    page.show_message(mailroom.find("few"))
    to = page.reading.header._to
    assert to.accessibleName().startswith("to me, ")
    qtbot.mouseClick(to, Qt.MouseButton.LeftButton, pos=to._rects[1].center())
    (card,) = cards(page)
    assert card.accessibleName() == "Card of Jonas Hartmann"
    mail = next(one for one in card.findChildren(QPushButton) if one.text() == "Mail")
    with qtbot.waitSignal(page.desk.people.mail_requested) as wished:
        qtbot.mouseClick(mail, Qt.MouseButton.LeftButton)
    assert wished.args == ["jonas@contoso.example"]


def test_the_keyboard_walks_the_names_and_opens_a_card(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    page.show_message(mailroom.find("few"))
    to = page.reading.header._to
    to.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(to, key)
    (card,) = cards(page)
    assert card.accessibleName() == "Card of Jonas Hartmann"
    card.close()


def test_a_resting_pointer_opens_a_card_that_leaves_by_itself(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    page.show_message(mailroom.find("few"))
    name = page.reading.header._name
    qtbot.waitUntil(page.isActiveWindow)
    qtbot.mouseMove(name, name._rects[0].center())
    qtbot.waitUntil(lambda: len(cards(page)) == 1, timeout=3_000)
    assert cards(page)[0].accessibleName() == f"Card of {INES.name}"
    assert not cards(page)[0].isActiveWindow()
    qtbot.mouseMove(page.list, QPoint(5, 5))
    qtbot.waitUntil(lambda: cards(page) == [], timeout=3_000)


def test_ten_thousand_recipients_are_named_in_part_and_listed_on_request(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    start = time.perf_counter()
    page.show_message(mailroom.find("crowd"))
    header = page.reading.header
    header._more.click()
    qtbot.wait(1)
    assert time.perf_counter() - start < 1.5
    line = line_of(page, "To")
    assert len(line.names) == MOST_NAMED + 1
    assert line.names[-1].words == f"{number(10_000 - MOST_NAMED)} more"
    line.rest_requested.emit()
    held = page.reading.panel.held
    assert isinstance(held, PeopleList)
    assert held.model().rowCount() == 10_000
    held.setCurrentIndex(held.model().index(9_999, 0))
    with qtbot.waitSignal(held.chosen) as chosen:
        held.activated.emit(held.currentIndex())
    assert chosen.args == [Person("Person 9999", "p9999@example.com")]
    for card in cards(page):
        card.close()
