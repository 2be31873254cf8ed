"""A client of the hostile server, and one of the demo tenant."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.fakes.clock import FakeClock
from tests.fakes.hostile import HostileServer
from tests.fakes.tenant import Tenant

from transom.engine.clock import SystemClock
from transom.engine.entities.accounts import Account, AccountId, Cloud, Registration
from transom.engine.graph.client import GraphClient
from transom.engine.graph.limiter import Limiter
from transom.engine.journal import Journal


class Tokens:
    """A source of numbered tokens, each good until the server refuses it."""

    def __init__(self) -> None:
        self.number = 1
        self.rejected: list[str] = []

    def access_token(
        self, account: Account, *, rejected: str | None = None, claims: str = ""
    ) -> str:
        if rejected == f"secret-token-{self.number}":
            self.rejected.append(rejected)
            self.number += 1
        return f"secret-token-{self.number}"


class FixedToken:
    """One token for all calls."""

    def __init__(self, token: str) -> None:
        self._token = token

    def access_token(
        self, account: Account, *, rejected: str | None = None, claims: str = ""
    ) -> str:
        assert rejected is None, "the server refused the token"
        return self._token


def account_at(graph_url: str, ca_file: str, number: int = 7) -> Account:
    cloud = Cloud("test", graph_url, graph_url, f"{graph_url}/back", ca_file=ca_file)
    registration = Registration("client", "common", cloud)
    return Account("oid", "tid", "anna@example.com", "Anna", registration, id=AccountId(number))


class Bench:
    """A client with everything it stands on, for tests to look at."""

    def __init__(self, server: HostileServer) -> None:
        self.server = server
        self.clock = FakeClock()
        self.tokens = Tokens()
        self.journal = Journal()
        self.stopping = threading.Event()
        self.limiter = Limiter(self.clock)
        self.account = account_at(server.origin, server.ca_file)
        self._clients = [self.another()]
        self.client = self._clients[0]

    def another(self, number: int = 7) -> GraphClient:
        """Make one more client on the same limiter and journal."""
        client = GraphClient(
            account_at(self.server.origin, self.server.ca_file, number),
            self.tokens,
            self.journal,
            self.stopping,
            self.clock,
            self.limiter,
        )
        if hasattr(self, "_clients"):
            self._clients.append(client)
        return client

    def close(self) -> None:
        for client in self._clients:
            client.close()


@pytest.fixture(scope="session")
def hostile_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileServer]:
    with HostileServer(tmp_path_factory.mktemp("hostile")) as server:
        yield server


@pytest.fixture
def hostile(hostile_server: HostileServer) -> HostileServer:
    hostile_server.reset()
    return hostile_server


@pytest.fixture
def bench(hostile: HostileServer) -> Iterator[Bench]:
    made = Bench(hostile)
    yield made
    made.close()
    hostile.released.set()


@pytest.fixture(scope="session")
def tenant_token(tenant: Tenant) -> str:
    scopes = ("User.Read", "Mail.Read", "Calendars.Read", "Contacts.Read", "MailboxSettings.Read")
    return str(tenant.tokens_by_http("work", scopes)["access_token"])


@pytest.fixture
def graph(tenant: Tenant, tenant_token: str) -> Iterator[GraphClient]:
    """A client of the demo tenant's work account."""
    clock = SystemClock()
    client = GraphClient(
        account_at(tenant.graph, str(tenant.info["ca_file"])),
        FixedToken(tenant_token),
        Journal(),
        threading.Event(),
        clock,
        Limiter(clock),
    )
    yield client
    client.close()


@pytest.fixture
def data() -> Path:
    return Path(__file__).resolve().parents[2] / "data"
