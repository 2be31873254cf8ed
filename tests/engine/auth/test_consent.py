"""Consent: what is missing, and the administrator's link against the tenant's own page."""

from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from tests.engine.auth.conftest import registration_of
from tests.fakes.tenant import Page, Tenant

from transom.engine.auth.asked import missing_scopes
from transom.engine.auth.consent import admin_kit, check_consent
from transom.engine.auth.scopes import SCOPES
from transom.engine.entities.signin import AdminKit
from transom.engine.errors import SignInCancelledError, SignInRefusedError, WrongAnswerError

ADMIN = {"username": "grace.ode@contoso.example", "password": "keep-the-keys"}


def decide(tenant: Tenant, kit: AdminKit, person: dict[str, str], button: str) -> str:
    """Go through the consent pages as ``person`` and press the last button; return the redirect."""
    with tenant.session() as browser:
        page = Page.get(browser, kit.consent_url_text)
        for _ in range(6):
            if page.redirect:
                return page.redirect
            page = page.press(button) if page.has(button) else page.fill_in(person)
    raise AssertionError(page.text)


def test_an_administrator_accepts_for_the_organisation(tenant: Tenant) -> None:
    kit = admin_kit(registration_of(tenant))
    check_consent(kit, decide(tenant, kit, ADMIN, "accept"))
    tenant.revoke("consent", username=ADMIN["username"])  # as the other tests found it


def test_an_administrator_declines(tenant: Tenant) -> None:
    kit = admin_kit(registration_of(tenant))
    with pytest.raises(SignInCancelledError, match="did not accept"):
        check_consent(kit, decide(tenant, kit, ADMIN, "cancel"))


def test_somebody_without_the_right_to_consent_ends_without_it(tenant: Tenant) -> None:
    kit = admin_kit(registration_of(tenant))
    with pytest.raises(SignInCancelledError) as caught:
        check_consent(kit, decide(tenant, kit, tenant.account(), "return"))
    assert caught.value.facts["codes"] == "AADSTS90094"


def test_the_link_asks_for_exactly_the_read_permissions_of_one_organisation(
    tenant: Tenant,
) -> None:
    kit = admin_kit(registration_of(tenant))
    parts = urlsplit(kit.consent_url_text)
    asked = parse_qs(parts.query)
    assert parts.path == "/organizations/v2.0/adminconsent"
    assert asked["scope"][0].split() == [*SCOPES, "openid", "profile", "offline_access"]
    assert asked["client_id"] == [tenant.info["client_id"]] and asked["state"] == [kit.state]
    pinned = admin_kit(replace(registration_of(tenant), tenant="contoso.example"))
    assert urlsplit(pinned.consent_url_text).path == "/contoso.example/v2.0/adminconsent"


def test_the_message_says_all_an_administrator_asks(tenant: Tenant) -> None:
    kit = admin_kit(registration_of(tenant))
    for scope in kit.scopes:
        assert f"- {scope}: " in kit.message
    for words in (kit.client_id, "/organizations/v2.0/adminconsent?", "never", "take it back"):
        assert words in kit.message
    assert kit.state not in kit.message and "your mail" not in kit.message.lower()


@pytest.mark.parametrize(
    ("change", "check"),
    [({"state": "theirs"}, "state"), ({"state": ""}, "state"), ({"path": "/x"}, "address")],
)
def test_an_answer_to_somebody_else_is_none(
    tenant: Tenant, change: dict[str, str], check: str
) -> None:
    kit = admin_kit(registration_of(tenant))
    query = urlencode({"admin_consent": "True", "state": change.get("state", kit.state)})
    with pytest.raises(WrongAnswerError) as caught:
        check_consent(kit, f"{kit.redirect_uri}{change.get('path', '')}?{query}")
    assert caught.value.facts["check"] == check


def test_another_refusal_keeps_its_facts(tenant: Tenant) -> None:
    kit = admin_kit(registration_of(tenant))
    query = urlencode({"error": "server_error", "admin_consent": "True", "state": kit.state})
    with pytest.raises(SignInRefusedError) as caught:
        check_consent(kit, f"{kit.redirect_uri}?{query}")
    assert caught.value.facts["error"] == "server_error"


def test_what_was_not_granted_is_named_with_what_it_switches_off() -> None:
    missing = missing_scopes({"User.Read", "mail.read", "MailboxSettings.Read"})
    assert [one.scope for one in missing] == ["Calendars.Read", "Contacts.Read"]
    assert "calendar" in missing[0].switched_off and "people" in missing[1].switched_off
    assert missing_scopes(SCOPES) == ()
