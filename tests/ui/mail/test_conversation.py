"""The reader's conversations over a real engine and store, as a person meets them."""

from dataclasses import replace
from typing import Any

import pytest
from pytestqt.exceptions import TimeoutError
from pytestqt.qtbot import QtBot
from tests.ui.contacts.rolodex import Rolodex, person
from tests.ui.contacts.test_page import picture
from tests.ui.mail.mailroom import ME, Mailroom, file, folder, letter
from tests.ui.web.test_cards import ask, cards_of, texts_of

from transom.engine.engine import Engine
from transom.engine.entities.accounts import Person, RemoteId
from transom.engine.entities.mail import Message
from transom.engine.remote.reach import Reach
from transom.ui.mail.page import MailPage
from transom.ui.widgets.chip import Chip


def reply(name: str, minutes_ago: int, **facts: Any) -> Message:
    return letter(name, minutes_ago, conversation_id="thread", **facts)


@pytest.fixture
def thread(page: MailPage, mailroom: Mailroom, qtbot: QtBot) -> None:
    mailroom.save_folders(folder("Inbox", "inbox"), folder("Sent Items", "sentitems"))
    mailroom.write(reply("first", 30), reply("third", 10, is_read=False), letter("alone", 5))
    mailroom.write(reply("second", 20, sender=ME), to="sent items")
    for name in ("first", "second", "third", "alone"):
        mailroom.write_body(name, f"<p>body of {name}</p>")
    qtbot.waitUntil(lambda: page.messages.rowCount() >= 2)


def open_letter(page: MailPage, mailroom: Mailroom, name: str, qtbot: QtBot) -> None:
    page.desk.show_message(mailroom.find(name))
    qtbot.waitUntil(lambda: page.reading.body.is_page_shown, timeout=10_000)


def wait_for_texts(page: MailPage, texts: list[str], qtbot: QtBot) -> None:
    def is_there() -> bool:
        try:
            return sorted(texts_of(page.reading.body, qtbot).values()) == sorted(texts)
        except TimeoutError:
            return False

    qtbot.waitUntil(is_there, timeout=10_000)


def test_a_message_is_shown_amid_its_conversation_of_all_folders(
    page: MailPage, thread: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    open_letter(page, mailroom, "first", qtbot)
    wait_for_texts(page, ["body of first", "body of third"], qtbot)
    ids = [f"c{mailroom.find(name)}" for name in ("third", "second", "first")]
    shown = cards_of(page.reading.body, qtbot)
    assert list(shown) == ids
    assert [shown[one]["classes"] for one in ids] == [
        "card open unread",
        "card",
        "card open current",
    ]
    assert "Sent Items" in shown[ids[1]]["words"]
    assert "Sent Items" not in shown[ids[0]]["words"]


def test_a_card_that_is_chosen_takes_the_header_and_the_list_stays(
    page: MailPage, thread: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    open_letter(page, mailroom, "first", qtbot)
    page.reading.body.deck.press(f"{page.reading.body.deck._place}card/{mailroom.find('second')}")
    assert page.reading.message == mailroom.find("second")
    assert page.reading.header._subject.text() == "second"
    assert page.reading.body.is_page_shown
    wait_for_texts(page, ["body of first", "body of second", "body of third"], qtbot)


def test_another_message_of_the_same_conversation_needs_no_new_page(
    page: MailPage, thread: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    open_letter(page, mailroom, "first", qtbot)
    assert page.reading.body.web_page is not None
    url = page.reading.body.web_page.url()
    page.desk.show_message(mailroom.find("third"))
    assert page.reading.body.is_page_shown
    with_current = f"c{mailroom.find('third')}"
    qtbot.waitUntil(
        lambda: "current" in cards_of(page.reading.body, qtbot)[with_current]["classes"]
    )
    assert page.reading.body.web_page.url() == url


def test_a_message_by_itself_is_shown_without_cards(
    page: MailPage, thread: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    open_letter(page, mailroom, "first", qtbot)
    page.desk.show_message(mailroom.find("alone"))
    assert not page.reading.body.is_page_shown
    qtbot.waitUntil(lambda: page.reading.body.is_page_shown, timeout=10_000)
    assert cards_of(page.reading.body, qtbot) == {}


def test_a_sender_with_a_photo_has_it_on_the_card(
    page: MailPage, thread: None, mailroom: Mailroom, engine: Engine, qtbot: QtBot
) -> None:
    rolodex = Rolodex(engine._hall.store)
    rolodex.write(person(ME.name, emails=(ME,)))
    rolodex.store.contacts.save_photo(rolodex.find(ME.name), picture(90, 120))
    open_letter(page, mailroom, "first", qtbot)
    script = "[...document.querySelectorAll('img.disc')].map(one => one.naturalWidth).join()"
    width = page.reading.theme.px(52)
    qtbot.waitUntil(lambda: ask(page.reading.body, script, qtbot) == width, timeout=5_000)


def test_conversations_can_be_turned_off_and_around(
    page: MailPage, thread: None, mailroom: Mailroom, engine: Engine, qtbot: QtBot
) -> None:
    engine.save_settings(replace(engine.settings, conversation_newest_first=False))
    open_letter(page, mailroom, "third", qtbot)
    assert next(iter(cards_of(page.reading.body, qtbot))) == f"c{mailroom.find('first')}"
    engine.save_settings(replace(engine.settings, conversation_view=False))
    page.desk.show_message(mailroom.find("first"))
    qtbot.waitUntil(lambda: page.reading.body.is_page_shown, timeout=10_000)
    assert cards_of(page.reading.body, qtbot) == {}


def test_what_arrives_in_a_shown_conversation_slides_in(
    page: MailPage, thread: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    open_letter(page, mailroom, "first", qtbot)
    mailroom.write(reply("fourth", 1, is_read=False), removed=("third",))
    fourth = f"c{mailroom.find('fourth')}"
    qtbot.waitUntil(
        lambda: next(iter(cards_of(page.reading.body, qtbot))) == fourth, timeout=10_000
    )
    assert len(cards_of(page.reading.body, qtbot)) == 3
    assert page.reading.message == mailroom.find("first")


def test_a_text_that_is_missing_is_said_on_its_card_and_put_there_when_it_comes(
    page: MailPage, thread: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write(reply("bare", 0))
    open_letter(page, mailroom, "first", qtbot)
    page.desk.show_message(mailroom.find("bare"))
    number = f"c{mailroom.find('bare')}"

    def words() -> str:
        return str(cards_of(page.reading.body, qtbot)[number]["body"])

    qtbot.waitUntil(lambda: words() and not words().startswith("Reading"), timeout=10_000)
    mailroom.write_body("bare", "<p>late words</p>")
    wait_for_texts(page, ["body of first", "body of third", "late words"], qtbot)


def test_a_long_conversation_shows_its_newest_and_the_rest_when_asked(
    page: MailPage, thread: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write(*(letter(f"m {n}", 100 + n, conversation_id="long") for n in range(130)))
    mailroom.write_body("m 0", "<p>newest</p>")
    mailroom.write_body("m 125", "<p>old</p>")
    open_letter(page, mailroom, "m 0", qtbot)
    assert len(cards_of(page.reading.body, qtbot)) == 100
    page.reading.body.deck.earlier_requested.emit()
    qtbot.waitUntil(lambda: len(cards_of(page.reading.body, qtbot)) == 130, timeout=10_000)
    page.desk.show_message(mailroom.find("alone"))
    page.desk.show_message(mailroom.find("m 125"))
    qtbot.waitUntil(lambda: page.reading.body.is_page_shown, timeout=10_000)
    assert list(cards_of(page.reading.body, qtbot))[-1] == f"c{mailroom.find('m 125')}"
    assert len(cards_of(page.reading.body, qtbot)) == 101


def test_copies_of_one_mail_are_one_card_and_the_shown_one_stays(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.save_folders(folder("Inbox", "inbox"), folder("Sent Items", "sentitems"))
    mine = reply("mine", 20, sender=ME, internet_message_id="<1@a>", preview="Hello")
    posing = replace(mine, remote_id=RemoteId("posing"), preview="Pay here")
    mailroom.write(reply("first", 30, internet_message_id="<0@a>"), posing)
    mailroom.write(replace(mine, remote_id=RemoteId("back")))
    mailroom.write(mine, to="sent items")
    for name in ("first", "mine", "back", "posing"):
        mailroom.write_body(name, f"<p>body of {name}</p>")

    def cards(shown: str) -> set[str]:
        open_letter(page, mailroom, shown, qtbot)
        qtbot.waitUntil(lambda: bool(cards_of(page.reading.body, qtbot)), timeout=10_000)
        return set(cards_of(page.reading.body, qtbot))

    numbers = {name: f"c{mailroom.find(name)}" for name in ("first", "mine", "back", "posing")}
    assert cards("first") == {numbers[one] for one in ("first", "back", "posing")}
    chips = [chip.text for chip in page.reading.header.findChildren(Chip)]
    assert "3 in this conversation" in chips
    page.desk.show_message(None)
    assert cards("mine") == {numbers[one] for one in ("first", "mine", "posing")}


def test_a_mail_and_its_copy_alone_are_no_conversation(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.save_folders(folder("Inbox", "inbox"), folder("Sent Items", "sentitems"))
    mine = reply("mine", 20, sender=ME, internet_message_id="<1@a>")
    mailroom.write(replace(mine, remote_id=RemoteId("back")))
    mailroom.write(mine, to="sent items")
    mailroom.write_body("mine", "<p>to myself</p>")
    open_letter(page, mailroom, "mine", qtbot)
    assert cards_of(page.reading.body, qtbot) == {}
    assert not [one for one in page.reading.header.findChildren(Chip) if "in this" in one.text]


def test_each_open_card_says_what_the_banners_say_of_the_current_one(
    page: MailPage, thread: None, mailroom: Mailroom, engine: Engine, qtbot: QtBot
) -> None:
    engine.pictures._reach = Reach(look_up=lambda _host: [])
    posing = Person("Ines Navarro", "ines.navarro@contoso-mail.example")
    mailroom.write(reply("late", 1, is_read=False, sender=posing))
    picture = '<img src="https://a.example/p.png" width="200" height="200">'
    files = (file("report.pdf.exe"), file("notes.txt"))
    mailroom.write_body("late", f"<p>body of late</p>{picture}", *files)
    mailroom.write_body("first", "<p>body of first</p>", file("plan.pdf"))
    open_letter(page, mailroom, "first", qtbot)
    first, late = f"c{mailroom.find('first')}", f"c{mailroom.find('late')}"

    def notes(of: str) -> str:
        return str(cards_of(page.reading.body, qtbot)[of]["notes"])

    def plain(words: str) -> str:
        return words.replace("\u2068", "").replace("\u2069", "")

    qtbot.waitUntil(lambda: "1 picture from 1 place was not loaded." in notes(late))
    assert "2 attachments: report.pdf.exe, notes.txt" in plain(notes(late))
    assert "report.pdf.exe: Its name pretends" in plain(notes(late))
    qtbot.waitUntil(lambda: "contoso-mail.example" in notes(late), timeout=5_000)
    assert notes(first) == ""
    assert [one.name for one in page.reading.strip.shown] == ["plan.pdf"]

    page.reading.body.deck.press(f"{page.reading.body.deck._place}pictures/{late[1:]}")
    message = engine.mail.reader.read_message(mailroom.find("late"))
    assert message is not None and engine.pictures.consent_for(message).is_whole
    qtbot.waitUntil(lambda: "not loaded" not in notes(late), timeout=5_000)

    page.reading.body.deck.press(f"{page.reading.body.deck._place}note/{late[1:]}")
    assert page.reading.message == mailroom.find("late")
    qtbot.waitUntil(lambda: notes(late) == "", timeout=5_000)
    assert plain(notes(first)) == "1 attachment: plan.pdf"
