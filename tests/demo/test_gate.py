"""Who may come in, where a real socket cannot show it: a client of another computer."""

import asyncio
from typing import Any

import pytest
from starlette.responses import PlainTextResponse

from transom.demo.gate import HostGate


def _status(client: tuple[str, int] | None, host: str) -> int:
    gate = HostGate({"localhost": PlainTextResponse("in")})
    headers = [(b"host", host.encode())] if host else []
    scope = {"type": "http", "method": "GET", "headers": headers, "client": client}
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(gate(scope, receive, send))
    return int(sent[0]["status"])


@pytest.mark.parametrize("host", ["localhost", "localhost:443"])
def test_loopback_asking_for_a_host_of_ours_comes_in(host: str) -> None:
    assert _status(("127.0.0.1", 1), host) == 200


@pytest.mark.parametrize(
    ("client", "host", "status"),
    [
        (("192.0.2.1", 1), "localhost", 403),
        (None, "localhost", 403),
        (("127.0.0.1", 1), "evil.example", 421),
        (("127.0.0.1", 1), "", 421),
        (("127.0.0.1", 1), "localhost.evil.example:443", 421),
    ],
)
def test_everybody_else_stays_outside(
    client: tuple[str, int] | None, host: str, status: int
) -> None:
    assert _status(client, host) == status
