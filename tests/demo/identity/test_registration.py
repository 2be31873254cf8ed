"""Which redirect URIs are the app's, and apps that were registered by mistake."""

from dataclasses import replace

import pytest
from tests.demo.identity.conftest import Answer
from tests.fakes.tenant import SIGN_IN_SCOPES, Page, Tenant

from transom.demo.addresses import Addresses
from transom.demo.identity import registration as known
from transom.demo.identity.registration import Registration
from transom.demo.mailbox.users import WORK_TENANT


def _registration() -> Registration:
    addresses = Addresses()
    addresses.port = 8443
    return Registration("client", "App", (), addresses)


@pytest.mark.parametrize(
    "uri",
    [
        "https://localhost:8443/common/oauth2/nativeclient",
        "https://login.microsoftonline.com/common/oauth2/nativeclient",
        "http://localhost",
        "http://localhost/",
        "http://localhost:5000",
        "http://localhost:65535/",
    ],
)
def test_registered_addresses_are_permitted(uri: str) -> None:
    assert _registration().permits(uri)


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "https://localhost:8444/common/oauth2/nativeclient",
        "https://localhost:8443/common/oauth2/nativeclient/",
        "https://localhost:8443/common/oauth2/nativeclient?x=1",
        "https://localhost:8443/Common/oauth2/nativeclient",
        "https://localhost:8443/common/oauth2/nativeclient.evil.example",
        "https://localhost:8443@evil.example/common/oauth2/nativeclient",
        "https://localhost/",
        "http://localhost/callback",
        "http://localhost:5000/?x=1",
        "http://localhost:5000/#",
        "http://localhost:99999/",
        "http://localhost:abc/",
        "http://localhost:/",
        "http://127.0.0.1:5000/",
        "http://[::1]:5000/",
        "http://user@localhost:5000/",
        "http://localhost.evil.example/",
        "http://LOCALHOST/",
        " http://localhost/",
        "http://localhost/\r\n",
        "javascript:alert(1)",
    ],
)
def test_everything_else_is_not(uri: str) -> None:
    assert not _registration().permits(uri)


def test_an_app_may_be_registered_without_some_of_its_addresses() -> None:
    view_only = replace(_registration(), redirects="view")
    assert view_only.permits("https://localhost:8443/common/oauth2/nativeclient")
    assert not view_only.permits("http://localhost:5000")
    nothing = replace(_registration(), redirects="none")
    assert not nothing.permits("https://localhost:8443/common/oauth2/nativeclient")


@pytest.mark.parametrize(
    ("client_id", "segment", "number"),
    [
        (known.NO_REDIRECT_ID, "common", 50011),
        (known.NO_LOOPBACK_ID, "common", 50011),
        (known.ONE_ORGANISATION_ID, "common", 50194),
        (known.ONE_ORGANISATION_ID, "fabrikam.example", 700016),
        (known.WORK_ONLY_ID, "consumers", 9002332),
        (known.PERSONAL_ONLY_ID, "common", 9002331),
        (known.PERSONAL_ONLY_ID, WORK_TENANT, 9002331),
    ],
)
def test_a_mistake_in_the_registration_is_shown_on_the_page(
    tenant: Tenant, client_id: str, segment: str, number: int
) -> None:
    url = tenant.authorize_url(segment, client_id=client_id)
    page = Page.get(tenant.session(), url)
    assert f"AADSTS{number}:" in page.text and not page.redirect


def test_a_permission_that_is_not_offered_is_refused_by_redirect(
    tenant: Tenant, answer_of: Answer
) -> None:
    scope = " ".join((*SIGN_IN_SCOPES, "MailboxSettings.Read"))
    url = tenant.authorize_url(client_id=known.UNOFFERED_ID, scope=scope)
    answer = answer_of(Page.get(tenant.session(), url).redirect)
    assert answer["error"] == "invalid_client"
    assert answer["error_description"].startswith("AADSTS650053:")


def test_an_app_for_work_alone_admits_no_personal_account(tenant: Tenant) -> None:
    account = tenant.account("personal")
    url = tenant.authorize_url(client_id=known.WORK_ONLY_ID)
    page = Page.get(tenant.session(), url).press("next", username=account["username"])
    page = page.press("next", password=account["password"])
    assert "AADSTS50020:" in page.text and not page.redirect
