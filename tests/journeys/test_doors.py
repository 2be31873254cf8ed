"""Every way in, through the real window: this view, another organisation's, browser and code."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot
from tests.engine.auth.test_consent import decide
from tests.fakes.tenant import Tenant
from tests.journeys.conftest import Desktop
from tests.journeys.person import Person
from tests.journeys.web_page import WebPage

from transom.app import App
from transom.engine.engine import EngineState
from transom.ui.signin.elsewhere import CodePane

OpenApp = Callable[..., App]


def newcomer(open_app: OpenApp, qtbot: QtBot, tenant: Tenant) -> Person:
    person = Person(open_app(tenant=tenant), qtbot)
    person.wait_for(lambda: person.app.engine.state is EngineState.READY)
    return person


def begin(person: Person) -> None:
    person.click(person.app.window.signin.welcome.sign_in_button)


def test_other_organisations_a_window_of_theirs_and_a_second_factor(
    open_app: OpenApp, qtbot: QtBot, world: Tenant
) -> None:
    person = newcomer(open_app, qtbot, world)
    page = person.page_here
    frida, pavel, mila = (world.account_of(name) for name in ("frida", "pavel", "mila"))

    # Frida's organisation asks for the password on a page of its own host.
    begin(person)
    page.type("username", frida["username"])
    page.wait_for_words("Wingtip")
    page.type("password", frida["password"])
    page.press("#accept")
    person.wait_until_known(frida["username"])

    # Pavel's opens a window for it, which hands its answer back and closes.
    person.add_account()
    page.type("username", pavel["username"])
    page.press("#window")
    view = person.app.window.signin.attempt.view
    assert view is not None
    popup = WebPage(qtbot, lambda: view.findChild(QDialog))
    popup.type("password", pavel["password"])
    page.press("#accept")
    person.wait_until_known(pavel["username"])

    # Mila's phone shows a code; a wrong one is refused where it was typed.
    person.add_account()
    person.prove(mila)
    page.type("code", "000000" if page.read("#shown") != "000000" else "111111")
    page.wait_for_words("expected verification code")
    page.type("code", page.read("#shown"))
    page.press("#accept")
    person.wait_until_known(mila["username"])

    person.wait_until_synced()
    assert person.usernames() == [one["username"] for one in (frida, pavel, mila)]


def test_the_wall_and_an_approval_that_is_noticed_by_itself(
    open_app: OpenApp, qtbot: QtBot, world: Tenant
) -> None:
    person = newcomer(open_app, qtbot, world)
    page, wall = person.page_here, person.app.window.signin.wall
    noor, felix = world.account_of("noor"), world.account_of("felix")
    wall._timer.setInterval(300)  # a person waits for a quarter of a minute
    begin(person)
    person.prove(noor)
    page.press("#leave")  # does not stay signed in
    page.wait_for_words("Approval required")
    person.press("Ask your administrator")
    assert "Mail.Read" in wall.pane.message.toPlainText()
    person.wait_for(lambda: "Not approved yet" in wall.pane.status.text())
    assert not person.usernames()

    # The administrator opens the link somewhere else.
    kit = person.app.engine.accounts.admin_kit()
    person.app.engine.accounts.check_consent(kit, decide(world, kit, felix, "accept"))
    person.wait_until_known(noor["username"])
    person.wait_until_synced()
    assert person.page("mail").isVisible()
    world.revoke("consent", username=noor["username"])


def test_an_administrator_approves_in_a_window_of_their_own(
    open_app: OpenApp, qtbot: QtBot, world: Tenant
) -> None:
    world.change_policy("fabrikam.example", user_consent="blocked", offers_to_stay=False)
    person = newcomer(open_app, qtbot, world)
    noor, felix = world.account_of("noor"), world.account_of("felix")
    begin(person)
    person.prove(noor)
    person.page_here.wait_for_words("Need admin approval")
    person.press("Ask your administrator")
    person.press("I am the admin")
    theirs = WebPage(qtbot, lambda: person.app.window.signin.wall.window)
    theirs.type("username", felix["username"])
    theirs.type("password", felix["password"])
    theirs.wait_for_words("for your organisation")
    theirs.press("#accept")
    person.wait_until_known(noor["username"])
    assert person.usernames() == [noor["username"]], "the administrator is not kept"


def test_consent_on_behalf_of_the_organisation_spares_everybody_the_page(
    open_app: OpenApp, qtbot: QtBot, world: Tenant
) -> None:
    person = newcomer(open_app, qtbot, world)
    page = person.page_here
    grace, adele = world.account_of("grace"), world.account_of("adele.vance")
    begin(person)
    person.prove(grace)
    page.press("#for_all")
    page.press("#accept")
    person.wait_until_known(grace["username"])
    person.add_account()
    person.prove(adele)  # nothing is left to accept
    person.wait_until_known(adele["username"])
    world.revoke("consent", username=grace["username"])


def test_the_browser_a_process_of_its_own_brings_the_answer(
    open_app: OpenApp, qtbot: QtBot, world: Tenant, desktop: Desktop
) -> None:
    person = newcomer(open_app, qtbot, world)
    desktop.who = world.account("personal")
    person.press("Use my browser instead")
    person.wait_until_known(desktop.who["username"])
    desktop.close()
    assert "go back to Transom" in desktop.pages[0]
    person.wait_until_synced()
    assert person.app.window.signin.attempt.pane is None


def test_a_code_is_typed_in_a_browser_elsewhere(
    open_app: OpenApp, qtbot: QtBot, world: Tenant, desktop: Desktop
) -> None:
    person = newcomer(open_app, qtbot, world)
    desktop.who = world.account_of("grace")
    person.press("Use a code")
    person.wait_for(lambda: isinstance(person.app.window.signin.attempt.pane, CodePane))
    pane = person.app.window.signin.attempt.pane
    assert isinstance(pane, CodePane)
    desktop.code = pane.code.text()
    person.press("Open the address here")
    person.wait_until_known(desktop.who["username"])
    desktop.close()
    assert "You have signed in" in desktop.pages[0]
