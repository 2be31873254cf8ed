"""People beyond the contacts, in the window on a mailbox of the demo tenant's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tests.fakes.engines import EngineRun
from tests.fakes.tenant import Tenant

from transom.ui.bridge import Bridge
from transom.ui.contacts.page import PeoplePage
from transom.ui.settings.permissions import PermissionsSection
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons

PEOPLE, DIRECTORY, PROFILES = "People.Read", "User.ReadBasic.All", "User.Read.All"
INES = "ines.navarro@contoso.example"


@pytest.fixture(scope="module")
def tenant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenant]:
    """A tenant in which what one test consents to is there for the next."""
    with Tenant(tmp_path_factory.mktemp("consenting") / "state", messages=5) as started:
        yield started


@pytest.fixture
def run(tenant: Tenant, tmp_path: Path) -> Iterator[EngineRun]:
    with EngineRun(tmp_path, tenant) as running:
        yield running


@pytest.fixture
def page(run: EngineRun, theme: Theme, icons: Icons, qtbot: QtBot) -> Iterator[PeoplePage]:
    bridge = Bridge(run.engine.newsroom)
    page = PeoplePage(run.engine, bridge, theme, icons)
    qtbot.addWidget(page)
    page.resize(1300, 800)
    page.set_narrow(0)
    page.show()
    page.activate()
    yield page
    bridge.close()


def allow_for_all(run: EngineRun) -> None:
    kit = run.engine.accounts.admin_kit(run.engine.permissions.all())
    with run.tenant.session() as browser:
        run.tenant.drive_pages(browser, kit.consent_url_text, username="grace.ode@contoso.example")


def test_without_the_permissions_nothing_of_it_is_offered(
    page: PeoplePage, run: EngineRun, qtbot: QtBot
) -> None:
    run.sign_in()
    page._show_states()
    assert not page.side.ranked.isVisible()
    page.bar.field.setText("ines")
    qtbot.waitUntil(lambda: page.model.words == "ines")
    assert not page._middle.directory_button.isVisible()


def test_those_one_writes_with_are_listed_and_escape_leads_back(
    page: PeoplePage, run: EngineRun, qtbot: QtBot
) -> None:
    run.sign_in("work", PEOPLE)
    qtbot.waitUntil(page.side.ranked.isVisible)
    page.side.ranked.click()
    qtbot.waitUntil(lambda: page.found.model.rowCount() > 3)
    assert page.found.title.text() == "People you write with"
    QTest.keyClick(page.found.list, Qt.Key.Key_Down)
    assert page.card.accessibleName().startswith("Contact ")
    assert page.escape() and not page._middle.is_elsewhere


def test_the_directory_answers_below_a_search_and_cards_lead_along_the_reporting_line(
    page: PeoplePage, run: EngineRun, qtbot: QtBot
) -> None:
    allow_for_all(run)
    run.sign_in("work", DIRECTORY, PROFILES)
    qtbot.waitUntil(lambda: page.beyond.can_search)
    page.bar.field.setText("navarro")
    qtbot.waitUntil(page._middle.directory_button.isVisible)
    assert page._middle.directory_button.text() == "Search the directory for “navarro”"
    page._middle.directory_button.click()
    qtbot.waitUntil(lambda: page.found.model.rowCount() == 1)
    page.found.list.setCurrentIndex(page.found.model.index(0))
    qtbot.waitUntil(page.card.reporting.isVisible)
    words = [label.text() for label in page.card.reporting.findChildren(QLabel)]
    assert "Reports to" in words
    before = page.card.accessibleName()
    page.card.reporting.findChildren(QPushButton)[0].click()
    qtbot.waitUntil(lambda: page.card.accessibleName() != before)


def test_rooms_are_listed_and_cards_tell_of_groups(
    page: PeoplePage, run: EngineRun, qtbot: QtBot
) -> None:
    allow_for_all(run)
    run.sign_in("work", PEOPLE, "GroupMember.Read.All", "Place.Read.All")
    qtbot.waitUntil(page.side.rooms.isVisible)
    page.side.rooms.click()
    qtbot.waitUntil(lambda: page.found.model.rowCount() > 0)
    assert page.found.title.text() == "Rooms"
    page.side.ranked.click()
    qtbot.waitUntil(lambda: page.found.model.rowCount() > 3)
    ines = next(
        row
        for row in range(page.found.model.rowCount())
        if page.found.model.person(row).contact.display_name == "Ines Navarro"
    )
    page.found.list.setCurrentIndex(page.found.model.index(ines))
    qtbot.waitUntil(page.card.reporting.isVisible)
    words = " ".join(label.text() for label in page.card.reporting.findChildren(QLabel))
    assert "Groups" in words and "Harbour bridge" in words


def test_nobody_found_and_no_network_are_said_in_words(
    page: PeoplePage, run: EngineRun, qtbot: QtBot
) -> None:
    run.sign_in("work", DIRECTORY)
    qtbot.waitUntil(lambda: page.beyond.can_search)
    page._middle.show_found()
    page.beyond.search("qqqq")
    qtbot.waitUntil(lambda: page.found.words_shown.startswith("Nobody found"))
    run.tenant.stop()
    try:
        page.beyond.search("ines")
        qtbot.waitUntil(lambda: page.found.words_shown.startswith("Offline"), timeout=20_000)
    finally:
        run.tenant.start()


def test_the_settings_list_what_may_be_read_and_switch_it(
    run: EngineRun, theme: Theme, icons: Icons, qtbot: QtBot
) -> None:
    for username in ("adele.vance@contoso.example", "grace.ode@contoso.example"):
        run.tenant.revoke("consent", username=username)
    account = run.sign_in("work", PEOPLE)
    bridge = Bridge(run.engine.newsroom)
    section = PermissionsSection(run.engine, bridge, theme, icons)
    qtbot.addWidget(section)
    section.show_accounts()
    asked: list[tuple[str, str]] = []
    section.permission_requested.connect(lambda *wish: asked.append(wish))

    def button(start: str, name: str) -> QPushButton | None:
        wanted = f"{start}: {name}"
        buttons = section.findChildren(QPushButton)
        found = [one for one in buttons if one.accessibleName().startswith(wanted)]
        return found[-1] if found else None

    directory = button("Turn on", "Look people up")
    assert directory is not None
    directory.click()
    assert asked == [(account.username, DIRECTORY)]
    bundle = next(
        one for one in section.findChildren(QPushButton) if one.text().startswith("Turn on all")
    )
    bundle.click()
    wished = set(asked.pop()[1].split())
    assert wished == set(run.engine.permissions.all()) - {PEOPLE}
    off = button("Turn off", "Read a list of people")
    assert off is not None
    off.click()
    qtbot.waitUntil(lambda: not run.engine.accounts.list()[0].uses(PEOPLE))
    qtbot.waitUntil(lambda: button("Turn on", "Read a list of people") is not None)
    words = [label.text() for label in section.findChildren(QLabel)]
    assert any("no longer asked for" in line for line in words)
    on = button("Turn on", "Read a list of people")
    assert on is not None
    on.click()
    qtbot.waitUntil(lambda: run.engine.accounts.list()[0].uses(PEOPLE))
    assert len(asked) == 1  # the grant was there: no page is needed
    bridge.close()
