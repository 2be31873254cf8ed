"""The old endpoints: resources in place of scopes, numbers as strings, work accounts alone."""

from typing import Any
from urllib.parse import urlencode

import jwt
import pytest
from tests.demo.identity.conftest import Answer
from tests.fakes.tenant import LOOPBACK_REDIRECT, Page, Tenant

GRAPH = "https://graph.microsoft.com"
CONTOSO = "6d1f1c8e-27b5-4f6c-9d53-0c5a6a4f2e71"


def _url(tenant: Tenant, segment: str = "common", **changes: str) -> str:
    fields = {
        "client_id": tenant.info["client_id"],
        "response_type": "code",
        "redirect_uri": LOOPBACK_REDIRECT,
        "resource": GRAPH,
        "state": "s",
    }
    return f"{tenant.origin}/{segment}/oauth2/authorize?{urlencode(fields | changes)}"


def _token(tenant: Tenant, segment: str = "common", **form: str) -> dict[str, Any]:
    fields = {"client_id": tenant.info["client_id"]} | form
    with tenant.session() as session:
        url = f"{tenant.origin}/{segment}/oauth2/token"
        body: dict[str, Any] = session.post(url, data=fields, timeout=30).json()
    return body


def _redeem(tenant: Tenant, redirect: dict[str, str], **form: str) -> dict[str, Any]:
    return _token(
        tenant,
        grant_type="authorization_code",
        code=redirect["code"],
        redirect_uri=LOOPBACK_REDIRECT,
        **form,
    )


def test_numbers_are_strings_and_the_resource_comes_back(tenant: Tenant, answer_of: Answer) -> None:
    redirect = answer_of(tenant.sign_in_by_http(url=_url(tenant, scope="Mail.Send")))
    body = _redeem(tenant, redirect)
    assert body["resource"] == GRAPH and body["expires_in"].isdigit()
    assert int(body["expires_on"]) > int(body["not_before"])
    assert "Mail.Send" not in body["scope"]
    assert {"User.Read", "Mail.Read", "Calendars.Read"} <= set(body["scope"].split())
    claims = jwt.decode(body["id_token"], options={"verify_signature": False})
    assert claims["iss"] == f"https://sts.windows.net/{CONTOSO}/" and claims["ver"] == "1.0"
    assert claims["upn"] == tenant.account()["username"] and "preferred_username" not in claims
    renewed = _token(
        tenant,
        grant_type="refresh_token",
        refresh_token=body["refresh_token"],
        resource="00000003-0000-0000-c000-000000000000",
    )
    assert renewed["access_token"]


def test_a_resource_may_wait_for_the_token_request(tenant: Tenant, answer_of: Answer) -> None:
    url = _url(tenant).replace(f"resource={urlencode({'r': GRAPH})[2:]}&", "")
    assert "resource" not in url
    with tenant.session() as session:
        answers = [answer_of(tenant.drive_pages(session, url)) for _ in range(2)]
    assert _redeem(tenant, answers[0])["error_codes"] == [900144]
    assert _redeem(tenant, answers[1], resource=GRAPH)["access_token"]


def test_an_unknown_resource_is_refused(tenant: Tenant, answer_of: Answer) -> None:
    page = Page.get(tenant.session(), _url(tenant, resource="https://elsewhere.example"))
    assert answer_of(page.redirect)["error"] == "invalid_resource"


def test_personal_accounts_are_not_served(tenant: Tenant) -> None:
    consumers = Page.get(tenant.session(), _url(tenant, "consumers"))
    assert consumers.error.startswith("AADSTS90027:")
    account = tenant.account("personal")
    page = Page.get(tenant.session(), _url(tenant)).press("next", username=account["username"])
    assert page.press("next", password=account["password"]).error.startswith("AADSTS90027:")
    refresh = tenant.tokens_by_http("personal")["refresh_token"]
    body = _token(tenant, grant_type="refresh_token", refresh_token=refresh, resource=GRAPH)
    assert body["error_codes"] == [90027]


def test_only_here_an_administrator_consents_by_prompt(
    changing_tenant: Tenant, answer_of: Answer
) -> None:
    url = _url(changing_tenant, prompt="admin_consent")
    answer = answer_of(changing_tenant.sign_in_by_http(url=url, username="grace"))
    assert answer["admin_consent"] == "True" and answer["code"] and answer["session_state"]
    page = Page.get(changing_tenant.session(), changing_tenant.authorize_url(prompt="consent"))
    assert page.has("username")
    new = Page.get(changing_tenant.session(), changing_tenant.authorize_url(prompt="admin_consent"))
    assert "error=invalid_request" in new.redirect


@pytest.mark.parametrize("segment", ["common", CONTOSO])
def test_discovery_of_the_first_version_has_its_own_paths(tenant: Tenant, segment: str) -> None:
    with tenant.session() as session:
        url = f"{tenant.origin}/{segment}/.well-known/openid-configuration"
        document = session.get(url, timeout=30).json()
        keys = session.get(document["jwks_uri"], timeout=30).json()["keys"]
    tid = "{tenantid}" if segment == "common" else segment
    assert document["issuer"] == f"https://sts.windows.net/{tid}/" == keys[0]["issuer"]
    assert document["token_endpoint"] == f"{tenant.origin}/{segment}/oauth2/token"
    assert document["jwks_uri"].endswith("/discovery/keys")


def test_an_app_signs_in_as_itself_by_resource(tenant: Tenant) -> None:
    daemon = tenant.info["daemon"]
    form = {
        "client_id": daemon["client_id"],
        "client_secret": daemon["client_secret"],
        "grant_type": "client_credentials",
    }
    assert _token(tenant, daemon["tenant"], **form)["error_codes"] == [900144]
    body = _token(tenant, daemon["tenant"], **form, resource=GRAPH)
    assert body["access_token"] and body["expires_in"].isdigit()
