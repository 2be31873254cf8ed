"""Who may allow what: people, administrators, and those who have to ask."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from tests.demo.identity.conftest import Answer, SignedOn
from tests.fakes.tenant import LOOPBACK_REDIRECT, Page, Tenant

CONTOSO = "6d1f1c8e-27b5-4f6c-9d53-0c5a6a4f2e71"


def _after_password(tenant: Tenant, signed_on: SignedOn, who: str, **changes: Any) -> Page:
    page = signed_on(tenant, who, **changes)
    return page.press("leave") if "Stay signed in?" in page.text else page


def _admin_consent(tenant: Tenant, segment: str, who: str = "", **changes: str) -> Page:
    fields = {
        "client_id": tenant.info["client_id"],
        "redirect_uri": LOOPBACK_REDIRECT,
        "state": "s",
        "scope": "https://graph.microsoft.com/Mail.Read",
    }
    url = f"{tenant.origin}/{segment}/v2.0/adminconsent?{urlencode(fields | changes)}"
    page = Page.get(tenant.session(), url)
    if not who:
        return page
    account = tenant.account_of(who)
    page = page.press("next", username=account["username"])
    page = page.press("next", password=account["password"])
    return page.press("leave") if "Stay signed in?" in page.text else page


def test_an_administrator_is_offered_to_consent_for_everybody(
    own_tenant: Callable[..., Tenant], signed_on: SignedOn
) -> None:
    tenant = own_tenant(messages=20)
    assert not signed_on(tenant, "adele.vance").has("for_all")
    page = signed_on(tenant, "grace")
    assert page.has("for_all")
    assert "code=" in page.press("accept", for_all="1").redirect
    with tenant.session() as session:  # and now nobody of the organisation is asked
        page = Page.get(session, tenant.authorize_url(login_hint="adele.vance@contoso.example"))
        page = page.press("next", password=tenant.account()["password"])
    assert "code=" in page.redirect


def test_the_tick_of_somebody_else_consents_for_them_alone(
    own_tenant: Callable[..., Tenant], signed_on: SignedOn
) -> None:
    tenant = own_tenant(messages=20)
    page = signed_on(tenant, "adele.vance").press("accept", for_all="1")
    assert "code=" in page.redirect
    assert signed_on(tenant, "grace").has("accept")


def test_permissions_for_administrators_raise_a_wall(
    tenant: Tenant, signed_on: SignedOn, answer_of: Answer
) -> None:
    page = signed_on(tenant, "adele.vance", scope="openid Group.Read.All")
    assert "Need admin approval" in page.text and "AADSTS90094" in page.text
    assert "Read all groups" in page.text
    answer = answer_of(page.press("return").redirect)
    assert (answer["error"], answer["error_subcode"]) == ("access_denied", "cancel")
    assert answer["error_description"].startswith("AADSTS90094: ")
    assert page.press("other").has("username")
    assert not page.submit(action="accept").redirect


def test_an_administrator_passes_the_wall(tenant: Tenant, signed_on: SignedOn) -> None:
    page = signed_on(tenant, "grace", scope="openid Group.Read.All", prompt="consent")
    assert page.has("accept") and "Read all groups" in page.text


def test_a_request_is_kept_and_its_approval_opens_the_wall(
    own_tenant: Callable[..., Tenant], signed_on: SignedOn, answer_of: Answer
) -> None:
    tenant = own_tenant(messages=20)
    wall = _after_password(tenant, signed_on, "noor")
    assert "Approval required" in wall.text and "AADSTS90095" in wall.text
    assert wall.press("next", reason=" ").error == "Enter a justification."
    sent = wall.press("next", reason="I read my mail <here>")
    assert "Request sent" in sent.text
    left = answer_of(sent.press("return").redirect)
    assert left["error"] == "access_denied"
    tenant.stop()
    tenant.start()
    (request,) = tenant.control("GET", "/consent-requests")["requests"]
    assert request["reason"] == "I read my mail <here>" and request["state"] == "pending"
    tenant.control("POST", "/consent-requests", {"id": request["id"], "decision": "approve"})
    assert "code=" in _after_password(tenant, signed_on, "noor").redirect


def test_where_no_request_can_be_sent_the_wall_has_no_box(
    own_tenant: Callable[..., Tenant], signed_on: SignedOn
) -> None:
    tenant = own_tenant(messages=20)
    tenant.change_policy("fabrikam.example", user_consent="blocked", offers_to_stay=False)
    wall = signed_on(tenant, "noor")
    assert "AADSTS90094" in wall.text and not wall.has("reason")
    assert "AADSTS90094" in wall.submit(action="ask", reason="please").text
    assert tenant.control("GET", "/consent-requests")["requests"] == []


def test_an_administrator_decides_at_the_desk(
    own_tenant: Callable[..., Tenant], signed_on: SignedOn
) -> None:
    tenant = own_tenant(messages=20)
    _after_password(tenant, signed_on, "noor").press("next", reason="Please & thanks")
    felix = tenant.account_of("felix")
    with tenant.session() as session:
        page = Page.get(session, f"{tenant.origin}/admin/consent-requests")
        page = page.press("next", username=felix["username"])
        page = page.press("next", password=felix["password"]).press("next")
        desk = Page.get(session, page.redirect)
        assert "Please &amp; thanks" in desk.text
        forged = desk.submit(decision="approve", stamp="x")
        assert forged.has("approve")
        desk.press("deny")
        assert "Denied" in Page.get(session, f"{tenant.origin}/admin/consent-requests").text
    assert "Approval required" in _after_password(tenant, signed_on, "noor").text


def test_the_desk_shows_an_administrator_their_own_organisation(
    own_tenant: Callable[..., Tenant], signed_on: SignedOn
) -> None:
    tenant = own_tenant(messages=20)
    _after_password(tenant, signed_on, "noor").press("next", reason="Please")
    grace = tenant.account_of("grace")
    with tenant.session() as session:
        page = Page.get(session, f"{tenant.origin}/admin/consent-requests")
        page = page.press("next", username=grace["username"])
        page = page.press("next", password=grace["password"])
        desk = Page.get(session, page.redirect)
    assert "Nobody has asked" in desk.text


def test_admin_consent_tells_the_app_which_tenant_agreed(
    own_tenant: Callable[..., Tenant], answer_of: Answer, signed_on: SignedOn
) -> None:
    tenant = own_tenant(messages=20)
    page = _admin_consent(tenant, "organizations", "grace")
    assert "for your organisation" in page.text and not page.has("for_all")
    assert answer_of(page.press("accept").redirect) == {
        "admin_consent": "True",
        "tenant": CONTOSO,
        "scope": "https://graph.microsoft.com/Mail.Read",
        "state": "s",
    }
    assert "code=" in signed_on(tenant, "adele.vance", scope="openid Mail.Read").redirect


def test_a_refused_admin_consent_says_so(tenant: Tenant, answer_of: Answer) -> None:
    answer = answer_of(_admin_consent(tenant, CONTOSO, "grace").press("cancel").redirect)
    assert (answer["admin_consent"], answer["error"]) == ("True", "consent_required")
    assert answer["error_description"].startswith("AADSTS65004: ") and answer["state"] == "s"


def test_admin_consent_is_not_anybodys_to_give(tenant: Tenant, answer_of: Answer) -> None:
    page = _admin_consent(tenant, "contoso.example", "adele.vance")
    assert "AADSTS90094" in page.text and not page.submit(action="accept").redirect
    answer = answer_of(page.press("return").redirect)
    assert (answer["admin_consent"], answer["error"]) == ("True", "access_denied")


def test_admin_consent_is_not_had_under_common(tenant: Tenant) -> None:
    assert _admin_consent(tenant, "common").error.startswith("AADSTS90130:")
    assert _admin_consent(tenant, CONTOSO, redirect_uri="https://x.example/").error.startswith(
        "AADSTS50011:"
    )


def test_only_what_is_new_is_asked_for_unless_all_is_wanted(
    own_tenant: Callable[..., Tenant],
) -> None:
    tenant = own_tenant(messages=20)
    with tenant.session() as session:
        tenant.drive_pages(session, tenant.authorize_url(scope="openid Mail.Read"))
        wider = "openid Mail.Read People.Read"
        page = Page.get(session, tenant.authorize_url(scope=wider))
        assert "relevant people" in page.text and "Read your mail<" not in page.text
        refused = page.press("cancel").redirect
        assert "access_denied" in refused
        page = Page.get(session, tenant.authorize_url(scope="openid Mail.Read", prompt="consent"))
        assert "Read your mail<" in page.text
        kept = Page.get(session, tenant.authorize_url(scope="openid Mail.Read"))
        assert "code=" in kept.redirect


def test_a_silent_request_says_what_a_page_would_ask(
    own_tenant: Callable[..., Tenant], answer_of: Answer
) -> None:
    tenant = own_tenant(messages=20)
    adele = tenant.account()["username"]
    with tenant.session() as session:
        tenant.drive_pages(session, tenant.authorize_url())
        tenant.change_policy(adele, needs_second_factor=True)
        answer = answer_of(Page.get(session, tenant.authorize_url(prompt="none")).redirect)
        assert answer["error"] == "interaction_required" and "capolids" in answer["claims"]
        tenant.change_policy(adele, refusal=53000)
        answer = answer_of(Page.get(session, tenant.authorize_url(prompt="none")).redirect)
    assert answer["error_description"].startswith("AADSTS53000: ")
