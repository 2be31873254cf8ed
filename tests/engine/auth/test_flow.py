"""Sign-in against the tenant's own pages: the good way, and each bad end with its own error."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from tests.engine.auth.conftest import registration_of
from tests.fakes.clock import FakeClock
from tests.fakes.tenant import Tenant
from typing_extensions import override

from transom.engine.auth.flow import SignInFlow
from transom.engine.auth.scopes import SCOPES, WriteScopeError
from transom.engine.auth.wire import session_for
from transom.engine.entities.accounts import Cloud, Registration, SignInRequest
from transom.engine.errors import (
    NotConfiguredError,
    OfflineError,
    SignInCancelledError,
    SignInError,
    SignInExpiredError,
    SignInRefusedError,
    UnavailableError,
    WrongAnswerError,
)


def flow_for(tenant: Tenant, clock: FakeClock, segment: str = "common") -> SignInFlow:
    return SignInFlow(
        registration_of(tenant, segment), http_session_factory=session_for, clock=clock
    )


def answer(request: SignInRequest, **parameters: str) -> str:
    return f"{request.redirect_uri}?{urlencode({'state': request.state} | parameters)}"


@pytest.mark.parametrize("kind", ["work", "personal"])
def test_a_person_signs_in_and_is_known_by_oid_and_tid(
    tenant: Tenant, clock: FakeClock, kind: str
) -> None:
    flow = flow_for(tenant, clock)
    request = flow.begin(login_hint=tenant.account(kind)["username"])
    signed_in = flow.finish(tenant.sign_in_by_http(kind, url=request.url_text))
    account = signed_in.account
    assert account.username == tenant.account(kind)["username"]
    assert account.name and len(account.oid) == 36 and len(account.tid) == 36
    assert set(SCOPES) <= account.granted_scopes
    assert "RefreshToken" in json.loads(signed_in.cache_text)


def test_the_question_carries_what_protects_it(tenant: Tenant, clock: FakeClock) -> None:
    asked = parse_qs(urlsplit(flow_for(tenant, clock).begin().url_text).query)
    assert asked["response_type"] == ["code"] and asked["response_mode"] == ["query"]
    assert asked["code_challenge_method"] == ["S256"] and asked["code_challenge"]
    assert len(asked["nonce"][0]) == 64 and len(asked["state"][0]) >= 32
    assert set(asked["scope"][0].split()) == {*SCOPES, "openid", "profile", "offline_access"}


def test_two_questions_share_nothing(tenant: Tenant, clock: FakeClock) -> None:
    first, second = (
        parse_qs(urlsplit(flow_for(tenant, clock).begin().url_text).query) for _ in range(2)
    )
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]


def test_a_question_given_up_takes_no_answer(tenant: Tenant, clock: FakeClock) -> None:
    flow = flow_for(tenant, clock)
    redirect = tenant.sign_in_by_http(url=flow.begin().url_text)
    flow.end()
    with pytest.raises(WrongAnswerError, match="over"):
        flow.finish(redirect)


def test_a_write_scope_cannot_be_asked_for(tenant: Tenant, clock: FakeClock) -> None:
    with pytest.raises(WriteScopeError):
        flow_for(tenant, clock).begin(extra_scopes=("Mail.ReadWrite",))


def test_a_hint_is_not_sent_along_with_a_choice_of_accounts(
    tenant: Tenant, clock: FakeClock
) -> None:
    request = flow_for(tenant, clock).begin(login_hint="a@b.example", prompt="select_account")
    assert "login_hint" not in request.url_text and "prompt=select_account" in request.url_text


@pytest.mark.parametrize("state", ["", "wrong", "é"])
def test_a_wrong_state_is_refused_and_the_right_answer_still_counts(
    tenant: Tenant, clock: FakeClock, state: str
) -> None:
    flow = flow_for(tenant, clock)
    request = flow.begin()
    right = tenant.sign_in_by_http(url=request.url_text)
    with pytest.raises(WrongAnswerError) as caught:
        flow.finish(answer(request, state=state, code="a-code"))
    assert caught.value.facts == {"check": "state"}
    with pytest.raises(WrongAnswerError):
        flow.finish(f"{request.redirect_uri}?error=access_denied")
    assert flow.finish(right).account.oid


@pytest.mark.parametrize(
    "change",
    [
        lambda place: place.replace("https:", "http:"),
        lambda place: place.replace("localhost", "localhost.evil.example"),
        lambda place: place.replace("localhost", "somebody@localhost"),
        lambda place: place.replace(":", ":1", 2),
        lambda place: place + "x",
        lambda place: place.replace("nativeclient", "NativeClient"),
        lambda place: place.replace("localhost:", "localhost:99999"),
    ],
)
def test_an_answer_at_another_address_is_refused(
    tenant: Tenant, clock: FakeClock, change: Callable[[str], str]
) -> None:
    flow = flow_for(tenant, clock)
    request = flow.begin()
    place, _, query = answer(request, code="a-code").partition("?")
    with pytest.raises(WrongAnswerError) as caught:
        flow.finish(f"{change(place)}?{query}")
    assert caught.value.facts == {"check": "address"}


def test_an_answer_that_says_something_twice_or_nothing_is_refused(
    tenant: Tenant, clock: FakeClock
) -> None:
    flow = flow_for(tenant, clock)
    request = flow.begin()
    for url in (answer(request, code="a") + "&code=b", answer(request), answer(request, code="")):
        with pytest.raises(WrongAnswerError) as caught:
            flow.finish(url)
        assert caught.value.facts == {"check": "parameters"}


def test_cancel_on_the_consent_page_is_a_cancelled_sign_in(
    clock: FakeClock, own_tenant: Callable[..., Tenant]
) -> None:
    tenant = own_tenant(messages=1)
    flow = flow_for(tenant, clock)
    redirect = tenant.sign_in_by_http(url=flow.begin().url_text, consent=False)
    with pytest.raises(SignInCancelledError) as caught:
        flow.finish(redirect)
    assert caught.value.facts["error"] == "access_denied"
    with pytest.raises(WrongAnswerError, match="over"):
        flow.finish(redirect)


@pytest.mark.parametrize(
    ("parameters", "kind"),
    [
        ({"error": "access_denied"}, SignInCancelledError),
        ({"error": "consent_required", "error_subcode": "cancel"}, SignInCancelledError),
        ({"error": "server_error"}, UnavailableError),
        ({"error": "invalid_scope"}, SignInRefusedError),
    ],
)
def test_an_error_on_the_page_gets_its_own_kind(
    tenant: Tenant, clock: FakeClock, parameters: dict[str, str], kind: type[SignInError]
) -> None:
    flow = flow_for(tenant, clock)
    request = flow.begin()
    with pytest.raises(kind):
        flow.finish(answer(request, **parameters))


def test_a_refusal_keeps_its_facts_and_not_its_words(tenant: Tenant, clock: FakeClock) -> None:
    flow = flow_for(tenant, clock)
    description = (
        "AADSTS90094: ada@contoso.example lacks the grant.\r\nTrace ID: 1b-2c\r\n"
        "Correlation ID: 3d-4e\r\nTimestamp: 2026-01-02 03:04:05Z"
    )
    request = flow.begin()
    with pytest.raises(SignInRefusedError, match="administrator") as caught:
        flow.finish(answer(request, error="invalid_client", error_description=description))
    assert caught.value.facts == {
        "error": "invalid_client",
        "codes": "AADSTS90094",
        "trace_id": "1b-2c",
        "correlation_id": "3d-4e",
        "timestamp": "2026-01-02 03:04:05Z",
    }


def test_a_page_open_for_too_long_ends_in_an_expired_sign_in(
    tenant: Tenant, clock: FakeClock
) -> None:
    flow = flow_for(tenant, clock)
    request = flow.begin()
    redirect = tenant.sign_in_by_http(url=request.url_text)
    clock.advance(1801)
    with pytest.raises(SignInExpiredError):
        flow.finish(redirect)


def test_a_code_used_already_is_an_expired_sign_in(tenant: Tenant, clock: FakeClock) -> None:
    flow = SignInFlow(registration_of(tenant), http_session_factory=stuttering, clock=clock)
    redirect = tenant.sign_in_by_http(url=flow.begin().url_text)
    with pytest.raises(SignInExpiredError) as caught:
        flow.finish(redirect)
    assert caught.value.facts["codes"] == "AADSTS54005"


def stuttering(cloud: Cloud) -> requests.Session:
    """A session that sends every POST twice, as a proxy does that lost the first answer."""

    class Stuttering(requests.Session):
        @override
        def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
            if request.method == "POST":
                real.send(request.copy(), **options)
            return real.send(request, **options)

    real = session_for(cloud)
    return Stuttering()


def test_a_code_nobody_gave_is_refused_with_facts(tenant: Tenant, clock: FakeClock) -> None:
    flow = flow_for(tenant, clock)
    request = flow.begin()
    with pytest.raises((SignInExpiredError, SignInRefusedError)) as caught:
        flow.finish(answer(request, code="invented"))
    assert caught.value.facts["error"] == "invalid_grant"
    assert caught.value.facts["trace_id"] and caught.value.facts["codes"]


def test_a_code_of_another_question_fails_by_its_verifier(tenant: Tenant, clock: FakeClock) -> None:
    other = flow_for(tenant, clock).begin()
    stolen = parse_qs(urlsplit(tenant.sign_in_by_http(url=other.url_text)).query)["code"][0]
    flow = flow_for(tenant, clock)
    request = flow.begin()
    with pytest.raises(SignInError):
        flow.finish(answer(request, code=stolen))


def test_a_page_asked_with_another_nonce_is_found_out(tenant: Tenant, clock: FakeClock) -> None:
    flow = flow_for(tenant, clock)
    request = flow.begin()
    nonce = parse_qs(urlsplit(request.url_text).query)["nonce"][0]
    tampered = request.url_text.replace(nonce, "0" * 64)
    with pytest.raises(WrongAnswerError) as caught:
        flow.finish(tenant.sign_in_by_http(url=tampered))
    assert caught.value.facts == {"check": "nonce"}


@pytest.mark.parametrize("hours", [-1, 3])
def test_a_clock_that_is_wrong_is_told_as_such(tenant: Tenant, hours: int) -> None:
    clock = FakeClock()
    clock.advance(hours * 3600)
    flow = flow_for(tenant, clock)
    request = flow.begin()
    with pytest.raises(WrongAnswerError, match="clock"):
        flow.finish(tenant.sign_in_by_http(url=request.url_text))


def test_without_a_server_sign_in_is_offline_before_and_after_the_page(
    clock: FakeClock, own_tenant: Callable[..., Tenant]
) -> None:
    tenant = own_tenant(messages=1)
    flow = flow_for(tenant, clock)
    redirect = tenant.sign_in_by_http(url=flow.begin().url_text)
    tenant.stop()
    with pytest.raises(OfflineError):
        flow.finish(redirect)
    with pytest.raises(OfflineError):
        flow_for(tenant, clock).begin()


def test_an_unknown_tenant_or_no_client_id_is_told_before_any_page(
    tenant: Tenant, clock: FakeClock
) -> None:
    with pytest.raises(SignInRefusedError, match="organisation") as caught:
        flow_for(tenant, clock, "nobody.example").begin()
    assert "AADSTS90002" in caught.value.facts["codes"]
    with pytest.raises(NotConfiguredError, match="tenant"):
        flow_for(tenant, clock, "../common").begin()
    empty = Registration("", "common", registration_of(tenant).cloud)
    with pytest.raises(NotConfiguredError, match="client id"):
        SignInFlow(empty, http_session_factory=session_for, clock=clock).begin()


def test_a_sign_in_asks_for_no_more_than_it_needs(tenant: Tenant, clock: FakeClock) -> None:
    flow = flow_for(tenant, clock)
    request = flow.begin()
    redirect = tenant.sign_in_by_http(url=request.url_text)
    tenant.clear_log()
    flow.finish(redirect)
    assert [entry["method"] for entry in tenant.log()] == ["POST", "GET"]
