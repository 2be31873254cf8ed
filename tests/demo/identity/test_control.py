"""The switches under /_tenant: what they change, and what they refuse."""

from collections.abc import Callable

import jwt
import pytest
from tests.fakes.tenant import Tenant

CONTROL = {"Transom-Tenant": "control"}


def _keys(tenant: Tenant) -> list[str]:
    with tenant.session() as session:
        url = f"{tenant.authority}/discovery/v2.0/keys"
        return [key["kid"] for key in session.get(url, timeout=30).json()["keys"]]


def _kid(token: str) -> str:
    return str(jwt.get_unverified_header(token)["kid"])


def _user_info(tenant: Tenant, bearer: str) -> int:
    with tenant.session() as session:
        headers = {"Authorization": f"Bearer {bearer}"}
        return session.get(f"{tenant.graph}/oidc/userinfo", headers=headers, timeout=30).status_code


def test_a_rolled_key_signs_and_the_old_one_stays_published(
    own_tenant: Callable[..., Tenant],
) -> None:
    tenant = own_tenant(messages=20)
    before = tenant.tokens_by_http()
    kid = tenant.control("POST", "/keys/roll")["kid"]
    after = tenant.tokens_by_http()
    assert _kid(after["id_token"]) == kid != _kid(before["id_token"])
    assert _keys(tenant) == [kid, _kid(before["id_token"])]
    assert _user_info(tenant, before["access_token"]) == 200
    tenant.stop()
    tenant.start()
    assert _keys(tenant) == [kid, _kid(before["id_token"])]
    last = tenant.control("POST", "/keys/roll", {"forgets_old": True})["kid"]
    assert _keys(tenant) == [last]
    assert _user_info(tenant, before["access_token"]) == 401
    assert tenant.token(grant_type="refresh_token", refresh_token=after["refresh_token"]).ok


def test_policies_outlive_a_restart(own_tenant: Callable[..., Tenant]) -> None:
    tenant = own_tenant(messages=20)
    tenant.change_policy("wingtip.example", withheld_scopes=["Mail.Read"])
    tenant.change_policy(tenant.account()["username"], refusal=53003)
    tenant.stop()
    tenant.start()
    assert tenant.change_policy("contoso.example")["withheld_scopes"] == ["Mail.Read"]
    assert tenant.change_policy(tenant.account()["username"])["refusal"] == 53003


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("/revoke", {"username": "nobody", "what": "access"}, "no such user"),
        ("/revoke", {"username": "adele@outlook.example", "what": "all"}, "one of consent"),
        ("/revoke", [], "JSON object"),
        ("/policy", {"tenant": "nowhere.example"}, "no such tenant"),
        ("/policy", {"tenant": "contoso.example", "colour": 1}, "no rule named colour"),
        ("/policy", {"tenant": "contoso.example", "user_consent": "maybe"}, "Invalid enum"),
        ("/policy", {"username": "adele@outlook.example", "refusal": 1}, "one of 50055"),
        ("/consent-requests", {"id": "x", "decision": "approve"}, "no such request"),
        ("/consent-requests", {"id": "x"}, "approve or deny"),
    ],
)
def test_what_makes_no_sense_is_refused(
    tenant: Tenant, path: str, body: object, words: str
) -> None:
    with tenant.session() as session:
        url = f"{tenant.graph}/_tenant{path}"
        answer = session.post(url, json=body, headers=CONTROL, timeout=30)
    assert answer.status_code == 400 and words in answer.json()["error"]


def test_a_body_that_is_no_json_is_refused(tenant: Tenant) -> None:
    with tenant.session() as session:
        url = f"{tenant.graph}/_tenant/policy"
        answer = session.post(url, data="{", headers=CONTROL, timeout=30)
    assert answer.status_code == 400 and "JSON object" in answer.json()["error"]
