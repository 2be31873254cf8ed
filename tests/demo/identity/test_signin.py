"""The provider's pages, driven as a browser without scripts would."""

from collections.abc import Callable
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import requests
from tests.fakes.tenant import LOOPBACK_REDIRECT, Page, Tenant


def _answer(redirect: str) -> dict[str, str]:
    parts = urlsplit(redirect)
    return {name: values[0] for name, values in parse_qs(parts.query or parts.fragment).items()}


def _open(tenant: Tenant, **changes: str | None) -> Page:
    return Page.get(tenant.session(), tenant.authorize_url(**changes))


def _password_page(tenant: Tenant, kind: str = "work", **changes: str | None) -> Page:
    username = tenant.account(kind)["username"]
    return _open(tenant, **changes).submit(action="username", username=username)


def _consent_page(tenant: Tenant, kind: str = "work", **changes: str | None) -> Page:
    page = _password_page(tenant, kind, **{"prompt": "consent"} | changes)
    return page.submit(action="password", password=tenant.account(kind)["password"])


def test_username_password_and_consent_end_in_a_code(tenant: Tenant) -> None:
    redirect = tenant.sign_in_by_http(client_info="1")
    assert redirect.startswith(f"{LOOPBACK_REDIRECT}?code=")
    answer = _answer(redirect)
    assert answer["state"] == "a-state"
    assert answer["client_info"] and answer["session_state"]


def test_a_wrong_password_stays_on_the_page_and_says_so(tenant: Tenant) -> None:
    page = _password_page(tenant).submit(action="password", password="let me in")
    assert "incorrect" in page.error
    assert page.has("password") and not page.redirect


def test_an_unknown_user_stays_on_the_page_and_keeps_what_was_typed(tenant: Tenant) -> None:
    page = _open(tenant).submit(action="username", username="nobody@contoso.example")
    assert "couldn’t find an account" in page.error
    assert 'value="nobody@contoso.example"' in page.text


def test_an_empty_username_is_asked_for_again(tenant: Tenant) -> None:
    assert _open(tenant).submit(action="username", username=" ").error


@pytest.mark.parametrize(
    ("segment", "kind"),
    [("organizations", "personal"), ("consumers", "work"), ("contoso.example", "personal")],
)
def test_an_account_of_the_wrong_kind_is_refused_on_a_page(
    tenant: Tenant, segment: str, kind: str
) -> None:
    username = tenant.account(kind)["username"]
    page = _open(tenant, segment=segment).submit(action="username", username=username)
    assert page.error.startswith("AADSTS50020:")
    other = page.submit(action="back")
    assert other.has("username")


def test_back_returns_to_the_username_step(tenant: Tenant) -> None:
    assert _password_page(tenant).submit(action="back").has("username")


def test_the_consent_page_lists_what_was_asked_for_in_plain_words(tenant: Tenant) -> None:
    page = _consent_page(tenant)
    for title in (
        "Read your mail",
        "Read your calendars",
        "Read your contacts",
        "Sign you in and read your profile",
        "Maintain access to data you have given it access to",
    ):
        assert f"<summary>{title}</summary>" in page.text
    assert "unverified publisher" in page.text
    assert page.text.count("<summary>") == 5


@pytest.mark.parametrize("step", ["username", "consent"])
def test_cancel_tells_the_app_so(tenant: Tenant, step: str) -> None:
    page = _open(tenant) if step == "username" else _consent_page(tenant)
    answer = _answer(page.submit(action="cancel").redirect)
    assert answer == {"error": "access_denied", "error_subcode": "cancel", "state": "a-state"}


@pytest.mark.parametrize("ending", ["success", "cancel", "error"])
def test_state_comes_back_byte_for_byte(tenant: Tenant, ending: str) -> None:
    odd = b"a b+c&d=%<script>\xff\xc3\xa9\x00\xf0\x9f\x98\x80/\r\n"
    url = tenant.authorize_url(state=None, prompt="none" if ending == "error" else None)
    url += f"&state={quote(odd, safe='')}"
    with tenant.session() as session:
        if ending == "error":
            redirect = Page.get(session, url).redirect
        else:
            redirect = tenant.drive_pages(session, url) if ending == "success" else ""
            redirect = redirect or Page.get(session, url).submit(action="cancel").redirect
    fields = urlsplit(redirect).query.encode().split(b"&")
    assert b"state=" + quote(odd, safe="").replace("%20", "+").encode() in fields


def test_a_state_that_was_not_sent_is_not_made_up(tenant: Tenant) -> None:
    assert "state" not in _answer(_open(tenant, state=None, prompt="none").redirect)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"client_id": None}, 900144),
        ({"client_id": "11111111-2222-3333-4444-555555555555"}, 700016),
        ({"redirect_uri": None}, 900971),
        ({"redirect_uri": "https://evil.example/"}, 50011),
        ({"segment": "nowhere.example"}, 90002),
    ],
)
def test_without_a_safe_way_back_the_refusal_is_a_page(
    tenant: Tenant, changes: dict[str, str | None], code: int
) -> None:
    page = _open(tenant, **changes)
    assert page.error.startswith(f"AADSTS{code}:")
    assert page.response.status_code == 400 and not page.redirect


def test_a_refusal_page_escapes_what_it_repeats(tenant: Tenant) -> None:
    page = _open(tenant, redirect_uri="http://localhost/<script>alert(1)</script>")
    assert "<script>alert" not in page.text
    assert "<script>alert(1)</script>" in page.error


@pytest.mark.parametrize(
    ("changes", "error", "code"),
    [
        ({"response_type": None}, "invalid_request", 900144),
        ({"response_type": "id_token"}, "unsupported_response_type", 700054),
        ({"response_mode": "pigeon"}, "unsupported_response_mode", 70007),
        ({"scope": None}, "invalid_request", 900144),
        ({"scope": "Mail.Read wha?t"}, "invalid_scope", 70011),
        ({"scope": "https://elsewhere.example/Read"}, "invalid_resource", 500011),
        ({"resource": "https://graph.microsoft.com"}, "invalid_request", 901002),
        ({"prompt": "maybe"}, "invalid_request", 90023),
        ({"code_challenge": "short"}, "invalid_request", 501491),
        ({"prompt": "none"}, "login_required", 50058),
    ],
)
def test_other_refusals_go_to_the_app(
    tenant: Tenant, changes: dict[str, str | None], error: str, code: int
) -> None:
    answer = _answer(_open(tenant, **changes).redirect)
    assert answer["error"] == error
    assert answer["error_description"].startswith(f"AADSTS{code}: ")
    assert "\r\nTrace ID: " in answer["error_description"]
    assert answer["state"] == "a-state"


def test_unknown_parameters_are_ignored(tenant: Tenant) -> None:
    assert _open(tenant, **{"x-client-sku": "MSAL.Python", "instance_aware": "1"}).has("username")


def test_a_login_hint_fills_in_the_username(tenant: Tenant) -> None:
    known = _open(tenant, login_hint=tenant.account()["username"])
    assert known.has("password") and tenant.account()["username"] in known.text
    unknown = _open(tenant, login_hint="x@y.example")
    assert unknown.has("username") and 'value="x@y.example"' in unknown.text


def test_a_browser_that_is_signed_in_is_not_asked_again(tenant: Tenant) -> None:
    with tenant.session() as session:
        tenant.drive_pages(session, tenant.authorize_url())
        again = Page.get(session, tenant.authorize_url())
        silent = Page.get(session, tenant.authorize_url(prompt="none"))
        forced = Page.get(session, tenant.authorize_url(prompt="login"))
        picker = Page.get(session, tenant.authorize_url(prompt="select_account"))
    assert "code=" in again.redirect and "code=" in silent.redirect
    assert forced.has("username")
    assert tenant.account()["username"] in picker.text and picker.has("other")


def test_new_scopes_are_asked_for_before_they_are_given(
    own_tenant: Callable[..., Tenant],
) -> None:
    tenant = own_tenant()
    with tenant.session() as session:
        tenant.drive_pages(session, tenant.authorize_url(scope="openid Mail.Read"))
        wider = "openid Mail.Read People.Read"
        silent = Page.get(session, tenant.authorize_url(scope=wider, prompt="none"))
        page = Page.get(session, tenant.authorize_url(scope=wider))
    assert _answer(silent.redirect)["error"] == "interaction_required"
    assert page.has("accept") and "Read your relevant people list" in page.text


def test_revoked_sessions_need_the_password_again(own_tenant: Callable[..., Tenant]) -> None:
    tenant = own_tenant()
    with tenant.session() as session:
        tenant.drive_pages(session, tenant.authorize_url())
        tenant.revoke("sessions")
        assert Page.get(session, tenant.authorize_url()).has("username")


def test_the_fragment_mode_answers_in_the_fragment(tenant: Tenant) -> None:
    redirect = tenant.sign_in_by_http(response_mode="fragment")
    assert redirect.startswith(f"{LOOPBACK_REDIRECT}#code=") and "?" not in redirect


def test_the_form_post_mode_answers_with_a_form(tenant: Tenant) -> None:
    page = _open(tenant, response_mode="form_post", prompt="none", state='"><b>')
    assert f'action="{LOOPBACK_REDIRECT}"' in page.text
    assert 'name="error" value="login_required"' in page.text
    assert 'name="state" value="&quot;&gt;&lt;b&gt;"' in page.text


def test_a_redirect_uri_without_a_path_comes_back_with_a_slash(tenant: Tenant) -> None:
    page = _open(tenant, redirect_uri="http://localhost:7071", prompt="none")
    assert page.redirect.startswith("http://localhost:7071/?error=")


def test_the_request_may_be_posted(tenant: Tenant) -> None:
    url = tenant.authorize_url()
    with tenant.session() as session:
        answer = session.post(url.partition("?")[0], data=dict(_pairs(url)), timeout=30)
    assert 'id="username"' in answer.text


def _pairs(url: str) -> list[tuple[str, str]]:
    return [(name, values[0]) for name, values in parse_qs(urlsplit(url).query).items()]


def test_another_browser_cannot_go_on_with_a_sign_in(tenant: Tenant) -> None:
    page = _consent_page(tenant)
    with tenant.session() as stranger:
        stolen = page.submit(stranger, action="accept")
    assert stolen.response.status_code == 400 and not stolen.redirect
    assert "code=" in page.submit(action="accept").redirect


def test_a_consent_cannot_be_given_before_the_password(tenant: Tenant) -> None:
    early = _password_page(tenant, prompt="consent").submit(action="accept")
    assert early.has("username") and not early.redirect


def test_a_forged_flow_is_refused(tenant: Tenant) -> None:
    page = _open(tenant).submit(flow="x" * 200, action="username", username="a")
    assert page.response.status_code == 400


def test_pages_load_nothing_and_cannot_be_framed(tenant: Tenant) -> None:
    response = _open(tenant).response
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["cache-control"].startswith("no-store")
    for remote in ("src=", "href=", "url(", "@import"):
        assert remote not in response.text


def test_a_duplicated_parameter_is_refused(tenant: Tenant) -> None:
    with tenant.session() as session:
        page = Page.get(session, tenant.authorize_url() + "&scope=openid")
    assert page.error.startswith("AADSTS90004:")


def test_the_native_client_page_is_there_and_blank(tenant: Tenant) -> None:
    with tenant.session() as session:
        url = f"{tenant.authority}/oauth2/nativeclient?code=1"
        answer: requests.Response = session.get(url, timeout=30)
    assert answer.status_code == 200
    assert answer.text.split("<main>")[1].split("</main>")[0].strip() == ""


def test_signing_out_ends_the_browsers_session(tenant: Tenant) -> None:
    with tenant.session() as session:
        tenant.drive_pages(session, tenant.authorize_url())
        session.get(f"{tenant.authority}/oauth2/v2.0/logout", timeout=30)
        assert Page.get(session, tenant.authorize_url()).has("username")
