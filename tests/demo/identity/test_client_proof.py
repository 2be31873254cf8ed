"""Apps that sign in as themselves, and apps that have to prove who they are."""

import base64
import time
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from tests.fakes.tenant import LOOPBACK_REDIRECT, Page, Tenant

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
DEFAULT = "https://graph.microsoft.com/.default"
FABRIKAM = "b1c9f2d7-4e83-4a56-9c0e-7d2f6b18a3c5"


def _ask(tenant: Tenant, segment: str = "", **form: str) -> tuple[int, dict[str, Any]]:
    daemon = tenant.info["daemon"]
    fields = {"client_id": daemon["client_id"], "grant_type": "client_credentials"}
    answer = tenant.token(segment or daemon["tenant"], **fields | {"scope": DEFAULT} | form)
    return answer.status_code, answer.json()


def _assertion(tenant: Tenant, key: Any = None, algorithm: str = "RS256", **changes: object) -> str:
    daemon = tenant.info["daemon"]
    now = int(time.time())
    claims = {
        "aud": f"{tenant.origin}/{daemon['tenant']}/oauth2/v2.0/token",
        "iss": daemon["client_id"],
        "sub": daemon["client_id"],
        "jti": str(uuid.uuid4()),
        "nbf": now,
        "exp": now + 600,
    }
    return jwt.encode(
        claims | changes, key or Path(daemon["key_file"]).read_bytes(), algorithm=algorithm
    )


def test_a_secret_gives_a_token_with_roles_and_nothing_to_renew(tenant: Tenant) -> None:
    status, body = _ask(tenant, client_secret=tenant.info["daemon"]["client_secret"])
    assert status == 200 and not {"refresh_token", "id_token", "scope"} & set(body)
    claims = jwt.decode(body["access_token"], options={"verify_signature": False})
    assert "Mail.Read" in claims["roles"] and "scp" not in claims


def test_the_secret_may_come_in_a_header(tenant: Tenant) -> None:
    daemon = tenant.info["daemon"]
    pair = f"{daemon['client_id']}:{daemon['client_secret']}".encode()
    with tenant.session() as session:
        answer = session.post(
            f"{tenant.origin}/{daemon['tenant']}/oauth2/v2.0/token",
            data={"grant_type": "client_credentials", "scope": DEFAULT},
            headers={"Authorization": f"Basic {base64.b64encode(pair).decode()}"},
            timeout=30,
        )
    assert answer.json()["access_token"]


@pytest.mark.parametrize("algorithm", ["RS256", "PS256"])
def test_a_signed_assertion_is_as_good_as_a_secret(tenant: Tenant, algorithm: str) -> None:
    assertion = _assertion(tenant, algorithm=algorithm)
    status, body = _ask(tenant, client_assertion=assertion, client_assertion_type=TYPE)
    assert status == 200 and body["access_token"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"exp": 1}, 50013),
        ({"aud": "https://elsewhere.example/"}, 50027),
        ({"iss": "somebody"}, 50027),
        ({"sub": "somebody"}, 50027),
    ],
)
def test_an_assertion_has_to_fit(tenant: Tenant, changes: dict[str, object], code: int) -> None:
    assertion = _assertion(tenant, **changes)
    status, body = _ask(tenant, client_assertion=assertion, client_assertion_type=TYPE)
    assert (status, body["error"], body["error_codes"]) == (401, "invalid_client", [code])


def test_an_assertion_of_another_key_is_refused(tenant: Tenant) -> None:
    assertion = _assertion(tenant, key=generate_private_key(65537, 2048))
    status, body = _ask(tenant, client_assertion=assertion, client_assertion_type=TYPE)
    assert (status, body["error_codes"]) == (401, [700027])
    assert _ask(tenant, client_assertion="x", client_assertion_type=TYPE)[1]["error_codes"] == [
        50027
    ]


@pytest.mark.parametrize(
    ("segment", "form", "code"),
    [
        ("", {"client_secret": "wrong"}, 7000215),
        ("", {}, 7000218),
        ("", {"client_assertion": "x"}, 90100),
        ("", {"scope": "https://graph.microsoft.com/Mail.Read"}, 70011),
        ("", {"scope": "https://elsewhere.example/.default"}, 500011),
        ("common", {}, 50194),
        (FABRIKAM, {}, 700016),
    ],
)
def test_refusals_of_an_app(tenant: Tenant, segment: str, form: dict[str, str], code: int) -> None:
    if "scope" in form:
        form = form | {"client_secret": tenant.info["daemon"]["client_secret"]}
    assert _ask(tenant, segment, **form)[1]["error_codes"] == [code]


def test_a_public_client_cannot_sign_in_as_itself(tenant: Tenant) -> None:
    client_id = tenant.info["client_id"]
    assert _ask(tenant, client_id=client_id)[1]["error_codes"] == [7000218]
    assert _ask(tenant, "common", client_id=client_id)[1]["error_codes"] == [9001023]


def test_a_confidential_app_redeems_a_code_with_its_secret_alone(tenant: Tenant) -> None:
    daemon = tenant.info["daemon"]
    redirect = tenant.sign_in_by_http(segment=daemon["tenant"], client_id=daemon["client_id"])
    code = parse_qs(urlsplit(redirect).query)["code"][0]
    form = {
        "client_id": daemon["client_id"],
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": LOOPBACK_REDIRECT,
    }
    bare = tenant.token(daemon["tenant"], **form)
    assert (bare.status_code, bare.json()["error_codes"]) == (401, [7000218])
    proven = tenant.token(daemon["tenant"], client_secret=daemon["client_secret"], **form)
    assert proven.json()["access_token"]


def test_an_app_of_one_tenant_has_no_page_under_common(tenant: Tenant) -> None:
    client_id = tenant.info["daemon"]["client_id"]
    page = Page.get(tenant.session(), tenant.authorize_url(client_id=client_id))
    assert page.error.startswith("AADSTS50194:")
    page = Page.get(tenant.session(), tenant.authorize_url(FABRIKAM, client_id=client_id))
    assert page.error.startswith("AADSTS700016:")
