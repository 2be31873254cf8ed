"""What tokens hold and when they are refused: policies, claims, revocations, tenants."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from tests.fakes.tenant import READ_SCOPES, Page, Tenant

CP1 = '{"access_token":{"xms_cc":{"values":["cp1"]}}}'
CONTOSO = "6d1f1c8e-27b5-4f6c-9d53-0c5a6a4f2e71"
FABRIKAM = "b1c9f2d7-4e83-4a56-9c0e-7d2f6b18a3c5"
GRACE = "grace.ode@contoso.example"


@pytest.fixture
def grace(changing_tenant: Tenant) -> Iterator[Tenant]:
    """The changing tenant, with nothing demanded of anybody before and after."""
    yield changing_tenant
    changing_tenant.change_policy(GRACE, needs_second_factor=False, refusal=0, context="")
    changing_tenant.change_policy("contoso.example", sign_in_frequency_s=None, withheld_scopes=[])


def _refresh(tenant: Tenant, tokens: dict[str, Any], **form: str) -> dict[str, Any]:
    body: dict[str, Any] = tenant.token(
        form.pop("segment", "common"),
        grant_type="refresh_token",
        refresh_token=tokens["refresh_token"],
        **form,
    ).json()
    return body


def _user_info(tenant: Tenant, tokens: dict[str, Any]) -> tuple[int, str]:
    with tenant.session() as session:
        headers = {"Authorization": f"Bearer {tokens['access_token']}"}
        answer = session.get(f"{tenant.graph}/oidc/userinfo", headers=headers, timeout=30)
    return answer.status_code, answer.headers.get("www-authenticate", "")


def _challenge(header: str) -> str:
    encoded = header.partition('claims="')[2].rstrip('"')
    return base64.b64decode(encoded).decode()


def _claims(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


@pytest.mark.parametrize(
    ("what", "code", "suberror"),
    [
        ("sessions", 50173, "bad_token"),
        ("password_changed", 50173, "bad_token"),
        ("idle", 700082, "token_expired"),
        ("frequency", 70043, "bad_token"),
    ],
)
def test_revocations_are_told_apart(grace: Tenant, what: str, code: int, suberror: str) -> None:
    tokens = grace.tokens_by_http(username=GRACE)
    grace.revoke(what, username=GRACE)
    body = _refresh(grace, tokens)
    assert (body["error"], body["error_codes"]) == ("invalid_grant", [code])
    assert body["suberror"] == suberror
    assert _user_info(grace, tokens)[0] == 200  # what was issued before lives on
    assert _refresh(grace, grace.tokens_by_http(username=GRACE))["access_token"]


def test_a_password_matters_to_those_who_typed_it(grace: Tenant) -> None:
    for who in ("frida.lund@wingtip.example", "theo.brandt@contoso.example"):
        tokens = grace.tokens_by_http(username=who)
        grace.revoke("password_changed", username=who)
        assert _refresh(grace, tokens)["access_token"]
        grace.revoke("sessions", username=who)
        assert _refresh(grace, tokens)["error_codes"] == [50173]


def test_an_expired_password_revokes_nothing(grace: Tenant) -> None:
    tokens = grace.tokens_by_http(username=GRACE)
    grace.revoke("password_expired", username=GRACE)
    assert _refresh(grace, tokens)["access_token"]


def test_a_client_that_handles_challenges_gets_tokens_for_a_day(grace: Tenant) -> None:
    usual = grace.tokens_by_http(username=GRACE)
    long = grace.tokens_by_http(username=GRACE, claims=CP1)
    assert usual["expires_in"] < 2 * 3600 < 20 * 3600 <= long["expires_in"] <= 28 * 3600
    assert long["refresh_in"] == long["expires_in"] // 2
    assert _claims(long["access_token"])["xms_cc"] == ["cp1"]


def test_a_revocation_challenges_those_who_handle_it_at_once(grace: Tenant) -> None:
    usual = grace.tokens_by_http(username=GRACE)
    long = grace.tokens_by_http(username=GRACE, claims=CP1)
    grace.revoke("sessions", username=GRACE)
    assert _user_info(grace, usual)[0] == 200
    status, header = _user_info(grace, long)
    assert status == 401 and 'error="insufficient_claims"' in header
    wanted = json.loads(_challenge(header))
    assert wanted["access_token"]["nbf"]["essential"] is True
    refused = _refresh(grace, long, claims=_challenge(header))
    assert refused["error"] == "invalid_grant"
    again = grace.tokens_by_http(username=GRACE, claims=_challenge(header))
    assert _user_info(grace, again)[0] == 200


def test_a_plain_challenge_is_met_by_renewing(grace: Tenant) -> None:
    tokens = grace.tokens_by_http(username=GRACE)
    grace.revoke("challenge", username=GRACE)
    status, header = _user_info(grace, tokens)
    assert status == 401
    renewed = _refresh(grace, tokens, claims=_challenge(header))
    assert _user_info(grace, renewed)[0] == 200


def test_a_context_is_met_by_a_stronger_sign_in_alone(grace: Tenant) -> None:
    tokens = grace.tokens_by_http(username=GRACE)
    grace.change_policy(GRACE, context="c1")
    _, header = _user_info(grace, tokens)
    claims = _challenge(header)
    assert json.loads(claims)["access_token"]["acrs"]["value"] == "c1"
    refused = _refresh(grace, tokens, claims=claims)
    assert (refused["error"], refused["suberror"]) == ("interaction_required", "basic_action")
    assert json.loads(refused["claims"]) == json.loads(claims)
    stronger = grace.tokens_by_http(username=GRACE, claims=claims)
    assert _user_info(grace, stronger)[0] == 200
    assert _user_info(grace, _refresh(grace, stronger, claims=claims))[0] == 200


def test_a_demanded_second_factor_stops_renewing(grace: Tenant) -> None:
    dario = "theo.brandt@contoso.example"
    strong = grace.tokens_by_http(username=dario)
    tokens = grace.tokens_by_http(username="frida")
    grace.change_policy("frida.lund@wingtip.example", needs_second_factor=True)
    grace.change_policy(dario, needs_second_factor=True)
    refused = _refresh(grace, tokens)
    assert (refused["error_codes"], refused["suberror"]) == ([50079], "basic_action")
    assert "capolids" in refused["claims"]
    assert _refresh(grace, strong)["access_token"]
    again = grace.tokens_by_http(username="frida", claims=refused["claims"])
    assert _refresh(grace, again)["access_token"]
    assert _refresh(grace, tokens)["error_codes"] == [50076]
    grace.change_policy("frida.lund@wingtip.example", needs_second_factor=False)


@pytest.mark.parametrize(
    ("code", "error", "suberror"),
    [
        (50055, "invalid_grant", "user_password_expired"),
        (50097, "interaction_required", "additional_action"),
        (50131, "invalid_grant", None),
        (50155, "invalid_grant", "device_authentication_failed"),
        (53000, "invalid_grant", "additional_action"),
        (53003, "invalid_grant", "message_only"),
        (53009, "invalid_grant", "protection_policy_required"),
    ],
)
def test_conditional_access_is_told_to_the_client(
    grace: Tenant, code: int, error: str, suberror: str | None
) -> None:
    grace.change_policy(GRACE, refusal=0)
    tokens = grace.tokens_by_http(username=GRACE)
    grace.change_policy(GRACE, refusal=code)
    body = _refresh(grace, tokens)
    assert (body["error"], body["error_codes"]) == (error, [code])
    assert body.get("suberror") == suberror


def test_a_sign_in_frequency_ends_renewing(grace: Tenant) -> None:
    tokens = grace.tokens_by_http(username=GRACE)
    grace.change_policy("contoso.example", sign_in_frequency_s=0)
    assert _refresh(grace, tokens)["error_codes"] == [70043]


def test_a_policy_can_withhold_what_was_consented(grace: Tenant) -> None:
    grace.change_policy("contoso.example", withheld_scopes=["Contacts.Read"])
    tokens = grace.tokens_by_http(username=GRACE)
    assert "Contacts.Read" not in tokens["scope"] and "Mail.Read" in tokens["scope"]
    assert "Contacts.Read" not in _claims(tokens["access_token"])["scp"]


@pytest.mark.parametrize("claims", ["{", "[]", '{"access_token": [1]}'])
def test_claims_that_make_no_sense_are_refused(tenant: Tenant, claims: str) -> None:
    tokens = tenant.tokens_by_http()
    body = _refresh(tenant, tokens, claims=claims)
    assert (body["error"], body["error_codes"]) == ("invalid_request", [90100])
    page = Page.get(tenant.session(), tenant.authorize_url(claims=claims))
    assert "error=invalid_request" in page.redirect


def test_a_guest_is_another_person_in_the_tenant_that_invited_them(grace: Tenant) -> None:
    grace.change_policy("fabrikam.example", user_consent="allowed")
    at_home = grace.tokens_by_http(username="noor")
    visiting = grace.tokens_by_http(username="noor", segment="contoso.example")
    home, guest = _claims(at_home["id_token"]), _claims(visiting["id_token"])
    assert (home["tid"], guest["tid"]) == (FABRIKAM, CONTOSO)
    assert home["oid"] != guest["oid"] and guest["idp"].endswith(f"{FABRIKAM}/")
    assert home["preferred_username"] == guest["preferred_username"]
    with grace.session() as session:
        url = grace.authorize_url("contoso.example", client_info="1")
        redirect = grace.drive_pages(session, url, username="noor")
    encoded = redirect.partition("client_info=")[2].partition("&")[0]
    info = json.loads(base64.urlsafe_b64decode(encoded + "=="))
    assert info == {"uid": home["oid"], "utid": FABRIKAM}
    moved = _refresh(grace, at_home, segment=CONTOSO, scope="openid profile Mail.Read")
    assert _claims(moved["id_token"])["oid"] == guest["oid"]


def test_a_person_of_one_work_tenant_has_no_place_in_another(grace: Tenant) -> None:
    tokens = grace.tokens_by_http(username=GRACE)
    assert _refresh(grace, tokens, segment=FABRIKAM)["error_codes"] == [50020]


def test_incremental_consent_widens_later_tokens(grace: Tenant) -> None:
    theo = "theo.brandt@contoso.example"
    first = grace.tokens_by_http(username=theo, scopes=["Mail.Read"])
    wider = {"scope": "openid offline_access Mail.Read People.Read"}
    assert _refresh(grace, first, **wider)["suberror"] == "consent_required"
    grace.tokens_by_http(username=theo, scopes=[*READ_SCOPES, "People.Read"])
    assert "People.Read" in _refresh(grace, first, **wider)["scope"].split()


@pytest.mark.parametrize(
    ("scope", "code"),
    [
        (" ", 28003),
        ("https://graph.microsoft.com/Mail.Read https://outlook.office.com/Mail.Read", 700022),
        ("Mail.Read https://outlook.office.com/Mail.Read", 700022),
        ("https://outlook.office.com/Mail.Read", 500011),
        ("https://graph.microsoft.com/.default Mail.Read", 70011),
    ],
)
def test_a_token_is_asked_for_one_resource(tenant: Tenant, scope: str, code: int) -> None:
    assert _refresh(tenant, tenant.tokens_by_http(), scope=scope)["error_codes"] == [code]
