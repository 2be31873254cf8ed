"""What the tenant was asked: a bounded record that tests compare with what they expect."""

import time
from collections import deque
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTROL_PREFIX = "/_tenant"
KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came; the query is left out, for it may hold secrets."""

    at: str
    method: str
    host: str
    path: str
    status: int
    duration_ms: float
    client_request_id: str


class RequestLog:
    """Holds the newest requests, in the order in which they were answered."""

    def __init__(self) -> None:
        self._entries: deque[Asked] = deque(maxlen=KEPT)

    def add(self, entry: Asked) -> None:
        self._entries.append(entry)

    def entries(self) -> list[Asked]:
        return list(self._entries)

    async def answer(self, request: Request) -> Response:
        """Serve the list, or clear it on DELETE."""
        if request.method == "DELETE":
            self._entries.clear()
            return Response(status_code=204)
        return JSONResponse({"requests": [asdict(entry) for entry in self.entries()]})


class LogMiddleware:
    """Writes every request down except those that steer the tenant."""

    def __init__(self, app: ASGIApp, log: RequestLog) -> None:
        self._app = app
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(CONTROL_PREFIX):
            await self._app(scope, receive, send)
            return
        at, started, status = datetime.now(UTC), time.perf_counter(), 500

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        finally:
            self._log.add(_entry(scope, at, time.perf_counter() - started, status))


def _entry(scope: Scope, at: datetime, seconds: float, status: int) -> Asked:
    headers = Headers(scope=scope)
    return Asked(
        at=at.isoformat(),
        method=scope["method"],
        host=headers.get("host", "").partition(":")[0],
        path=scope["raw_path"].partition(b"?")[0].decode("latin-1"),
        status=status,
        duration_ms=round(seconds * 1000, 1),
        client_request_id=headers.get("client-request-id", ""),
    )
