"""A Graph in this process: requests go straight into the application, without a socket."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from tests.demo.graph import published

from transom.demo.graph.app import graph_app
from transom.demo.graph.control import control_routes
from transom.demo.graph.prerender import Beforehand
from transom.demo.identity.grants import BadTokenError, Grant
from transom.demo.mailbox.changes import Changes
from transom.demo.mailbox.users import USERS
from transom.demo.mailbox.world import World

BORN = date(2026, 11, 23)
READ_ALL = frozenset(
    {"User.Read", "Mail.Read", "Calendars.Read", "Contacts.Read", "MailboxSettings.Read"}
)
EVERYTHING = READ_ALL | {
    "Mail.Read.Shared",
    "Calendars.Read.Shared",
    "Contacts.Read.Shared",
    "People.Read",
    "User.Read.All",
    "Group.Read.All",
    "Place.Read.All",
}
GOOD = "good"
ROOT = "https://graph.test:8443/v1.0"
IMMUTABLE = 'IdType="ImmutableId"'


@dataclass
class OneToken:
    """A book with one good token."""

    oid: str = USERS[0].oid
    scopes: frozenset[str] = READ_ALL
    tid: str = USERS[0].tid
    is_app_only: bool = False
    challenge: str = ""

    def check(self, bearer: str) -> Grant:
        if bearer != GOOD or self.challenge:
            text = "Lifetime validation failed, the token is expired."
            raise BadTokenError(text, claims=self.challenge)
        return Grant(self.oid, self.tid, "client", self.scopes, is_app_only=self.is_app_only)


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def items(self) -> list[Any]:
        assert self.status == 200, self.body[:300]
        return list(self.json["value"])

    @property
    def code(self) -> str:
        return str(self.json["error"]["code"])


@dataclass
class Wire:
    """Asks the application as a client would."""

    app: Starlette
    headers: dict[str, str] = field(default_factory=dict)

    def ask(
        self, method: str, url: str, body: bytes = b"", bearer: str = GOOD, **headers: str
    ) -> Answer:
        parts = urlsplit(url if "://" in url else ROOT + url)
        given = {"Host": "graph.test:8443", "Authorization": f"Bearer {bearer}"} | self.headers
        for name, text in headers.items():
            given[name.replace("_", "-")] = text
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "https",
            "path": unquote(parts.path),
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "root_path": "",
            "headers": [(n.lower().encode(), t.encode()) for n, t in given.items()],
        }
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(self.app(scope, receive, send))
        answer = {name.decode(): text.decode() for name, text in sent[0]["headers"]}
        whole = b"".join(message.get("body", b"") for message in sent[1:])
        return Answer(sent[0]["status"], answer, whole)

    def get(self, url: str, bearer: str = GOOD, **headers: str) -> Answer:
        return self.ask("GET", url, b"", bearer, **headers)

    def batch(self, *requests: dict[str, Any]) -> Answer:
        return self.ask("POST", "/$batch", json.dumps({"requests": requests}).encode())

    def pages(self, url: str, **headers: str) -> tuple[list[Any], str]:
        """Follow the links to the end; return all items and the delta link, if there is one."""
        items: list[Any] = []
        while True:
            answer = self.get(url, **headers)
            items += answer.items
            if "@odata.nextLink" not in answer.json:
                return items, answer.json.get("@odata.deltaLink", "")
            url = answer.json["@odata.nextLink"]

    def change(self, *changes: dict[str, Any]) -> list[str]:
        body = json.dumps(list(changes)).encode()
        url = "https://graph.test:8443/_tenant/changes"
        answer = self.ask("POST", url, body, Transom_Tenant="control")
        assert answer.status == 200, answer.body
        return [one["id"] for one in answer.json["applied"]]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for line in published.COUNTS:
        terminalreporter.write_line(line)


MakeWire = Callable[..., Wire]


@pytest.fixture
def make_wire() -> MakeWire:
    """Return a maker of tenants: by default the work account with every scope."""

    def make(
        changes: Changes | None = None,
        tokens: OneToken | None = None,
        messages: int = 300,
        beforehand: Path | None = None,
    ) -> Wire:
        world = World(1, messages, BORN, changes or Changes())
        maker = Beforehand(world, world.mailboxes()[0], beforehand) if beforehand else None
        graph = graph_app(world, tokens or OneToken(), maker=maker)
        routes = [Mount("/_tenant", routes=control_routes(world)), Mount("/", graph)]
        return Wire(Starlette(routes=routes))

    return make


@pytest.fixture
def wire(make_wire: MakeWire) -> Wire:
    return make_wire()


def segment(text: str) -> str:
    return quote(text, safe="")
