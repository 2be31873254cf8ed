"""The set-up assistant in a real web view: each mistake in a registration is met and told."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.fakes.engines import cloud_of
from tests.fakes.tenant import Tenant
from tests.ui.signin.conftest import Stage
from tests.ui.signin.test_wall import fill_in

from transom.demo.identity import registration as known
from transom.engine.entities.accounts import Registration
from transom.engine.entities.setup import Check, SetUpStep, Verdict
from transom.engine.organisation import organisation_path
from transom.engine.profile import Profile
from transom.engine.settings import Settings, SettingsFile
from transom.ui.signin.browser import Browser
from transom.ui.signin.setup.assistant import SetUpAssistant

UNKNOWN_ID = "00000000-0000-0000-0000-00000000dead"


@pytest.fixture
def setup(stage: Stage) -> SetUpAssistant:
    stage.page.show_setup()
    assert stage.page.setup.isVisible()
    return stage.page.setup


def put_to_test(stage: Stage, client_id: str, segment: str = "common") -> dict[Check, Verdict]:
    """Enter a registration, test it, and return what each check found."""
    setup = stage.page.setup
    setup.place.show_tenant(segment)
    setup.enter.client_id_field.setText(client_id)
    setup.enter.test_button.click()
    stage.wait_for(lambda: not setup.run.is_running)
    return {one.check: one.verdict for one in setup.enter.findings.findings()}


def words_of(setup: SetUpAssistant, check: Check) -> str:
    return setup.enter.findings.rows[check].accessibleName()


def press(setup: SetUpAssistant, check: Check, label: str) -> None:
    row = setup.enter.findings.rows[check]
    next(one for one in row.buttons() if one.text() == label).click()


def test_a_good_registration_passes_every_check_and_nothing_is_saved(
    stage: Stage, setup: SetUpAssistant
) -> None:
    before = stage.engine.settings
    found = put_to_test(stage, stage.tenant.info["client_id"])
    assert set(found.values()) == {Verdict.GOOD}
    assert list(found) == [Check.SERVICE, Check.VIEW, Check.BROWSER, Check.CODE]
    assert "Sign in to finish" in setup.enter.outcome.text()
    assert stage.engine.settings == before and not stage.accounts


@pytest.mark.parametrize(
    ("client_id", "segment", "check", "said", "step"),
    [
        (known.NO_REDIRECT_ID, "common", Check.VIEW, "called back", SetUpStep.ADDRESSES),
        (known.ONE_ORGANISATION_ID, "common", Check.VIEW, "one organisation", SetUpStep.WHERE),
        (known.PERSONAL_ONLY_ID, "common", Check.VIEW, "personal", SetUpStep.WHERE),
        (known.WORK_ONLY_ID, "consumers", Check.VIEW, "work and school", SetUpStep.WHERE),
        (known.UNOFFERED_ID, "common", Check.VIEW, "permission", SetUpStep.PERMISSIONS),
        (UNKNOWN_ID, "common", Check.VIEW, "No app with this client ID", SetUpStep.ENTER),
        (known.CLIENT_ID, "nowhere.example", Check.SERVICE, "organisation", SetUpStep.WHERE),
    ],
)
def test_a_mistake_is_named_and_the_page_that_mends_it_is_one_click_away(
    stage: Stage,
    setup: SetUpAssistant,
    client_id: str,
    segment: str,
    check: Check,
    said: str,
    step: SetUpStep,
) -> None:
    found = put_to_test(stage, client_id, segment)
    assert found[check] is Verdict.BAD and list(found)[-1] is check
    assert said in words_of(setup, check) and "Wrong" in words_of(setup, check)
    press(setup, check, "Copy the facts")
    assert f"App ID: {client_id}" in QGuiApplication.clipboard().text()
    press(setup, check, "Show me where")
    assert setup.step is step


def test_a_missing_loopback_address_shuts_the_browsers_door_alone(
    stage: Stage, setup: SetUpAssistant
) -> None:
    found = put_to_test(stage, known.NO_LOOPBACK_ID)
    assert found[Check.BROWSER] is Verdict.LIMIT
    assert {found[Check.VIEW], found[Check.CODE]} == {Verdict.GOOD}
    assert "inside this window" in setup.enter.outcome.text()


def test_a_service_that_is_gone_is_told(
    own_tenant: Callable[..., Tenant], tmp_path: Path, qtbot: QtBot
) -> None:
    tenant = own_tenant(messages=1)
    stage = Stage(tmp_path, tenant, qtbot)
    tenant.stop()
    stage.page.show_setup()
    assert put_to_test(stage, tenant.info["client_id"]) == {Check.SERVICE: Verdict.BAD}
    assert "cannot be reached" in words_of(stage.page.setup, Check.SERVICE)
    stage.close()


def sign_in(stage: Stage, who: dict[str, str]) -> None:
    stage.page.setup.enter.sign_in_button.click()
    browser = stage.pane(Browser)
    assert isinstance(browser, Browser)
    fill_in(browser.view, who)


def test_a_web_app_is_recognised_without_anybody_and_at_the_first_sign_in(
    stage: Stage, setup: SetUpAssistant
) -> None:
    found = put_to_test(stage, known.WEB_APP_ID)
    assert found[Check.CODE] is Verdict.LIMIT and found[Check.VIEW] is Verdict.GOOD
    assert "wants a secret" in words_of(setup, Check.CODE)
    sign_in(stage, stage.tenant.account())
    stage.wait_for(lambda: Check.SIGN_IN in setup.enter.findings.rows)
    assert setup.isVisible() and not stage.accounts
    assert "public client flows" in words_of(setup, Check.SIGN_IN)
    press(setup, Check.SIGN_IN, "Show me where")
    assert setup.step is SetUpStep.ADDRESSES


def test_a_permission_that_is_missing_is_named_with_where_to_add_it(
    stage: Stage, setup: SetUpAssistant
) -> None:
    put_to_test(stage, known.WITHHELD_ID)
    sign_in(stage, stage.tenant.account())
    stage.wait_for(stage.page.granted.isVisible)
    said = stage.page.granted.accessibleName()
    assert "calendar stays empty" in said and "API permissions" in said
    stage.page.granted.go_on_button.click()
    assert len(stage.accounts) == 1


def test_who_cancels_the_first_sign_in_is_not_told_of_the_registration(
    stage: Stage, setup: SetUpAssistant
) -> None:
    setup.enter.client_id_field.setText(stage.tenant.info["client_id"])
    setup.enter.sign_in_button.click()
    stage.pane(Browser)
    stage.page.escape()
    stage.wait_for_failure()
    assert "cancelled" in stage.page.words_shown and not setup.isVisible()


def test_what_is_not_complete_is_complained_of_where_it_stands(
    stage: Stage, setup: SetUpAssistant
) -> None:
    setup.show_step(SetUpStep.ENTER)
    setup.enter.client_id_field.setText("transom")
    setup.enter.test_button.click()
    assert setup.error.isVisible() and "number" in setup.error.text()
    setup.enter.client_id_field.setText(UNKNOWN_ID)
    setup.place.show_tenant("not a tenant")
    setup.enter.sign_in_button.click()
    assert setup.step is SetUpStep.WHERE and "organisation" in setup.error.text()
    setup.place.cloud_box.setCurrentIndex(setup.place.cloud_box.count() - 1)
    setup.place.authority_field.setText("http://login.example.com")
    setup.enter.test_button.click()
    assert "https://" in setup.error.text() and not setup.run.is_running


def test_a_cloud_of_ones_own_is_kept_with_its_addresses(
    stage: Stage, setup: SetUpAssistant
) -> None:
    place = setup.place
    place.cloud_box.setCurrentIndex(place.cloud_box.count() - 1)
    place.authority_field.setText("https://login.example.com/")
    place.graph_field.setText("https://graph.example.com")
    place.show_tenant("contoso.com")
    redirect = "https://login.example.com/common/oauth2/nativeclient"
    assert setup.addresses.redirect.field.text() == redirect
    setup.enter.client_id_field.setText(UNKNOWN_ID)
    setup.enter.sign_in_button.click()
    stage.page.attempt.abandon()
    kept = stage.engine.accounts.registration()
    assert kept is not None and kept.tenant == "contoso.com"
    assert kept.cloud.authority_url == "https://login.example.com"
    assert (kept.cloud.name, kept.cloud.redirect_uri) == ("login.example.com", redirect)


def test_the_guide_fits_the_cloud_and_who_signs_in(stage: Stage, setup: SetUpAssistant) -> None:
    place, clouds = setup.place, [cloud.name for cloud in stage.engine.setup.clouds()]
    place.cloud_box.setCurrentIndex(clouds.index("china"))
    assert "partner.microsoftonline.cn" in setup.register.redirect.field.text()
    labels = [place.audience_box.itemText(row) for row in range(place.audience_box.count())]
    assert len(labels) == 2 and not any("personal" in one.lower() for one in labels)
    place.cloud_box.setCurrentIndex(clouds.index("worldwide"))
    setup.register.redirect.button.click()
    copied = QGuiApplication.clipboard().text()
    assert copied == "https://login.microsoftonline.com/common/oauth2/nativeclient"
    setup.permissions.names.button.click()
    assert set(QGuiApplication.clipboard().text().split()) == {
        *("User.Read", "Mail.Read", "Calendars.Read", "Contacts.Read", "MailboxSettings.Read"),
        *("openid", "profile", "offline_access"),
    }


def test_the_keyboard_goes_through_all_pages(
    stage: Stage, setup: SetUpAssistant, qtbot: QtBot
) -> None:
    setup.show_step(SetUpStep.WHERE)
    seen = [setup.step]
    while setup.next_button.isVisible():
        qtbot.keyClick(setup.next_button, Qt.Key.Key_Space)
        seen.append(setup.step)
    assert seen == list(SetUpStep)
    qtbot.keyClick(setup.enter.client_id_field, Qt.Key.Key_Return)
    assert setup.run.is_running
    qtbot.keyClick(setup.cancel_button, Qt.Key.Key_Space)
    assert not setup.run.is_running and not setup.isVisible()
    named = [one for one in setup.findChildren(QPushButton) if one.text() or one.accessibleName()]
    assert len(named) == len(setup.findChildren(QPushButton))


def test_news_do_not_sweep_the_set_up_away(stage: Stage, setup: SetUpAssistant) -> None:
    stage.page.activate()
    assert setup.isVisible() and stage.page.is_asking
    setup.cancel_button.click()
    assert not setup.isVisible() and not stage.page.is_asking


def test_changing_a_word_during_a_test_ends_it(stage: Stage, setup: SetUpAssistant) -> None:
    setup.enter.client_id_field.setText(UNKNOWN_ID)
    setup.enter.test_button.click()
    assert setup.run.is_running
    setup.place.show_tenant("contoso.example")
    assert not setup.run.is_running and not setup.enter.findings.rows


def test_without_a_registration_the_sign_in_begins_with_the_set_up(
    tenant: Tenant, tmp_path: Path, qtbot: QtBot
) -> None:
    SettingsFile(Profile(tmp_path / "profile").settings_path).save(Settings())
    stage = Stage(tmp_path, tenant, qtbot, saves=False)
    stage.page.welcome.sign_in_button.click()
    assert stage.page.setup.isVisible() and stage.page.setup.step is SetUpStep.WHERE
    stage.page.setup.known_button.click()
    assert stage.page.setup.step is SetUpStep.ENTER
    stage.close()


@pytest.fixture
def organisation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "etc"))
    if not str(organisation_path()).startswith(str(tmp_path)):
        pytest.skip("this system keeps its settings where a test must not write")
    organisation_path().parent.mkdir(parents=True)
    yield organisation_path()


def test_what_the_organisation_settled_is_shown_said_and_cannot_be_changed(
    organisation: Path, tenant: Tenant, tmp_path: Path, qtbot: QtBot
) -> None:
    organisation.write_text('[registration]\ntenant = "contoso.com"\ncloud = "us-gov"\n')
    SettingsFile(Profile(tmp_path / "profile").settings_path).save(Settings())
    stage = Stage(tmp_path, tenant, qtbot, saves=False)
    setup, place = stage.page.setup, stage.page.setup.place
    stage.page.show_setup()
    assert not place.cloud_box.isEnabled() and not place.tenant_field.isEnabled()
    assert (place.cloud.name, place.tenant) == ("us-gov", "contoso.com")
    words = " ".join(one.text() for one in place.findChildren(type(setup.error)))
    assert "Your organisation settled the cloud and who signs in." in words
    assert stage.page.welcome._settled.isVisible()
    stage.engine.setup.save(Registration(UNKNOWN_ID, "elsewhere.com", cloud_of(tenant)))
    kept = stage.engine.accounts.registration()
    assert kept is not None
    assert (kept.client_id, kept.tenant, kept.cloud.name) == (UNKNOWN_ID, "contoso.com", "us-gov")
    stage.close()
