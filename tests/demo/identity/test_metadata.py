"""Discovery and keys for each tenant segment."""

import pytest
from tests.fakes.tenant import Tenant

WORK = "6d1f1c8e-27b5-4f6c-9d53-0c5a6a4f2e71"
PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad"


@pytest.mark.parametrize(
    ("segment", "issuer_tid", "endpoint_segment"),
    [
        ("common", "{tenantid}", "common"),
        ("organizations", "{tenantid}", "organizations"),
        ("consumers", PERSONAL, "consumers"),
        (WORK, WORK, WORK),
        ("contoso.example", WORK, WORK),
    ],
)
def test_discovery_names_the_issuer_of_the_segment(
    tenant: Tenant, segment: str, issuer_tid: str, endpoint_segment: str
) -> None:
    with tenant.session() as session:
        base = f"{tenant.origin}/{segment}"
        document = session.get(f"{base}/v2.0/.well-known/openid-configuration", timeout=30).json()
        keys = session.get(document["jwks_uri"], timeout=30).json()["keys"]
    assert document["issuer"] == f"{tenant.origin}/{issuer_tid}/v2.0" == keys[0]["issuer"]
    expected = f"{tenant.origin}/{endpoint_segment}/oauth2/v2.0/token"
    assert document["token_endpoint"] == expected


@pytest.mark.parametrize(
    ("origin", "segment", "code"),
    [("", "common", 0), ("https://evil.example", "common", 50049), ("", "nowhere.example", 90002)],
)
def test_an_instance_knows_itself_alone(
    tenant: Tenant, origin: str, segment: str, code: int
) -> None:
    endpoint = f"{origin or tenant.origin}/{segment}/oauth2/v2.0/authorize"
    with tenant.session() as session:
        url = f"{tenant.origin}/common/discovery/instance"
        query = {"api-version": "1.1", "authorization_endpoint": endpoint}
        body = session.get(url, params=query, timeout=30).json()
    if code:
        assert body["error_codes"] == [code]
    else:
        assert body["tenant_discovery_endpoint"].startswith(f"{tenant.origin}/common/v2.0/")
        assert body["metadata"][0]["aliases"] == [tenant.origin.removeprefix("https://")]


def test_an_unknown_tenant_has_no_discovery(tenant: Tenant) -> None:
    with tenant.session() as session:
        url = f"{tenant.origin}/nowhere.example/v2.0/.well-known/openid-configuration"
        answer = session.get(url, timeout=30)
    assert answer.status_code == 400 and answer.json()["error_codes"] == [90002]
