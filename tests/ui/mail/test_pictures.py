"""Remote pictures on the mail page: held back, asked for, loaded, allowed and taken back."""

import ssl
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.engine.remote.samples import png
from tests.engine.trust.heads import forged, head
from tests.fakes.hostile import HostileServer, Reply
from tests.ui.mail.mailroom import INES, Mailroom, folder, letter

from transom.engine.engine import Engine
from transom.engine.entities.pictures import AllowanceKind, PictureConsent
from transom.engine.remote.reach import Reach
from transom.ui.mail.body_loader import Reading
from transom.ui.mail.page import MailPage

PASSED = (
    "spf=pass smtp.mailfrom=contoso.example; dkim=pass header.d=contoso.example; "
    "dmarc=pass action=none header.from=contoso.example;compauth=pass reason=100"
)
FAILED = "spf=fail smtp.mailfrom=contoso.example; dkim=none; dmarc=fail action=oreject"
HELD = "2 pictures from 2 places were not loaded. 1 tracking pixel was left out."


@pytest.fixture(scope="module")
def strangers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileServer]:
    with HostileServer(tmp_path_factory.mktemp("strangers")) as server:
        yield server


@pytest.fixture
def server(strangers: HostileServer, engine: Engine) -> HostileServer:
    strangers.reset()
    strangers.standing = Reply(body=png(), headers={"Content-Type": "image/png"})
    port = int(strangers.origin.rpartition(":")[2])
    engine.pictures._reach = Reach(
        look_up=lambda _host: ["127.0.0.1"],
        is_open=lambda address: address == "127.0.0.1",
        new_context=lambda: ssl.create_default_context(cafile=strangers.ca_file),
        ports=frozenset({port}),
    )
    return strangers


@pytest.fixture
def newsletter(page: MailPage, mailroom: Mailroom, server: HostileServer, qtbot: QtBot) -> str:
    mailroom.write(letter("news"), letter("other", 5))
    one, two = (f"{host}.pictures.example:{server.origin.rpartition(':')[2]}" for host in "ab")
    markup = (
        f'<p>x</p><img src="https://{one}/1.png"><img src="https://{two}/2.png">'
        f'<img src="https://{two}/o.gif" width=1 height=1>'
    )
    mailroom.write_body("news", markup)
    mailroom.write_body("other", "<p>nothing remote</p>")
    mailroom.store.headers.save_headers(mailroom.find("news"), head(PASSED))
    qtbot.waitUntil(lambda: page.messages.rowCount() == 2)
    page.show_message(mailroom.find("news"))
    qtbot.waitUntil(lambda: page.reading.held.text == HELD, timeout=5_000)
    qtbot.waitUntil(lambda: page.reading.body.is_page_shown, timeout=10_000)
    return one


def choices(page: MailPage) -> list[str]:
    return [action.text() for action in page.reading.held.menu.actions() if action.isEnabled()]


def choose(page: MailPage, beginning: str) -> None:
    actions = page.reading.held.menu.actions()
    next(one for one in actions if one.text().startswith(beginning)).trigger()


def consent_of(engine: Engine, mailroom: Mailroom, name: str) -> PictureConsent:
    message = engine.mail.reader.read_message(mailroom.find(name))
    assert message is not None
    return engine.pictures.consent_for(message)


def paths(server: HostileServer) -> list[str]:
    return sorted(asked.path for asked in server.asked)


def test_nothing_is_asked_for_until_somebody_says_so(
    page: MailPage, newsletter: str, server: HostileServer, qtbot: QtBot
) -> None:
    qtbot.wait(100)
    assert server.connections == 0
    page.reading.held.findChild(QPushButton).click()
    qtbot.waitUntil(lambda: paths(server) == ["/1.png", "/2.png"], timeout=5_000)
    words = "1 tracking pixel was left out."
    qtbot.waitUntil(lambda: page.reading.held.text == words, timeout=5_000)


def test_what_was_loaded_is_kept_and_not_asked_for_again(
    page: MailPage, newsletter: str, server: HostileServer, mailroom: Mailroom, qtbot: QtBot
) -> None:
    choose(page, "Load for this message")
    pictures = mailroom.store.pictures
    qtbot.waitUntil(lambda: pictures.held_bytes() == 2 * len(png()), timeout=5_000)
    page.show_message(mailroom.find("other"))
    qtbot.waitUntil(lambda: not page.reading.held.isVisible(), timeout=5_000)
    with qtbot.waitSignal(page.reading.body.shown, timeout=10_000):
        page.show_message(mailroom.find("news"))
    qtbot.wait(100)
    assert paths(server) == ["/1.png", "/2.png"]


def test_in_a_conversation_only_the_chosen_messages_pictures_are_loaded(
    page: MailPage, newsletter: str, server: HostileServer, mailroom: Mailroom, qtbot: QtBot
) -> None:
    for number, name in enumerate(("first", "second")):
        mailroom.write(letter(name, 20 + number, conversation_id="talk"))
        mailroom.write_body(name, f'<p>{name}</p><img src="https://{newsletter}/{name}.png">')
    qtbot.waitUntil(lambda: page.show_message(mailroom.find("first")), timeout=5_000)
    words = "1 picture from 1 place was not loaded."
    qtbot.waitUntil(lambda: page.reading.held.text == words, timeout=5_000)
    page.reading.body.deck.chosen.emit(mailroom.find("second"))
    qtbot.waitUntil(lambda: page.reading.message == mailroom.find("second"), timeout=5_000)
    qtbot.waitUntil(lambda: page.reading.held.text == words, timeout=5_000)
    choose(page, "Load for this message")
    qtbot.waitUntil(lambda: paths(server) == ["/second.png"], timeout=10_000)
    qtbot.waitUntil(lambda: not page.reading.held.isVisible(), timeout=5_000)
    qtbot.wait(100)
    assert paths(server) == ["/second.png"]


def test_a_host_is_allowed_and_the_other_stays_held(
    page: MailPage, newsletter: str, server: HostileServer, engine: Engine, qtbot: QtBot
) -> None:
    choose(page, "Always from a.pictures.example")
    qtbot.waitUntil(lambda: paths(server) == ["/1.png"], timeout=5_000)
    qtbot.waitUntil(lambda: page.reading.held.text.startswith("1 picture from 1 place"))
    [allowance] = engine.pictures.read_allowances()
    assert (allowance.kind, allowance.name) == ("host", "a.pictures.example")
    engine.pictures.revoke(allowance)
    qtbot.waitUntil(lambda: page.reading.held.text == HELD, timeout=5_000)
    assert engine.pictures.read_allowances() == []


def test_a_verified_sender_is_allowed_and_somebody_else_in_that_name_is_not(
    page: MailPage,
    newsletter: str,
    server: HostileServer,
    engine: Engine,
    mailroom: Mailroom,
    qtbot: QtBot,
) -> None:
    choose(page, f"Always for mail from {INES.address}")
    qtbot.waitUntil(lambda: paths(server) == ["/1.png", "/2.png"], timeout=5_000)
    other = mailroom.find("other")
    mailroom.write_body("other", f'<img src="https://{newsletter}/forged.png">')
    for headers in ((), head(), head(FAILED), head(below=(forged(PASSED),))):
        mailroom.store.headers.save_headers(other, headers)
        assert not consent_of(engine, mailroom, "other").is_whole
    page.show_message(other)
    words = "1 picture from 1 place was not loaded."
    qtbot.waitUntil(lambda: page.reading.held.text == words, timeout=5_000)
    assert not [words for words in choices(page) if words.startswith("Always for")]


def test_in_junk_nothing_is_loaded_for_good(
    page: MailPage, newsletter: str, engine: Engine, mailroom: Mailroom, qtbot: QtBot
) -> None:
    host = newsletter.partition(":")[0]
    engine.pictures.allow(mailroom.account.id, AllowanceKind.HOST, host).result(5)
    mailroom.save_folders(folder("Inbox", "inbox"), folder("Junk", "junkemail"))
    mailroom.write(letter("prize"), to="junk")
    consents = [consent_of(engine, mailroom, name) for name in ("other", "prize")]
    assert [one.allows(host) for one in consents] == [True, False]


def test_what_does_not_come_is_said(
    page: MailPage, newsletter: str, server: HostileServer, qtbot: QtBot
) -> None:
    server.standing = Reply(404)
    choose(page, "Load for this message")
    words = (
        "1 tracking pixel was left out. 2 pictures could not be loaded. "
        "The picture's server does not hand it out."
    )
    qtbot.waitUntil(lambda: page.reading.held.text == words, timeout=5_000)


def test_a_sender_whose_head_comes_late_is_offered_then(
    page: MailPage, newsletter: str, server: HostileServer, mailroom: Mailroom, qtbot: QtBot
) -> None:
    other = mailroom.find("other")
    mailroom.write_body("other", f'<img src="https://{newsletter}/late.png">')
    page.show_message(other)
    qtbot.waitUntil(lambda: page.reading.held.text.startswith("1 picture"), timeout=5_000)
    assert not [words for words in choices(page) if words.startswith("Always for")]
    shown: list[Reading] = []
    page.reading.reading_shown.connect(shown.append)
    mailroom.store.headers.save_headers(other, head(PASSED))
    mailroom.write_body("other", f'<p>x</p><img src="https://{newsletter}/late.png">')
    qtbot.waitUntil(lambda: bool(shown), timeout=5_000)
    assert f"Always for mail from {INES.address}" in choices(page)
    assert server.asked == []
