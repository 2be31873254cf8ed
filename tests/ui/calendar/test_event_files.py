"""Files and people of an event: listed, saved, and each person's card, from the demo tenant."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tests.fakes.engines import EngineRun
from tests.fakes.tenant import Tenant

from transom.engine.entities.calendar import Event
from transom.engine.errors import NotFoundError
from transom.engine.workers import Lane
from transom.ui.bridge import Bridge
from transom.ui.calendar.page import CalendarPage
from transom.ui.calendar.people_list import NameButton
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.person_popup import PersonPopup

# No window manager offscreen.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support")


@pytest.fixture(scope="module")
def run(tenant: Tenant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineRun]:
    with EngineRun(tmp_path_factory.mktemp("files"), tenant) as run:
        run.sign_in()
        run.wait_until_synced()
        yield run


@pytest.fixture
def page(
    run: EngineRun, theme: Theme, icons: Icons, lane: Lane, qtbot: QtBot
) -> Iterator[CalendarPage]:
    bridge = Bridge(run.engine.newsroom)
    page = CalendarPage(run.engine, bridge, theme, icons, lane=lane)
    qtbot.addWidget(page)
    page.resize(1300, 800)
    page.set_narrow(0)
    page.show()
    page.activate()
    yield page
    page.hide()
    page.shut()
    bridge.close()


@pytest.fixture
def review(page: CalendarPage) -> Event:
    found = [one for one in page.model.events() if one.subject.startswith("Load review")]
    full = page._engine.calendar.reader.read_event(found[0].id)
    assert full is not None and full.has_attachments
    return found[0]


def test_the_details_list_the_files_and_save_them(
    page: CalendarPage, review: Event, qtbot: QtBot, tmp_path: Path
) -> None:
    page.desk.open_details(review)
    strip = page.desk.details.strip
    qtbot.waitUntil(lambda: len(strip.shown) == 1, timeout=10_000)
    (file,) = strip.shown
    assert (file.name, file.size_bytes > 1000) == ("pier-3.pdf", True)
    with qtbot.waitSignal(page.desk.files.saver.saved, timeout=10_000) as told:
        page.desk.files.saver.save(strip.shown, tmp_path)
    assert told.args == [f"Saved pier-3.pdf in {tmp_path}."]
    content = (tmp_path / "pier-3.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert page._engine.event_files.download(file.id).result(5) == content
    page.desk.close_details()


def test_files_once_fetched_are_there_without_the_server(
    run: EngineRun, page: CalendarPage, review: Event, qtbot: QtBot
) -> None:
    files = run.engine.event_files
    files.open_files(review.id)
    qtbot.waitUntil(lambda: bool(files.read_files(review.id)), timeout=10_000)
    (file,) = files.read_files(review.id)
    first = files.download(file.id).result(10)
    assert run.engine._hall.store.event_files.read_content(file.id) == first
    with pytest.raises(NotFoundError):
        files.download(type(file.id)(file.id + 99))


def test_an_event_without_files_is_not_asked_about(run: EngineRun, page: CalendarPage) -> None:
    plain = next(one for one in page.model.events() if one.subject == "Stand-up")
    run.tenant.clear_log()
    run.engine.event_files.open_files(plain.id)
    run.engine.event_files.open_files(type(plain.id)(99_999))
    # A wish that is answered shows that none came before it.
    run.engine.calendar.ask_availability(plain.account, ["x@y.z"], *ends_of(plain)).result(10)
    assert not run.tenant.asked("attachments")


def test_the_card_names_the_files(page: CalendarPage, review: Event, qtbot: QtBot) -> None:
    page.keeper.open(review)

    def words() -> list[str]:
        return [label.text() for label in page.keeper.card.findChildren(QLabel)]

    qtbot.waitUntil(lambda: any(one.startswith("pier-3.pdf · ") for one in words()), timeout=10_000)


def ends_of(event: Event) -> tuple[datetime, datetime]:
    return event.span.starts_at, event.span.starts_at + timedelta(days=1)


def popup_of(page: CalendarPage, name: str) -> PersonPopup:
    buttons = page.keeper.card.findChildren(NameButton)
    button = next(one for one in buttons if one.accessibleName() == name)
    QTest.keyClick(button, Qt.Key.Key_Space)
    popups = [one for one in page.findChildren(PersonPopup) if one.isVisible()]
    return popups[-1]


def press(popup: PersonPopup, words: str) -> None:
    buttons = popup.findChildren(QPushButton)
    next(one for one in buttons if words in (one.text(), one.accessibleName())).click()


def test_a_name_opens_the_persons_card(page: CalendarPage, review: Event, qtbot: QtBot) -> None:
    page.keeper.open(review)
    popup = popup_of(page, "Ines Navarro")
    words = " | ".join(label.text() for label in popup.findChildren(QLabel))
    assert "Structural engineer" in words and "This event: Yes" in words
    press(popup, "Copy ines.navarro@contoso.example")
    assert QGuiApplication.clipboard().text() == "ines.navarro@contoso.example"
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_the_card_leads_to_mail_contact_and_free_times(
    page: CalendarPage, review: Event, qtbot: QtBot
) -> None:
    page.keeper.open(review)
    people = page.desk.people
    with qtbot.waitSignal(people.mail_requested) as mail:
        press(popup_of(page, "Ines Navarro"), "Mail")
    assert mail.args == ["ines.navarro@contoso.example"]
    with qtbot.waitSignal(people.contact_requested) as contact:
        press(popup_of(page, "Ines Navarro"), "Contact")
    known = page._engine.contacts.reader.read_contact(contact.args[0])
    assert known is not None and known.display_name == "Ines Navarro"
    press(popup_of(page, "Ines Navarro"), "Free times")
    assert page.free.is_open
    names = [row.person.address for row in page.free.panel.rows if row.person]
    assert names[1:] == ["ines.navarro@contoso.example"]
