"""The device code flow: a program waits while a person signs in elsewhere."""

from typing import Any

from tests.fakes.tenant import Page, Tenant

GRANT = "urn:ietf:params:oauth:grant-type:device_code"


def _start(tenant: Tenant) -> dict[str, Any]:
    with tenant.session() as session:
        body: dict[str, Any] = session.post(
            f"{tenant.authority}/oauth2/v2.0/devicecode",
            data={
                "client_id": tenant.info["client_id"],
                "scope": "openid profile offline_access Mail.Read",
            },
            timeout=30,
        ).json()
    return body


def _poll(tenant: Tenant, device_code: str) -> dict[str, Any]:
    body: dict[str, Any] = tenant.token(grant_type=GRANT, device_code=device_code).json()
    return body


def _sign_in(tenant: Tenant, device: dict[str, Any], consent: str) -> str:
    with tenant.session() as session:
        url = device["verification_uri"]
        answer = session.post(url, data={"code": device["user_code"].lower()}, timeout=30)
        page = Page(session, answer)
        account = tenant.account()
        page = page.submit(action="username", username=account["username"])
        page = page.submit(action="password", password=account["password"])
        if not page.redirect:
            page = page.submit(action=consent)
        return str(session.get(page.redirect, timeout=30).text)


def test_a_device_gets_its_tokens_once_somebody_signed_in(tenant: Tenant) -> None:
    device = _start(tenant)
    assert device["user_code"] in device["message"]
    assert _poll(tenant, device["device_code"])["error"] == "authorization_pending"
    assert "You have signed in to Transom" in _sign_in(tenant, device, "accept")
    assert _poll(tenant, device["device_code"])["refresh_token"]
    assert _poll(tenant, device["device_code"])["error"] == "bad_verification_code"


def test_declining_is_told_to_the_device(tenant: Tenant) -> None:
    device = _start(tenant)
    with tenant.session() as session:
        answer = session.post(
            device["verification_uri"], data={"code": device["user_code"]}, timeout=30
        )
        done = Page(session, answer).submit(action="cancel").redirect
        assert "You declined" in session.get(done, timeout=30).text
    assert _poll(tenant, device["device_code"])["error"] == "authorization_declined"


def test_a_wrong_code_is_asked_for_again(tenant: Tenant) -> None:
    with tenant.session() as session:
        url = f"{tenant.origin}/devicelogin"
        page = Page(session, session.post(url, data={"code": "WRONG"}, timeout=30))
    assert page.has("code") and page.error


def test_a_hasty_device_is_told_to_slow_down(tenant: Tenant) -> None:
    code = _start(tenant)["device_code"]
    assert _poll(tenant, code)["error"] == "authorization_pending"
    assert _poll(tenant, code)["error"] == "slow_down"


def test_a_device_code_is_good_for_its_own_app(tenant: Tenant) -> None:
    daemon = tenant.info["daemon"]
    body = tenant.token(
        daemon["tenant"],
        grant_type=GRANT,
        device_code=_start(tenant)["device_code"],
        client_id=daemon["client_id"],
        client_secret=daemon["client_secret"],
    ).json()
    assert body["error"] == "bad_verification_code"
