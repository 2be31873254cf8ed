"""The wall in a real web view: noticed, explained to an administrator, and fallen by itself."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.engine.auth.test_consent import decide
from tests.fakes.tenant import Tenant
from tests.ui.signin.conftest import Stage

from transom.ui.signin import wall
from transom.ui.signin.browser import Browser
from transom.ui.web.signin_view import SignInView

FELIX = {"username": "felix.kask@fabrikam.example", "password": "i-am-the-office"}
ADELE = {"username": "adele.vance@contoso.example", "password": "open-the-transom"}
NOOR = {"username": "noor.haddad@fabrikam.example", "password": "ask-the-office"}

_FILL_IN = """
(() => {
  const field = document.querySelector('#password') || document.querySelector('#username');
  const go = document.querySelector('#leave') || document.querySelector('#accept');
  if (field) { field.value = %s[field.id]; document.querySelector('#next').click(); }
  else if (go) { go.click(); }
})();
"""


def fill_in(view: SignInView, who: dict[str, str]) -> None:
    """Do on every page what this person would, but nothing at the wall."""
    script = _FILL_IN % json.dumps(who)
    view.page_loaded.connect(lambda: view.run_script(script))
    view.run_script(script)


@pytest.fixture
def walled(
    own_tenant: Callable[..., Tenant], tmp_path: Path, qtbot: QtBot
) -> Iterator[tuple[Stage, Tenant]]:
    tenant = own_tenant(messages=1)
    stage = Stage(tmp_path, tenant, qtbot)
    yield stage, tenant
    stage.close()


def meet_the_wall(stage: Stage, who: dict[str, str]) -> Browser:
    stage.page.welcome.sign_in_button.click()
    browser = stage.pane(Browser)
    assert isinstance(browser, Browser)
    fill_in(browser.view, who)
    stage.wait_for(browser.hint.isVisible)
    return browser


def ask(browser: Browser) -> None:
    buttons = browser.hint.findChildren(QPushButton)
    next(one for one in buttons if one.text() == "Ask your administrator").click()


def test_the_wall_is_noticed_and_falls_by_itself(
    walled: tuple[Stage, Tenant], monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, tenant = walled
    monkeypatch.setattr(wall, "LOOK_EVERY_MS", 400)
    stage.page.wall._timer.setInterval(400)
    tenant.change_policy("fabrikam.example", user_consent="blocked")
    ask(meet_the_wall(stage, NOOR))
    pane = stage.page.wall.pane
    stage.wait_for(lambda: "Not approved yet" in pane.status.text())
    assert not stage.accounts
    pane.copy_button.click()
    assert "/v2.0/adminconsent?client_id=" in QGuiApplication.clipboard().text()
    pane.admin_button.click()
    window = stage.page.wall.window
    assert window is not None
    fill_in(window.view, FELIX)
    stage.wait_for(lambda: bool(stage.accounts))
    assert stage.accounts[0].username == NOOR["username"]
    assert stage.page.wall.window is None and stage.page.attempt.view is None


def test_an_administrator_who_declines_changes_nothing(walled: tuple[Stage, Tenant]) -> None:
    stage, tenant = walled
    tenant.change_policy("fabrikam.example", user_consent="blocked")
    ask(meet_the_wall(stage, NOOR))
    pane = stage.page.wall.pane
    pane.admin_button.click()
    window = stage.page.wall.window
    assert window is not None
    window.answered.emit(f"{tenant.origin}/common/oauth2/nativeclient?error=access_denied&state=no")
    assert "another question" in pane.status.text() and not stage.accounts


def test_one_can_go_back_from_the_kit_to_the_page(walled: tuple[Stage, Tenant]) -> None:
    stage, tenant = walled
    tenant.change_policy("fabrikam.example", user_consent="blocked")
    browser = meet_the_wall(stage, NOOR)
    ask(browser)
    assert not browser.isVisible()
    stage.page.wall.pane.back_requested.emit()
    assert browser.isVisible() and stage.page.attempt.is_open


def test_who_left_the_page_can_still_wait_for_the_approval(walled: tuple[Stage, Tenant]) -> None:
    stage, tenant = walled
    tenant.change_policy("fabrikam.example", user_consent="blocked")
    browser = meet_the_wall(stage, NOOR)
    browser.view.run_script("document.querySelector('#return').click()")
    stage.wait_for_failure()
    assert stage.labels()[0] == "Ask your administrator"
    said = stage.page.words_shown
    assert "administrator" in said and "cancel" not in said.lower()
    stage.press("Ask your administrator")
    kit = stage.engine.accounts.admin_kit()
    stage.engine.accounts.check_consent(kit, decide(tenant, kit, FELIX, "accept"))
    stage.page.wall.pane.look_button.click()
    stage.wait_for(lambda: bool(stage.accounts))
    assert stage.accounts[0].username == NOOR["username"]


def test_who_closes_the_page_at_the_wall_is_told_of_the_administrator(
    walled: tuple[Stage, Tenant],
) -> None:
    stage, tenant = walled
    tenant.change_policy("fabrikam.example", user_consent="blocked")
    meet_the_wall(stage, NOOR)
    assert stage.page.escape()
    stage.wait_for_failure()
    said = stage.page.words_shown
    assert "administrator" in said and "cancel" not in said.lower()
    stage.press("Ask your administrator")
    kit = stage.engine.accounts.admin_kit()
    stage.engine.accounts.check_consent(kit, decide(tenant, kit, FELIX, "accept"))
    stage.page.wall.pane.look_button.click()
    stage.wait_for(lambda: bool(stage.accounts))
    assert stage.accounts[0].username == NOOR["username"]


def test_who_closes_the_page_after_the_wall_was_gone_has_cancelled(
    walled: tuple[Stage, Tenant],
) -> None:
    stage, tenant = walled
    tenant.change_policy("fabrikam.example", user_consent="blocked")
    browser = meet_the_wall(stage, NOOR)
    browser.view.run_script("location.href = '/devicelogin'")  # any page that is not the wall
    stage.wait_for(lambda: not browser.hint.isVisible())
    assert stage.page.escape()
    stage.wait_for_failure()
    assert "cancelled" in stage.page.words_shown


def test_a_page_with_a_dead_end_offers_the_next_door(walled: tuple[Stage, Tenant]) -> None:
    stage, tenant = walled
    who = tenant.account()
    tenant.change_policy(who["username"], refusal=53000)
    browser = meet_the_wall(stage, who)
    assert "computers that it manages" in browser.hint.text
    labels = [one.text() for one in browser.hint.findChildren(QPushButton)]
    assert labels == ["Use my browser"]


def test_everything_at_once_is_one_tick_away_in_the_kit(walled: tuple[Stage, Tenant]) -> None:
    stage, tenant = walled
    tenant.change_policy("fabrikam.example", user_consent="blocked")
    browser = meet_the_wall(stage, NOOR)
    ask(browser)
    pane = stage.page.wall.pane
    assert "Mail.Read.Shared" not in pane.message.toPlainText()
    pane.bundle.click()
    said = pane.message.toPlainText()
    assert all(f"- {scope}: " in said for scope in stage.engine.permissions.all())
    kit = stage.page.wall._kit
    assert kit is not None
    stage.engine.accounts.check_consent(kit, decide(tenant, kit, FELIX, "accept"))
    pane.look_button.click()
    stage.wait_for(lambda: bool(stage.accounts))
    # What the organisation approved can be turned on without another page.
    account = stage.accounts[0]
    stage.engine.permissions.turn_on(account.id, "User.Read.All").result(10)
    assert stage.engine.accounts.list()[0].uses("User.Read.All")


def test_a_permission_turned_on_is_asked_for_in_the_view_and_the_wall_keeps_it(
    walled: tuple[Stage, Tenant],
) -> None:
    stage, _tenant = walled
    stage.page.welcome.sign_in_button.click()
    browser = stage.pane(Browser)
    assert isinstance(browser, Browser)
    fill_in(browser.view, ADELE)
    stage.wait_for(lambda: len(stage.accounts) == 1)
    stage.page.start(ADELE["username"], extra_scopes=("People.Read",))
    assert stage.page.asks_for_more
    browser = stage.pane(Browser)
    assert isinstance(browser, Browser)
    fill_in(browser.view, ADELE)
    stage.wait_for(lambda: len(stage.accounts) == 2)
    assert stage.engine.accounts.list()[0].uses("People.Read")
    stage.page.start(ADELE["username"], extra_scopes=("User.Read.All",))
    browser = stage.pane(Browser)
    assert isinstance(browser, Browser)
    fill_in(browser.view, ADELE)
    stage.wait_for(browser.hint.isVisible)
    ask(browser)
    said = stage.page.wall.pane.message.toPlainText()
    assert "- User.Read.All: " in said and "Mail.Read.Shared" not in said
