"""python-o365 merely paging through the same messages; prints how many and how long it took."""

import json
import os
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import msal
import O365
from O365.utils.token import MemoryTokenBackend
from tests.fakes.tenant import LOOPBACK_REDIRECT, Tenant

_MOST = 20_000
_PAGE = 200
_SCOPES = ["User.Read", "Mail.Read"]


def main() -> None:
    """Sign in by MSAL, then page; the pause the library makes between requests is off."""
    tenant = Tenant(Path())
    tenant.info = json.loads(sys.argv[1])
    tokens = MemoryTokenBackend()
    with tenant.session() as wire:
        client = msal.PublicClientApplication(
            tenant.info["client_id"],
            authority=tenant.authority,
            instance_discovery=False,
            http_client=wire,
            token_cache=tokens,
        )
        flow = client.initiate_auth_code_flow(
            _SCOPES, redirect_uri=LOOPBACK_REDIRECT, response_mode="query"
        )
        redirect = tenant.sign_in_by_http(url=flow["auth_uri"])
        answer = {name: values[0] for name, values in parse_qs(urlsplit(redirect).query).items()}
        client.acquire_token_by_auth_code_flow(flow, answer)

    class TenantProtocol(O365.MSGraphProtocol):  # type: ignore[misc]
        _protocol_url = f"{tenant.graph}/"

    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):  # they win over what a session says
        os.environ[name] = tenant.info["ca_file"]
    account = O365.Account(
        (tenant.info["client_id"],),
        auth_flow_type="public",
        protocol=TenantProtocol(timezone="UTC"),
        token_backend=tokens,
        verify_ssl=tenant.info["ca_file"],
        requests_delay=0,
    )
    begun = time.monotonic()
    found = sum(1 for _ in account.mailbox().get_messages(limit=_MOST, batch=_PAGE))
    print(json.dumps({"messages": found, "seconds": time.monotonic() - begun}), flush=True)


if __name__ == "__main__":
    main()
