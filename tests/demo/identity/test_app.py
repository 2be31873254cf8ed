"""The vendor's own library against the tenant, as the app uses it."""

from urllib.parse import parse_qs, urlsplit

import msal
import pytest
from tests.fakes.tenant import LOOPBACK_REDIRECT, READ_SCOPES, Tenant


@pytest.mark.parametrize("kind", ["work", "personal"])
def test_msal_completes_a_code_flow_and_a_refresh(tenant: Tenant, kind: str) -> None:
    with tenant.session() as session:
        client = msal.PublicClientApplication(
            tenant.info["client_id"],
            authority=tenant.authority,
            instance_discovery=False,
            http_client=session,
        )
        scopes = list(READ_SCOPES)
        with pytest.warns(UserWarning, match="form_post"):  # which no native app can receive
            flow = client.initiate_auth_code_flow(scopes, redirect_uri=LOOPBACK_REDIRECT)
        redirect = tenant.sign_in_by_http(kind, url=flow["auth_uri"])
        answer = {name: values[0] for name, values in parse_qs(urlsplit(redirect).query).items()}
        result = client.acquire_token_by_auth_code_flow(flow, answer)
        assert "access_token" in result, result
        account = client.get_accounts()[0]
        assert account["username"] == tenant.account(kind)["username"]
        cached = client.acquire_token_silent(scopes, account)
        assert cached["access_token"] == result["access_token"]
        renewed = client.acquire_token_silent(scopes, account, force_refresh=True)
        assert renewed["access_token"] != result["access_token"]
