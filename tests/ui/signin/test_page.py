"""The sign-in page as a person uses it: each door, and the way on from each failure."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.engine.auth.test_signins import type_code
from tests.fakes.clock import FakeClock
from tests.fakes.tenant import Tenant
from tests.ui.signin.conftest import Stage, SystemBrowser

from transom.engine.auth.flow import TIME_TO_SIGN_IN
from transom.engine.entities.signin import Door
from transom.engine.errors import ServiceError, SignInRefusedError
from transom.engine.organisation import organisation_path
from transom.engine.profile import Profile
from transom.engine.settings import Settings, SettingsFile
from transom.ui.signin.browser import Browser
from transom.ui.signin.elsewhere import BrowserPane, CodePane
from transom.ui.signin.qr import QrCode


def button(pane: QWidget, label: str) -> QPushButton:
    return next(one for one in pane.findChildren(QPushButton) if one.text() == label)


def test_the_browser_signs_in_from_a_process_of_its_own(
    stage: Stage, browser: SystemBrowser
) -> None:
    stage.page.welcome.browser_button.click()
    stage.pane(BrowserPane)
    stage.wait_for(lambda: bool(stage.accounts))
    assert stage.accounts[0].username == stage.tenant.account()["username"]
    assert len(browser.opened) == 1 and stage.page.attempt.pane is None


def test_the_browsers_address_can_be_copied_and_the_sign_in_given_up(
    stage: Stage, browser: SystemBrowser
) -> None:
    browser.is_there = False
    stage.page.welcome.browser_button.click()
    pane = stage.pane(BrowserPane)
    button(pane, "Copy the address").click()
    assert QGuiApplication.clipboard().text() == browser.opened[0]
    button(pane, "Cancel").click()
    stage.wait_for_failure()
    assert "cancelled" in stage.page.words_shown
    assert stage.labels()[0] == "Try again" and "Use a code" in stage.labels()


def test_a_code_typed_on_another_device_signs_in(stage: Stage) -> None:
    stage.page.welcome.code_button.click()
    pane = stage.pane(CodePane)
    assert isinstance(pane, CodePane) and pane.findChild(QrCode) is not None
    button(pane, "Copy the code").click()
    assert QGuiApplication.clipboard().text() == pane.code.text()
    type_code(stage.tenant, pane.code.text())
    stage.wait_for(lambda: bool(stage.accounts))
    assert stage.accounts[0].username == stage.tenant.account()["username"]


def test_a_code_declined_elsewhere_leads_back_to_a_new_one(stage: Stage) -> None:
    stage.page.start(door=Door.CODE)
    pane = stage.pane(CodePane)
    assert isinstance(pane, CodePane)
    declined = pane.code.text()
    type_code(stage.tenant, declined, declines=True)
    stage.wait_for_failure()
    stage.press(stage.labels()[0])
    again = stage.pane(CodePane)
    assert isinstance(again, CodePane) and again.code.text() != declined


def test_one_click_goes_from_one_door_to_the_next(stage: Stage, browser: SystemBrowser) -> None:
    browser.is_there = False
    stage.page.start(door=Door.CODE)
    button(stage.pane(CodePane), "Use my browser instead").click()
    button(stage.pane(BrowserPane), "No browser? Use a code").click()
    stage.pane(CodePane)
    assert len(browser.opened) == 1 and stage.page.attempt.is_open


def test_a_managed_device_is_told_to_use_the_browser_and_the_address_goes_along(
    stage: Stage, browser: SystemBrowser
) -> None:
    browser.is_there = False
    who = stage.tenant.account()["username"]
    stage.page.start(who)
    stage.wait_for(lambda: stage.page.attempt.pane is not None)
    stage.page.attempt.abandon()
    error = SignInRefusedError("refused", error="access_denied", codes="AADSTS53000")
    stage.page.attempt.failed.emit(error)
    stage.wait_for_failure()
    assert stage.labels()[0] == "Use my browser"
    stage.press("Use my browser")
    stage.pane(BrowserPane)
    assert "login_hint=adele.vance" in browser.opened[0]


def test_a_page_that_stays_open_for_too_long_is_taken_away(
    tenant: Tenant, tmp_path: Path, qtbot: QtBot
) -> None:
    # The engine's clock is late, so that for the window the page's time is nearly over.
    now = datetime.now(UTC) - TIME_TO_SIGN_IN + timedelta(seconds=4)
    late = FakeClock(now, waits_for_advance=True)
    stage = Stage(tmp_path, tenant, qtbot, clock=late)
    stage.page.start()
    stage.pane(Browser)
    stage.wait_for_failure()
    assert "too long" in stage.page.words_shown and not stage.page.attempt.is_open
    stage.close()


def test_the_report_is_copied_as_it_stands(stage: Stage) -> None:
    stage.page.attempt.failed.emit(SignInRefusedError("no", error="invalid_client", trace_id="4f"))
    stage.wait_for_failure()
    stage.page.failure.copy_button.click()
    copied = QGuiApplication.clipboard().text()
    assert "Trace ID: 4f" in copied and "App ID: " in copied and "UTC" in copied


def test_a_page_that_stays_blank_leads_to_the_browser(stage: Stage) -> None:
    stage.page.attempt.failed.emit(ServiceError("The sign-in page could not be loaded."))
    stage.wait_for_failure()
    assert stage.labels()[0] == "Use my browser"


def test_somebody_else_is_asked_about_and_may_stay(stage: Stage, browser: SystemBrowser) -> None:
    stage.page.start("somebody@contoso.example", Door.BROWSER)
    stage.wait_for_failure()
    who = stage.tenant.account()["username"]
    assert stage.labels() == ["Sign in as somebody@contoso.example", f"Keep {who}"]
    assert not stage.engine.accounts.list() and who in stage.page.words_shown
    stage.press(f"Keep {who}")
    stage.wait_for(lambda: bool(stage.accounts))
    assert [one.username for one in stage.engine.accounts.list()] == [who]


def test_less_than_asked_is_named_with_what_it_switches_off(
    own_tenant: Callable[..., Tenant], tmp_path: Path, qtbot: QtBot
) -> None:
    tenant = own_tenant(messages=1)
    tenant.change_policy("contoso.example", withheld_scopes=["Contacts.Read"])
    stage = Stage(tmp_path, tenant, qtbot)
    stage.page.start(door=Door.CODE)
    pane = stage.pane(CodePane)
    assert isinstance(pane, CodePane)
    type_code(tenant, pane.code.text())
    stage.wait_for(stage.page.granted.isVisible)
    assert "people page stays empty" in stage.page.granted.accessibleName()
    assert "calendar" not in stage.page.granted.accessibleName()
    assert not stage.accounts and stage.page.is_asking
    stage.page.granted.go_on_button.click()
    assert len(stage.accounts) == 1 and not stage.page.is_asking
    stage.close()


def test_an_organisation_hides_what_nobody_needs_and_a_bad_file_stops_the_sign_in(
    tenant: Tenant, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "etc"))
    if not str(organisation_path()).startswith(str(tmp_path)):
        pytest.skip("this system keeps its settings where a test must not write")
    organisation_path().parent.mkdir(parents=True)
    organisation_path().write_text('hide = ["code", "browser", "registration"]')
    stage = Stage(tmp_path, tenant, qtbot)
    welcome = stage.page.welcome
    assert welcome.sign_in_button.isVisible()
    assert not welcome.code_button.isVisible() and not welcome.browser_button.isVisible()
    stage.close()
    organisation_path().write_text("hide = [")
    SettingsFile(Profile(tmp_path / "bare" / "profile").settings_path).save(Settings())
    bare = Stage(tmp_path / "bare", tenant, qtbot, saves=False)
    bare.page.start()
    bare.wait_for_failure()
    assert "cannot be obeyed" in bare.page.words_shown and bare.labels()[0] == "Try again"
    bare.close()
