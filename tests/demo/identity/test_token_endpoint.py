"""The token endpoint over the wire: what it gives, and in what words it refuses."""

import base64
import hashlib
import json
import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from tests.fakes.tenant import LOOPBACK_REDIRECT, Tenant

VERIFIER = "v" * 43
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
)


def _code(tenant: Tenant, **changes: str | None) -> str:
    redirect = tenant.sign_in_by_http(
        **{"code_challenge": CHALLENGE, "code_challenge_method": "S256"} | changes
    )
    return parse_qs(urlsplit(redirect).query)["code"][0]


def _redeem(tenant: Tenant, code: str, **changes: str) -> dict[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": LOOPBACK_REDIRECT,
        "code_verifier": VERIFIER,
    }
    body: dict[str, Any] = tenant.token(**form | changes).json()
    return body


def _refresh(tenant: Tenant, token: str, **changes: str) -> dict[str, Any]:
    form = {"grant_type": "refresh_token", "refresh_token": token}
    body: dict[str, Any] = tenant.token(**form | changes).json()
    return body


def _user_info(tenant: Tenant, bearer: str) -> int:
    with tenant.session() as session:
        headers = {"Authorization": f"Bearer {bearer}"}
        return session.get(f"{tenant.graph}/oidc/userinfo", headers=headers, timeout=30).status_code


def test_a_code_is_exchanged_for_all_that_was_asked(tenant: Tenant) -> None:
    body = _redeem(tenant, _code(tenant, nonce="n-1", client_info="1"))
    assert body["token_type"] == "Bearer" and body["refresh_token"]
    assert 3599 <= body["expires_in"] <= 5399
    assert {"Mail.Read", "Calendars.Read", "openid"} <= set(body["scope"].split())
    info = json.loads(base64.urlsafe_b64decode(body["client_info"] + "=="))
    claims = jwt.decode(body["id_token"], options={"verify_signature": False})
    assert info == {"uid": claims["oid"], "utid": claims["tid"]}
    assert claims["nonce"] == "n-1"


@pytest.mark.parametrize("kind", ["work", "personal"])
def test_the_id_token_verifies_against_the_published_keys(tenant: Tenant, kind: str) -> None:
    token = tenant.tokens_by_http(kind)["id_token"]
    with tenant.session() as session:
        keys = session.get(f"{tenant.authority}/discovery/v2.0/keys", timeout=30).json()["keys"]
    header = jwt.get_unverified_header(token)
    key = next(key for key in keys if key["kid"] == header["kid"])
    tid = jwt.decode(token, options={"verify_signature": False})["tid"]
    claims = jwt.decode(
        token,
        jwt.PyJWK(key, algorithm="RS256"),
        algorithms=["RS256"],
        audience=tenant.info["client_id"],
        issuer=key["issuer"].replace("{tenantid}", tid),
        options={"require": ["exp", "nbf", "iat", "sub", "oid", "tid"]},
    )
    assert claims["preferred_username"] == tenant.account(kind)["username"]
    assert claims["ver"] == "2.0" and claims["sub"] != claims["oid"]


def test_access_tokens_are_opaque_in_two_ways(tenant: Tenant) -> None:
    work = tenant.tokens_by_http("work")["access_token"]
    personal = tenant.tokens_by_http("personal")["access_token"]
    assert personal.startswith("EwB") and "." not in personal
    assert "nonce" in jwt.get_unverified_header(work)
    with tenant.session() as session:
        keys = session.get(f"{tenant.authority}/discovery/v2.0/keys", timeout=30).json()["keys"]
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(work, jwt.PyJWK(keys[0], algorithm="RS256"), algorithms=["RS256"])
    assert _user_info(tenant, work) == _user_info(tenant, personal) == 200


def test_a_token_changed_by_one_letter_is_worth_nothing(tenant: Tenant) -> None:
    for kind in ("work", "personal"):
        token = tenant.tokens_by_http(kind)["access_token"]
        middle = len(token) // 2
        changed = "A" if token[middle] != "A" else "B"
        assert _user_info(tenant, token[:middle] + changed + token[middle + 1 :]) == 401


@pytest.mark.parametrize(
    ("changes", "verifier", "code"),
    [
        ({}, "w" * 43, 501481),
        ({}, "", 501481),
        ({"code_challenge": VERIFIER, "code_challenge_method": "plain"}, "w" * 43, 501481),
        ({"code_challenge": None, "code_challenge_method": None}, VERIFIER, 501481),
    ],
)
def test_a_wrong_verifier_is_refused(
    tenant: Tenant, changes: dict[str, str | None], verifier: str, code: int
) -> None:
    body = _redeem(tenant, _code(tenant, **changes), code_verifier=verifier)
    assert (body["error"], body["error_codes"]) == ("invalid_grant", [code])


def test_a_plain_challenge_is_the_verifier_itself(tenant: Tenant) -> None:
    code = _code(tenant, code_challenge=VERIFIER, code_challenge_method=None)
    assert _redeem(tenant, code)["access_token"]


def test_a_code_is_good_once(tenant: Tenant) -> None:
    code = _code(tenant)
    assert _redeem(tenant, code)["access_token"]
    again = _redeem(tenant, code)
    assert (again["error"], again["error_codes"]) == ("invalid_grant", [54005])


def test_a_code_goes_with_its_redirect_uri(tenant: Tenant) -> None:
    body = _redeem(tenant, _code(tenant), redirect_uri="http://localhost:1/")
    assert (body["error"], body["error_codes"]) == ("invalid_grant", [50011])


@pytest.mark.parametrize(
    ("form", "error", "code"),
    [
        ({"grant_type": "authorization_code"}, "invalid_request", 900144),
        ({}, "invalid_request", 900144),
        ({"grant_type": "password"}, "unsupported_grant_type", 70003),
        ({"grant_type": "refresh_token", "refresh_token": "1.Ano"}, "invalid_grant", 70000),
        ({"client_id": "somebody"}, "unauthorized_client", 700016),
        ({"client_secret": "s"}, "invalid_client", 700025),
        ({"resource": "https://graph.microsoft.com"}, "invalid_request", 901002),
    ],
)
def test_refusals_have_the_numbers_clients_know(
    tenant: Tenant, form: dict[str, str], error: str, code: int
) -> None:
    answer = tenant.token(**form)
    body = answer.json()
    assert answer.status_code == (401 if error == "invalid_client" else 400)
    assert (body["error"], body["error_codes"]) == (error, [code])


def test_a_refusal_carries_what_a_help_desk_asks_for(tenant: Tenant) -> None:
    correlation_id = str(uuid.uuid4())
    body = tenant.token(grant_type="password", **{"client-request-id": correlation_id}).json()
    assert body["correlation_id"] == correlation_id
    assert body["error_description"].startswith("AADSTS70003: ")
    for words in (
        f"Trace ID: {body['trace_id']}",
        f"Correlation ID: {correlation_id}",
        f"Timestamp: {body['timestamp']}",
    ):
        assert words in body["error_description"]
    assert body["error_uri"].endswith("?code=70003")


def test_a_get_and_a_body_that_is_no_form_are_refused(tenant: Tenant) -> None:
    url = f"{tenant.authority}/oauth2/v2.0/token"
    with tenant.session() as session:
        assert session.get(url, timeout=30).json()["error_codes"] == [900561]
        assert session.post(url, json={}, timeout=30).json()["error_codes"] == [9002313]
        too_long = session.post(url, data={"code": "x" * 70_000}, timeout=30)
        assert too_long.json()["error_codes"] == [9002313]
        browser = session.post(
            url,
            data={"client_id": tenant.info["client_id"]},
            headers={"Origin": "null"},
            timeout=30,
        )
    assert browser.json()["error_codes"] == [9002326]


def test_every_refresh_gives_a_new_token_and_the_old_one_stays_good(tenant: Tenant) -> None:
    first = tenant.tokens_by_http()["refresh_token"]
    second = _refresh(tenant, first)
    third = _refresh(tenant, first)
    assert len({first, second["refresh_token"], third["refresh_token"]}) == 3
    assert _refresh(tenant, second["refresh_token"])["access_token"]
    assert "id_token" in second


def test_a_refresh_may_ask_for_less_but_not_for_more(tenant: Tenant) -> None:
    token = tenant.tokens_by_http("personal")["refresh_token"]
    less = _refresh(tenant, token, scope="openid offline_access Mail.Read")
    assert "Mail.Read" in less["scope"] and "Calendars.Read" not in less["scope"]
    more = _refresh(tenant, token, scope="Mail.Read Mail.Send")
    assert (more["error"], more["suberror"]) == ("invalid_grant", "consent_required")
    assert more["error_codes"] == [65001]


def test_scopes_come_back_in_the_clients_spelling(tenant: Tenant) -> None:
    token = tenant.tokens_by_http("personal")["refresh_token"]
    body = _refresh(tenant, token, scope="https://graph.microsoft.com/mail.read openid")
    assert "https://graph.microsoft.com/mail.read" in body["scope"].split()


def test_without_offline_access_there_is_no_refresh_token(tenant: Tenant) -> None:
    body = _redeem(tenant, _code(tenant, scope="openid Mail.Read"))
    assert "refresh_token" not in body and body["access_token"]


def test_a_token_is_not_given_under_a_tenant_the_account_is_not_of(tenant: Tenant) -> None:
    token = tenant.tokens_by_http("personal")["refresh_token"]
    form = {"grant_type": "refresh_token", "refresh_token": token}
    assert tenant.token("organizations", **form).json()["error_codes"] == [50020]
    assert tenant.token("consumers", **form).json()["access_token"]


def test_revoking_refuses_the_old_tokens_alone(own_tenant: Callable[..., Tenant]) -> None:
    tenant = own_tenant()
    tokens = tenant.tokens_by_http()
    tenant.revoke("access")
    assert _user_info(tenant, tokens["access_token"]) == 401
    renewed = _refresh(tenant, tokens["refresh_token"])
    assert _user_info(tenant, renewed["access_token"]) == 200
    tenant.revoke("refresh")
    refused = _refresh(tenant, tokens["refresh_token"])
    assert (refused["error"], refused["suberror"]) == ("invalid_grant", "bad_token")
    assert _user_info(tenant, renewed["access_token"]) == 200
    again = tenant.tokens_by_http()["refresh_token"]
    tenant.revoke("consent")
    assert _refresh(tenant, again)["suberror"] == "consent_required"


def test_access_tokens_end_after_the_life_they_were_given(
    own_tenant: Callable[..., Tenant],
) -> None:
    tenant = own_tenant("--token-life", "1")
    tokens = tenant.tokens_by_http()
    assert tokens["expires_in"] == 1
    deadline = 40
    while _user_info(tenant, tokens["access_token"]) == 200:
        deadline -= 1
        assert deadline, "the token never expired"
        time.sleep(0.1)


def test_a_restart_keeps_tokens_links_and_consent_good(own_tenant: Callable[..., Tenant]) -> None:
    tenant = own_tenant()
    before, tokens = tenant.info, tenant.tokens_by_http()
    code = _code(tenant)
    _redeem(tenant, code)
    assert tenant.stop() == 0
    tenant.start()
    assert tenant.info == before
    assert _user_info(tenant, tokens["access_token"]) == 200
    assert _refresh(tenant, tokens["refresh_token"])["access_token"]
    assert _redeem(tenant, code)["error_codes"] == [54005]


def test_a_client_that_repeats_itself_is_stopped(tenant: Tenant) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": "1.Aloop"}
    with tenant.session() as session:
        url = f"{tenant.authority}/oauth2/v2.0/token"
        form["client_id"] = tenant.info["client_id"]
        codes = [
            session.post(url, data=form, timeout=30).json()["error_codes"][0] for _ in range(27)
        ]
    assert codes[0] == 70000 and codes[-1] == 50196
