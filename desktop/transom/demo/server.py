"""The tenant's HTTPS server: bound to loopback, says when it listens, stops when told."""

import asyncio
import contextlib
import errno
import socket
from collections.abc import Callable, Iterator

import uvicorn
from starlette.types import ASGIApp
from typing_extensions import override

from transom.demo.certificates import ServerCertificate

LOOPBACK = "127.0.0.1"
KEEP_ALIVE_S = 75
GRACE_S = 1
LARGEST_HEAD = 1 << 20


class PortTakenError(Exception):
    """Another program listens there, or this one may not."""


class TenantServer(uvicorn.Server):
    """A uvicorn that leaves signals to its caller and tells the port it got."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[int], None]) -> None:
        super().__init__(config)
        self._listening = listening

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._listening(self.servers[0].sockets[0].getsockname()[1])

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self.server_state.tasks:
            await asyncio.wait(set(self.server_state.tasks), timeout=GRACE_S)
        self.force_exit = True  # idle TLS connections would be waited for until they say goodbye
        await super().shutdown(sockets)

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        # uvicorn's own raises the signal again once it has stopped, which is no clean exit.
        yield

    def stop(self) -> None:
        self.should_exit = True


def make_server(
    app: ASGIApp, port: int, certificate: ServerCertificate, listening: Callable[[int], None]
) -> TenantServer:
    """Return a server for ``port``; 0 lets the system choose."""
    # uvicorn binds by itself: on a socket bound before it, TCP_NODELAY would be missing.
    config = uvicorn.Config(
        app,
        host=LOOPBACK,
        port=port,
        http="h11",
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        date_header=False,  # the tenant's clock may be wrong, and dates its answers itself
        ssl_certfile=certificate.leaf_file,
        ssl_keyfile=certificate.leaf_key_file,
        timeout_keep_alive=KEEP_ALIVE_S,
        h11_max_incomplete_event_size=LARGEST_HEAD,  # so that a huge one is answered in words
    )
    return TenantServer(config, listening)


def check_port(port: int) -> None:
    """Raise PortTakenError where the server could not bind."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                raise PortTakenError(str(port)) from error
            raise
