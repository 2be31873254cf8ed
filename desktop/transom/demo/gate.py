"""Who may come in: loopback clients that name a host of ours, and for control a header."""

from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

CONTROL_HEADER = "Transom-Tenant"
CONTROL_VALUE = "control"


class HostGate:
    """Hands a request to the app of the host it names; any other name is refused (rebinding)."""

    def __init__(self, hosts: dict[str, ASGIApp]) -> None:
        self._hosts = hosts
        self._any_host = next(iter(hosts.values()))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._any_host(scope, receive, send)
            return
        name = Headers(scope=scope).get("host", "").rpartition(":")[0]
        app = self._hosts.get(name or Headers(scope=scope).get("host", ""))
        if not _is_loopback(scope):
            app = PlainTextResponse("Only this computer may ask.\n", status_code=403)
        elif app is None:
            app = PlainTextResponse("This host is not served here.\n", status_code=421)
        await app(scope, receive, send)


class ControlGate:
    """Asks for a header that no web page of another origin can send without leave."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if Headers(scope=scope).get(CONTROL_HEADER) == CONTROL_VALUE:
            await self._app(scope, receive, send)
            return
        sentence = f"Control needs the header {CONTROL_HEADER}: {CONTROL_VALUE}."
        await JSONResponse({"error": sentence}, status_code=403)(scope, receive, send)


def _is_loopback(scope: Scope) -> bool:
    client = scope.get("client")
    return client is not None and ip_address(client[0]).is_loopback
