"""A registration on trial: each mistake one can make in Entra is met at the tenant and told."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.engine.auth.conftest import registration_of
from tests.fakes.clock import FakeClock
from tests.fakes.tenant import Page, Tenant

from transom.demo.identity import registration as known
from transom.demo.mailbox.users import WORK_TENANT
from transom.engine.auth.flow import SignInFlow
from transom.engine.auth.trial import LOOPBACK, Trial, check_answer, error_of_page
from transom.engine.auth.wire import session_for
from transom.engine.auth.words import explain_error
from transom.engine.entities.accounts import Registration
from transom.engine.entities.setup import SetUpStep
from transom.engine.errors import (
    OfflineError,
    SignInRefusedError,
    TransomError,
    UntrustedError,
    WrongAnswerError,
)


def registered(tenant: Tenant, client_id: str, segment: str = "common") -> Registration:
    return replace(registration_of(tenant, segment), client_id=client_id)


def trial_of(registration: Registration) -> Trial:
    return Trial(registration, http_session_factory=session_for, clock=FakeClock())


def ask(tenant: Tenant, registration: Registration, redirect_uri: str = "") -> None:
    """Do what the hidden page does: follow the question, and judge how it ends."""
    request = trial_of(registration).ask(redirect_uri)
    page = Page.get(tenant.session(), request.url_text)
    if not page.redirect:
        number = page.text.partition("AADSTS")[2].partition(":")[0]
        raise error_of_page(number)
    check_answer(request, page.redirect)


def advice(error: TransomError) -> tuple[str, SetUpStep | None]:
    explained = explain_error(error, client_id="", now=FakeClock().now())
    return f"{explained.what} {explained.next_step}", explained.step


@pytest.mark.parametrize("segment", ["common", "organizations", "consumers", WORK_TENANT])
@pytest.mark.parametrize("redirect_uri", ["", LOOPBACK])
def test_a_good_registration_passes_without_anybody(
    tenant: Tenant, segment: str, redirect_uri: str
) -> None:
    registration = registration_of(tenant, segment)
    trial_of(registration).reach()
    ask(tenant, registration, redirect_uri)


def test_a_good_registration_may_wait_for_a_code(tenant: Tenant) -> None:
    tenant.clear_log()
    trial_of(registration_of(tenant)).try_code()
    assert len(tenant.asked("/token")) == 1


@pytest.mark.parametrize(
    ("client_id", "segment", "said", "step"),
    [
        (known.NO_REDIRECT_ID, "common", "called back", SetUpStep.ADDRESSES),
        (known.ONE_ORGANISATION_ID, "common", "one organisation only", SetUpStep.WHERE),
        (known.ONE_ORGANISATION_ID, "fabrikam.example", "No app with this", SetUpStep.ENTER),
        (known.WORK_ONLY_ID, "consumers", "work and school", SetUpStep.WHERE),
        (known.PERSONAL_ONLY_ID, "common", "personal Microsoft", SetUpStep.WHERE),
        (known.UNOFFERED_ID, "common", "permission", SetUpStep.PERMISSIONS),
        ("00000000-0000-0000-0000-00000000dead", "common", "client ID", SetUpStep.ENTER),
    ],
)
def test_a_mistake_is_told_with_where_to_change_it(
    tenant: Tenant, client_id: str, segment: str, said: str, step: SetUpStep
) -> None:
    with pytest.raises(SignInRefusedError) as caught:
        ask(tenant, registered(tenant, client_id, segment))
    words, found = advice(caught.value)
    assert said in words and found is step


def test_a_missing_address_for_the_browser_shuts_that_door_alone(tenant: Tenant) -> None:
    registration = registered(tenant, known.NO_LOOPBACK_ID)
    ask(tenant, registration)
    with pytest.raises(SignInRefusedError) as caught:
        ask(tenant, registration, LOOPBACK)
    assert advice(caught.value)[1] is SetUpStep.ADDRESSES


def test_a_web_app_gets_no_code(tenant: Tenant) -> None:
    registration = registered(tenant, known.WEB_APP_ID)
    ask(tenant, registration)
    with pytest.raises(SignInRefusedError) as caught:
        trial_of(registration).try_code()
    assert caught.value.facts["error"] == "invalid_client"
    assert "secret" in advice(caught.value)[0]


def test_a_web_apps_answer_is_worth_nothing_without_its_secret(tenant: Tenant) -> None:
    registration = registered(tenant, known.WEB_APP_ID)
    flow = SignInFlow(registration, http_session_factory=session_for, clock=FakeClock())
    redirect = tenant.sign_in_by_http(url=flow.begin().url_text)
    with pytest.raises(SignInRefusedError) as caught:
        flow.finish(redirect)
    assert caught.value.facts["error"] == "invalid_client"
    words, step = advice(caught.value)
    assert "public client flows" in words and step is SetUpStep.ADDRESSES


def test_what_was_not_granted_is_seen_in_the_answer(tenant: Tenant) -> None:
    registration = registered(tenant, known.WITHHELD_ID)
    flow = SignInFlow(registration, http_session_factory=session_for, clock=FakeClock())
    signed_in = flow.finish(tenant.sign_in_by_http(url=flow.begin().url_text))
    assert "Calendars.Read" not in signed_in.account.granted_scopes
    assert "Mail.Read" in signed_in.account.granted_scopes


def test_a_tenant_nobody_knows_is_told_before_any_page(tenant: Tenant) -> None:
    with pytest.raises(SignInRefusedError) as caught:
        trial_of(registration_of(tenant, "nowhere.example")).reach()
    words, step = advice(caught.value)
    assert "no such organisation" in words and step is SetUpStep.WHERE


def test_a_service_out_of_reach_or_not_trusted_is_told(
    own_tenant: Callable[..., Tenant], tenant: Tenant
) -> None:
    gone = own_tenant(messages=1)
    registration = registration_of(gone)
    stranger = replace(registration.cloud, authority_url=tenant.origin)
    with pytest.raises(UntrustedError):
        trial_of(replace(registration, cloud=stranger)).reach()
    gone.stop()
    with pytest.raises(OfflineError):
        trial_of(registration).reach()


def test_a_page_that_stays_is_told_by_its_state_and_its_number_chooses_words_alone() -> None:
    waiting, shown, unknown = (error_of_page(code) for code in ("", "50011", "123456"))
    assert type(waiting) is type(shown) is type(unknown)
    assert "did not come back" in advice(waiting)[0]
    assert "called back" in advice(shown)[0]
    assert "shows an error" in advice(unknown)[0]


def test_an_answer_to_another_question_is_no_answer(tenant: Tenant) -> None:
    trial = trial_of(registration_of(tenant))
    first, second = trial.ask(), trial.ask()
    redirect = Page.get(tenant.session(), second.url_text).redirect
    with pytest.raises(WrongAnswerError):
        check_answer(first, redirect)
    check_answer(second, redirect)
