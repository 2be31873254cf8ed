"""One tenant for the clients that others wrote."""

from collections.abc import Iterator

import pytest
from tests.fakes.tenant import Tenant

SCOPES = (
    "User.Read",
    "User.ReadBasic.All",
    "Mail.Read",
    "Calendars.Read",
    "Contacts.Read",
    "People.Read",
    "MailboxSettings.Read",
)


@pytest.fixture(scope="session")
def clients_tenant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenant]:
    with Tenant(tmp_path_factory.mktemp("clients") / "state", messages=120) as tenant:
        yield tenant
