"""Passwords, codes, numbers and other hosts: how people prove who they are."""

import re
from typing import Any

import pytest
from tests.demo.identity.conftest import Answer, SignedOn
from tests.fakes.tenant import Page, Tenant


def _page(tenant: Tenant, username: str, **changes: Any) -> Page:
    page = Page.get(tenant.session(), tenant.authorize_url(**changes))
    return page.press("next", username=tenant.account_of(username)["username"])


def test_a_second_factor_is_asked_for_after_the_password(
    tenant: Tenant, signed_on: SignedOn
) -> None:
    page = signed_on(tenant, "mila")
    assert page.has("code") and re.fullmatch(r"\d{6}", page.shown_code)
    wrong = page.press("next", code="1")
    assert "expected verification code" in wrong.error
    assert wrong.shown_code != page.shown_code
    assert wrong.press("next", code=f" {wrong.shown_code} ").has("accept")


def test_a_consent_cannot_be_given_before_the_second_factor(
    tenant: Tenant, signed_on: SignedOn
) -> None:
    early = signed_on(tenant, "mila", prompt="consent").submit(action="accept")
    assert early.has("shown") and not early.redirect


def test_somebody_without_a_password_approves_a_number(tenant: Tenant) -> None:
    page = _page(tenant, "theo")
    assert re.search(r'id="number">\d\d<', page.text) and not page.has("password")
    assert page.press("next").has("accept")


def test_a_password_is_not_taken_from_somebody_who_approves(tenant: Tenant) -> None:
    page = Page.get(tenant.session(), tenant.authorize_url())
    assert page.submit(action="approve").has("username")


def test_a_demanded_second_factor_is_registered_on_the_way(
    changing_tenant: Tenant, signed_on: SignedOn
) -> None:
    adele = changing_tenant.account()["username"]
    changing_tenant.change_policy(adele, needs_second_factor=True)
    first = signed_on(changing_tenant, adele)
    assert "More information required" in first.text
    assert first.press("next", code=first.shown_code).has("accept")
    second = signed_on(changing_tenant, adele)
    assert "More information required" not in second.text and second.shown_code
    changing_tenant.change_policy(adele, needs_second_factor=False)


@pytest.mark.parametrize(("username", "code"), [("dario.conti", 50057), ("uma.seidl", 50105)])
def test_people_who_may_not_sign_in_end_on_a_page(
    tenant: Tenant, signed_on: SignedOn, username: str, code: int
) -> None:
    page = signed_on(tenant, username)
    assert page.error.startswith(f"AADSTS{code}:") and not page.redirect
    assert page.press("next").has("username")
    assert not page.submit(action="accept").redirect


@pytest.mark.parametrize("code", [50097, 50131, 53000, 53003])
def test_conditional_access_ends_on_a_page(
    changing_tenant: Tenant, signed_on: SignedOn, code: int
) -> None:
    theo = changing_tenant.account_of("grace")["username"]
    changing_tenant.change_policy(theo, refusal=code)
    page = signed_on(changing_tenant, theo)
    assert page.error.startswith(f"AADSTS{code}:") and not page.redirect
    changing_tenant.change_policy(theo, refusal=0)


def test_a_name_no_organisation_knows_is_refused_under_its_tenant(tenant: Tenant) -> None:
    page = Page.get(tenant.session(), tenant.authorize_url("contoso.example"))
    assert page.press("next", username="nobody@contoso.example").error.startswith("AADSTS50034:")


def test_a_federated_user_types_the_password_on_another_host(
    tenant: Tenant, answer_of: Answer
) -> None:
    page = _page(tenant, "frida")
    assert page.redirect.startswith(f"{tenant.graph}/adfs/ls/?")
    with tenant.session() as session:
        url = tenant.authorize_url()
        assert answer_of(tenant.drive_pages(session, url, username="frida"))["code"]


def test_a_wrong_password_stays_with_the_other_host(tenant: Tenant) -> None:
    page = Page.get(tenant.session(), _page(tenant, "frida").redirect)
    wrong = page.press("next", password="let me in")
    assert "Incorrect user ID" in wrong.error and wrong.has("password")
    stranger = page.press("next", username=tenant.account()["username"], password="x")
    assert "Incorrect user ID" in stranger.error


def test_a_domain_hint_skips_the_username(tenant: Tenant) -> None:
    page = Page.get(tenant.session(), tenant.authorize_url(domain_hint="wingtip.example"))
    assert page.redirect.startswith(f"{tenant.graph}/adfs/ls/?")


def test_a_window_hands_its_result_to_the_page_that_opened_it(
    tenant: Tenant, answer_of: Answer
) -> None:
    opener = _page(tenant, "pavel")
    address = re.search(r'data-address="([^"]*)"', opener.text)
    assert address is not None and opener.has("wresult")
    with tenant.session() as session:
        window = Page.get(session, address[1].replace("&amp;", "&"))
        posted = window.press("next", password=tenant.account_of("pavel")["password"])
        handed = posted.press("next")
    assert "window.opener" in handed.text and not handed.redirect
    result = re.search(r'id="wresult" value="([^"]*)"', handed.text)
    assert result is not None
    assert opener.submit(wresult=result[1]).has("accept")


def test_without_a_window_the_other_host_is_reached_in_place(
    tenant: Tenant, answer_of: Answer
) -> None:
    with tenant.session() as session:
        url = tenant.authorize_url()
        assert answer_of(tenant.drive_pages(session, url, username="pavel"))["code"]


def test_a_result_of_another_browser_is_worth_nothing(tenant: Tenant) -> None:
    start = _page(tenant, "frida")
    page = Page.get(tenant.session(), start.redirect)
    posted = page.press("next", password=tenant.account_of("frida")["password"])
    with tenant.session() as stranger:
        assert posted.submit(stranger).response.status_code == 400


def test_a_made_up_result_is_worth_nothing(tenant: Tenant) -> None:
    page = _page(tenant, "pavel").submit(wresult="x" * 80)
    assert page.has("username") and page.error


def test_the_other_host_serves_nobody_who_was_not_sent(tenant: Tenant) -> None:
    with tenant.session() as session:
        answer = session.get(f"{tenant.graph}/adfs/ls/?wctx=x&whr=wingtip.example", timeout=30)
    assert answer.status_code == 400
