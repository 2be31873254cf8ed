"""From one command to a mailbox that stays readable when the network is gone."""

import json
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.journeys.person import Person

from transom.app import App
from transom.engine.changes import Phase
from transom.engine.engine import EngineState
from transom.ui.calendar.page import CalendarPage
from transom.ui.contacts.page import PeoplePage
from transom.ui.mail.page import MailPage
from transom.ui.models.roles import ItemRole

SUBJECT = "Harbour bridge: revised load tables"


def control(app: App, path: str, body: dict[str, Any]) -> None:
    facts = app.facts
    assert facts is not None
    request = urllib.request.Request(
        f"{facts.graph}/_tenant/{path}",
        json.dumps(body).encode(),
        {"Transom-Tenant": "control", "Content-Type": "application/json"},
    )
    context = ssl.create_default_context(cafile=facts.ca_file)
    with urllib.request.urlopen(request, context=context, timeout=10) as answer:
        assert answer.status == 200


def in_a_terminal(app: App, command: str, *words: str) -> dict[str, Any]:
    """What a command says that is given beside a demo's window."""
    options = ("--json", "--demo", "--profile", str(app.profile.directory))
    done = subprocess.run(
        [sys.executable, "-m", "transom", command, *options, *words],
        capture_output=True,
        timeout=60,
        check=True,
    )
    answer = json.loads(done.stdout)
    assert isinstance(answer, dict)
    return answer


def subjects(mail: MailPage) -> list[str]:
    model = mail.messages
    return [model.index(row, 0).data(ItemRole.ENTITY).subject for row in range(model.rowCount())]


def read(person: Person, mail: MailPage, subject: str) -> str:
    row = subjects(mail).index(subject)
    line = mail.messages.index(row, 0).data(ItemRole.ENTITY)
    rect = mail.list.visualRect(mail.messages.index(row, 0))
    person.qtbot.mouseClick(
        mail.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center() + QPoint(20, 10)
    )
    person.wait_for(lambda: mail.reading.message == line.id)
    person.wait_for(lambda: app_has_body(person, line.id))
    body = person.app.engine.mail.reader.read_body(line.id)
    assert body is not None
    return body.content


def app_has_body(person: Person, message: int) -> bool:
    return person.app.engine.mail.reader.read_body(message) is not None  # type: ignore[arg-type]


def event_row(page: CalendarPage, subject: str) -> Any:
    for row in range(page.model.rowCount()):
        index = page.model.index(row, 0)
        if index.data(ItemRole.ENTITY).subject == subject:
            return index
    raise AssertionError(f"no event {subject}")


def test_a_newcomer_signs_in_looks_around_and_loses_the_network(
    open_app: Callable[..., App], qtbot: QtBot
) -> None:
    person = Person(open_app(), qtbot)
    app = person.app

    # Signs in on the provider's page, with the keyboard.
    person.sign_in()
    person.accept()
    person.wait_for(lambda: bool(app.engine.accounts.list()))
    person.wait_until_synced()
    assert app.engine.accounts.list()[0].username == "adele.vance@contoso.example"

    # Reads a message.
    person.go_to(1)
    mail = person.page("mail")
    assert isinstance(mail, MailPage)
    person.wait_for(lambda: SUBJECT in subjects(mail))
    assert "wind case" in read(person, mail, SUBJECT)

    # Opens an event, then a contact.
    person.go_to(2)
    calendar = person.page("calendar")
    assert isinstance(calendar, CalendarPage)
    person.wait_for(lambda: calendar.model.rowCount() > 5)
    calendar.keeper.open(event_row(calendar, "Quarterly planning").data(ItemRole.ENTITY))
    person.wait_for(calendar.keeper.card.isVisible)
    QTest.keyClick(app.window, Qt.Key.Key_Escape)
    person.wait_for(lambda: not calendar.keeper.card.isVisible())
    person.go_to(3)
    people = person.page("people")
    assert isinstance(people, PeoplePage)
    person.wait_for(people.isVisible)
    ines = app.engine.contacts.reader.find_contact_by_address("ines.navarro@contoso.example")
    assert ines is not None
    people.show_contact(ines)

    # The network goes; everything stays readable.
    assert app.tenant is not None
    app.tenant.stop()
    QTest.keyClick(app.window, Qt.Key.Key_F5)
    person.wait_for(lambda: person.phases[-1] is Phase.OFFLINE)
    person.go_to(1)
    assert "wind case" in read(person, mail, SUBJECT)
    assert read(person, mail, "Your invoice for October is ready")
    person.go_to(2)
    assert calendar.model.rowCount() > 5

    # The network is back, and with it new mail.
    app.tenant.start()
    control(
        app,
        "changes",
        {
            "kind": "mail_added",
            "from": {"name": "Ines Navarro", "address": "ines.navarro@contoso.example"},
            "subject": "The bearings have arrived",
            "text": "All twelve of them.",
            "folder": "inbox",
        },
    )
    QTest.keyClick(app.window, Qt.Key.Key_F5)
    person.go_to(1)
    person.wait_for(lambda: subjects(mail)[0] == "The bearings have arrived")
    assert "twelve" in read(person, mail, "The bearings have arrived")


def test_what_was_fetched_is_there_at_the_next_start(
    open_app: Callable[..., App], qtbot: QtBot
) -> None:
    first = Person(open_app(signed_in=True), qtbot)
    first.wait_for(lambda: bool(first.app.engine.accounts.list()))
    first.wait_until_synced()
    before = first.app.profile.settings_path.read_bytes()
    found = in_a_terminal(first.app, "search", "bridge")
    assert SUBJECT in [hit["subject"] for hit in found["messages"]]
    assert first.app.profile.settings_path.read_bytes() == before, "the window's tenant stays"
    first.app.window.close()
    assert first.app.engine.state is EngineState.STOPPED

    again = Person(open_app(demo=False), qtbot)
    again.wait_for(lambda: again.app.engine.state is EngineState.READY)
    again.wait_for(lambda: again.app.window.page("mail").isVisible())
    mail = again.page("mail")
    assert isinstance(mail, MailPage)
    again.wait_for(lambda: SUBJECT in subjects(mail))
    again.wait_for(lambda: bool(again.phases) and again.phases[-1] is Phase.OFFLINE)


def test_cancelling_on_the_providers_page_is_said_and_can_be_tried_again(
    open_app: Callable[..., App], qtbot: QtBot
) -> None:
    person = Person(open_app(), qtbot)
    signin = person.app.window.signin
    person.sign_in()
    person.page_here.press("#cancel")
    person.wait_for(lambda: "cancelled" in signin.words_shown.lower())
    assert signin.welcome.sign_in_button.isEnabled()
    assert not person.app.engine.accounts.list()


def test_closing_the_providers_page_is_a_cancel(open_app: Callable[..., App], qtbot: QtBot) -> None:
    person = Person(open_app(), qtbot)
    signin = person.app.window.signin
    person.wait_for(lambda: person.app.facts is not None)
    person.click(signin.welcome.sign_in_button)
    person.page_here.wait_for("#username")
    QTest.keyClick(person.app.window, Qt.Key.Key_Escape)
    person.wait_for(lambda: "You closed" in signin.words_shown)
    assert signin.attempt.view is None


def test_closing_the_window_while_it_syncs_takes_less_than_two_seconds(
    open_app: Callable[..., App], qtbot: QtBot
) -> None:
    person = Person(open_app(signed_in=True), qtbot)
    person.wait_for(lambda: Phase.SYNCING in person.phases)
    began = time.monotonic()
    person.app.window.close()
    assert person.app.engine.state is EngineState.STOPPED
    # Not a speed claim: the promise is that closing never hangs.
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("number", [1, 2, 3])
def test_every_page_opens_before_there_is_any_mail(
    open_app: Callable[..., App], qtbot: QtBot, number: int
) -> None:
    person = Person(open_app(), qtbot)
    person.wait_for(lambda: person.app.engine.state is EngineState.READY)
    name = ("mail", "calendar", "people")[number - 1]
    person.app.window.show_page(name)
    assert person.page(name).isVisible()
