"""Microsoft's own library drives the tenant: nothing of it is patched but base URL and CA."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msal
import pytest
import requests
from tests.fakes.tenant import LOOPBACK_REDIRECT, Page, Tenant

MAIL, PEOPLE = ["Mail.Read"], ["People.Read"]
DEFAULT = ["https://graph.microsoft.com/.default"]


@pytest.fixture(scope="module")
def tenant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenant]:
    with Tenant(tmp_path_factory.mktemp("msal") / "state", messages=20) as started:
        yield started


@pytest.fixture
def wire(tenant: Tenant) -> Iterator[requests.Session]:
    with tenant.session() as session:
        yield session


def _client(tenant: Tenant, wire: requests.Session, **options: Any) -> Any:
    return msal.PublicClientApplication(
        tenant.info["client_id"],
        authority=tenant.authority,
        instance_discovery=False,
        http_client=wire,
        **options,
    )


def _sign_in(
    tenant: Tenant, client: Any, scopes: list[str], who: str = "adele.vance", **options: Any
) -> dict[str, Any]:
    flow = client.initiate_auth_code_flow(
        scopes, redirect_uri=LOOPBACK_REDIRECT, response_mode="query", **options
    )
    redirect = tenant.sign_in_by_http(url=flow["auth_uri"], username=who)
    answer = {name: values[0] for name, values in parse_qs(urlsplit(redirect).query).items()}
    result: dict[str, Any] = client.acquire_token_by_auth_code_flow(flow, answer)
    assert "access_token" in result, result
    return result


def _status(tenant: Tenant, wire: requests.Session, bearer: str) -> tuple[int, str]:
    headers = {"Authorization": f"Bearer {bearer}"}
    answer = wire.get(f"{tenant.graph}/oidc/userinfo", headers=headers, timeout=30)
    return answer.status_code, answer.headers.get("www-authenticate", "")


pytestmark = pytest.mark.filterwarnings("ignore:.*form_post.*:UserWarning")


@pytest.mark.parametrize("who", ["adele.vance", "adele@", "grace", "mila", "theo", "frida"])
def test_a_code_flow_ends_in_an_account_and_silent_tokens(
    tenant: Tenant, wire: requests.Session, who: str
) -> None:
    client = _client(tenant, wire)
    result = _sign_in(tenant, client, MAIL, who)
    (account,) = client.get_accounts()
    claims = result["id_token_claims"]
    assert account["home_account_id"] == f"{claims['oid']}.{claims['tid']}"
    assert client.acquire_token_silent(MAIL, account)["access_token"] == result["access_token"]
    renewed = client.acquire_token_silent(MAIL, account, force_refresh=True)
    assert renewed["access_token"] != result["access_token"]
    assert _status(tenant, wire, renewed["access_token"])[0] == 200


@pytest.mark.filterwarnings("ignore:Attempted too soon:UserWarning")
def test_a_device_flow_ends_in_tokens(tenant: Tenant, wire: requests.Session) -> None:
    client = _client(tenant, wire)
    flow = client.initiate_device_flow(MAIL)
    pending = client.acquire_token_by_device_flow(flow, exit_condition=lambda flow: True)
    assert pending["error"] == "authorization_pending"
    with tenant.session() as browser:
        page = Page.get(browser, flow["verification_uri"])
        page = page.press("next", code=flow["user_code"])
        account = tenant.account()
        page = page.press("next", username=account["username"])
        page = page.press("next", password=account["password"])
        page = page if page.redirect else page.press("accept")
        assert "You have signed in" in browser.get(page.redirect, timeout=30).text
    assert "access_token" in client.acquire_token_by_device_flow(flow)


def test_a_certificate_signs_an_app_in(tenant: Tenant, wire: requests.Session) -> None:
    daemon = tenant.info["daemon"]
    client = msal.ConfidentialClientApplication(
        daemon["client_id"],
        client_credential={
            "private_key": Path(daemon["key_file"]).read_text(),
            "public_certificate": Path(daemon["certificate_file"]).read_text(),
        },
        authority=f"{tenant.origin}/{daemon['tenant']}",
        instance_discovery=False,
        http_client=wire,
    )
    first = client.acquire_token_for_client(DEFAULT)
    assert "access_token" in first, first
    assert client.acquire_token_for_client(DEFAULT)["token_source"] == "cache"


def test_a_thumbprint_and_a_secret_do_as_well(tenant: Tenant, wire: requests.Session) -> None:
    daemon = tenant.info["daemon"]
    key = Path(daemon["key_file"]).read_text()
    for credential in (
        {"private_key": key, "thumbprint": daemon["thumbprint"]},
        daemon["client_secret"],
    ):
        client = msal.ConfidentialClientApplication(
            daemon["client_id"],
            client_credential=credential,
            authority=f"{tenant.origin}/{daemon['tenant']}",
            instance_discovery=False,
            http_client=wire,
        )
        result = client.acquire_token_for_client(DEFAULT)
        assert "access_token" in result, result


def test_a_wrong_secret_is_told(tenant: Tenant, wire: requests.Session) -> None:
    daemon = tenant.info["daemon"]
    client = msal.ConfidentialClientApplication(
        daemon["client_id"],
        client_credential="wrong",
        authority=f"{tenant.origin}/{daemon['tenant']}",
        instance_discovery=False,
        http_client=wire,
    )
    result = client.acquire_token_for_client(DEFAULT)
    assert (result["error"], result["error_codes"]) == ("invalid_client", [7000215])


def test_a_challenge_is_met_silently_with_its_claims(
    tenant: Tenant, wire: requests.Session
) -> None:
    client = _client(tenant, wire, client_capabilities=["cp1"])
    result = _sign_in(tenant, client, MAIL, "grace")
    assert result["expires_in"] >= 20 * 3600
    (account,) = client.get_accounts()
    tenant.revoke("challenge", username=account["username"])
    status, header = _status(tenant, wire, result["access_token"])
    assert status == 401
    claims = base64.b64decode(header.partition('claims="')[2].rstrip('"')).decode()
    assert "nbf" in json.loads(claims)["access_token"]
    renewed = client.acquire_token_silent(MAIL, account, claims_challenge=claims)
    assert _status(tenant, wire, renewed["access_token"])[0] == 200


def test_a_challenge_for_more_leads_to_a_new_sign_in(
    tenant: Tenant, wire: requests.Session
) -> None:
    client = _client(tenant, wire)
    _sign_in(tenant, client, MAIL, "frida")
    (account,) = client.get_accounts()
    tenant.change_policy(account["username"], needs_second_factor=True)
    refused = client.acquire_token_silent_with_error(MAIL, account, force_refresh=True)
    assert refused["classification"] == "basic_action" and "capolids" in refused["claims"]
    _sign_in(tenant, client, MAIL, "frida", claims_challenge=refused["claims"])
    renewed = client.acquire_token_silent(MAIL, account, force_refresh=True)
    assert "access_token" in renewed


def test_consent_widens_step_by_step(tenant: Tenant, wire: requests.Session) -> None:
    client = _client(tenant, wire)
    _sign_in(tenant, client, MAIL, "theo")
    (account,) = client.get_accounts()
    refused = client.acquire_token_silent_with_error(PEOPLE, account)
    assert (refused["error"], refused["classification"]) == ("invalid_grant", "consent_required")
    wider = _sign_in(tenant, client, PEOPLE, "theo", login_hint=account["username"])
    assert "People.Read" in wider["scope"] and "Mail.Read" in wider["scope"]
    assert "access_token" in client.acquire_token_silent([*MAIL, *PEOPLE], account)


def test_a_revoked_session_asks_for_a_sign_in(tenant: Tenant, wire: requests.Session) -> None:
    client = _client(tenant, wire)
    _sign_in(tenant, client, MAIL, "pavel")
    (account,) = client.get_accounts()
    tenant.revoke("sessions", username=account["username"])
    refused = client.acquire_token_silent_with_error(MAIL, account, force_refresh=True)
    assert (refused["error"], refused["error_codes"]) == ("invalid_grant", [50173])


def test_an_authority_of_one_tenant_is_taken_by_domain(
    tenant: Tenant, wire: requests.Session
) -> None:
    client = msal.PublicClientApplication(
        tenant.info["client_id"],
        oidc_authority=f"{tenant.origin}/6d1f1c8e-27b5-4f6c-9d53-0c5a6a4f2e71/v2.0",
        http_client=wire,
    )
    assert _sign_in(tenant, client, MAIL)["id_token_claims"]["tid"].startswith("6d1f1c8e")
