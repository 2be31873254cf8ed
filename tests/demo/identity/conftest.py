"""What several of the provider's tests need: answers of redirects, and a tenant to change."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.fakes.tenant import Page, Tenant

Answer = Callable[[str], dict[str, str]]
SignedOn = Callable[..., Page]


@pytest.fixture(scope="module")
def changing_tenant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenant]:
    """A tenant for one module, whose tests change people of their own and nobody else's."""
    with Tenant(tmp_path_factory.mktemp("changing") / "state", messages=20) as started:
        yield started


@pytest.fixture
def answer_of() -> Answer:
    """Return a reader of the answer that a redirect carries."""

    def read(redirect: str) -> dict[str, str]:
        parts = urlsplit(redirect)
        return {name: values[0] for name, values in parse_qs(parts.query or parts.fragment).items()}

    return read


@pytest.fixture
def signed_on() -> SignedOn:
    """Return a function that goes on to the page after somebody's password."""

    def go(tenant: Tenant, username: str, **changes: Any) -> Page:
        account = tenant.account_of(username)
        page = Page.get(tenant.session(), tenant.authorize_url(**changes))
        page = page.press("next", username=account["username"])
        return page.press("next", password=account["password"])

    return go
