"""What the browser keeps: who is signed in, for how long, and until what is revoked."""

from collections.abc import Callable

from tests.fakes.tenant import Page, Tenant


def test_staying_signed_in_outlives_the_window(tenant: Tenant) -> None:
    noor = tenant.account_of("noor")
    for button, is_kept in (("next", True), ("leave", False)):
        page = Page.get(tenant.session(), tenant.authorize_url())
        page = page.press("next", username=noor["username"])
        page = page.press("next", password=noor["password"])
        assert "Stay signed in?" in page.text
        after = page.press(button)
        assert ("Max-Age=" in after.response.headers["set-cookie"]) is is_kept
        assert "Stay signed in?" not in after.text


def test_two_accounts_in_one_browser_are_chosen_from(own_tenant: Callable[..., Tenant]) -> None:
    tenant = own_tenant(messages=20)
    with tenant.session() as session:
        tenant.drive_pages(session, tenant.authorize_url())
        tenant.drive_pages(session, tenant.authorize_url(prompt="login"), kind="personal")
        chooser = Page.get(session, tenant.authorize_url())
        assert chooser.has("other") and "adele@outlook.example" in chooser.text
        picked = chooser.submit(pick="00000000-0000-0000-5b1e-77a1c09d4e2f")
        assert "code=" in picked.redirect
        for hint, name in (("organizations", "contoso"), ("consumers", "outlook")):
            page = Page.get(session, tenant.authorize_url(domain_hint=hint, prompt="consent"))
            assert f"{name}.example" in page.text and page.has("accept")
        none = Page.get(session, tenant.authorize_url(prompt="none"))
    assert "AADSTS16000" in none.redirect


def test_a_changed_password_ends_what_was_signed_in_with_it(
    own_tenant: Callable[..., Tenant],
) -> None:
    tenant = own_tenant(messages=20)
    for who, page_id in (("adele.vance", "username"), ("theo", "")):
        with tenant.session() as session:
            tenant.drive_pages(session, tenant.authorize_url(), username=who)
            tenant.revoke("password_changed", username=tenant.account_of(who)["username"])
            again = Page.get(session, tenant.authorize_url())
        assert again.has(page_id) if page_id else "code=" in again.redirect


def test_a_sign_in_frequency_asks_again(own_tenant: Callable[..., Tenant]) -> None:
    tenant = own_tenant(messages=20)
    with tenant.session() as session:
        tenant.drive_pages(session, tenant.authorize_url())
        tenant.change_policy("contoso.example", sign_in_frequency_s=0)
        assert Page.get(session, tenant.authorize_url()).has("username")
