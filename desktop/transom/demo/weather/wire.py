"""Faults of the connection itself: the answer is late, slow, broken off or never comes."""

import asyncio
import gzip
import socket
import struct
from email.utils import formatdate
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from transom.demo.weather.answers import Held
from transom.demo.weather.sky import Weather

TRANSPORT = "transom.transport"
PIECE, DRIP = 4096, 16
SETTLE_S = 0.05
NO_LINGER = struct.pack("ii", 1, 0)


class WireMiddleware:
    """Stands outermost: dates every answer by the tenant's clock and knows the connection."""

    def __init__(self, app: ASGIApp, weather: Weather) -> None:
        self._app, self._weather = app, weather

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # ASGI has no word for the connection: uvicorn's own sender belongs to what holds it.
        scope[TRANSPORT] = getattr(getattr(send, "__self__", None), "transport", None)

        async def send_dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = formatdate(self._weather.now(), usegmt=True).encode()
                message["headers"] = [(b"date", date), *message.get("headers", [])]
            await send(message)

        await self._app(scope, receive, send_dated)


def is_gone(scope: Scope) -> bool:
    transport = scope.get(TRANSPORT)
    return transport is not None and bool(transport.is_closing())


async def reset(scope: Scope) -> None:
    """Throw the connection away without a goodbye: the client sees a reset."""
    transport: Any = scope.get(TRANSPORT)
    if transport is None:
        raise ConnectionResetError("reset by the weather")
    plain = transport.get_extra_info("socket")
    if plain is not None:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
    transport.abort()
    await asyncio.sleep(SETTLE_S)  # until the server has noticed, it would try to apologise


async def send_whole(held: Held, send: Send) -> None:
    await start(held, send)
    await send({"type": "http.response.body", "body": held.body})


async def start(held: Held, send: Send) -> None:
    held.set_header(b"content-length", str(len(held.body)).encode())
    await send(
        {"type": "http.response.start", "status": held.status, "headers": list(held.headers)}
    )


async def send_cut(held: Held, scope: Scope, send: Send) -> None:
    """Promise the whole body, send half of it and hang up."""
    await start(held, send)
    half = held.body[: len(held.body) // 2]
    await send({"type": "http.response.body", "body": half, "more_body": True})
    transport: Any = scope.get(TRANSPORT)
    if transport is None:
        raise ConnectionAbortedError("cut by the weather")
    transport.close()
    await asyncio.sleep(SETTLE_S)


async def send_slowly(held: Held, scope: Scope, send: Send, piece: int, each_s: float) -> None:
    """Send the body piece by piece, for as long as somebody listens."""
    await start(held, send)
    for place in range(0, len(held.body), piece):
        if is_gone(scope):
            return
        part = held.body[place : place + piece]
        await send({"type": "http.response.body", "body": part, "more_body": True})
        await asyncio.sleep(each_s)
    await send({"type": "http.response.body", "body": b""})


def broken_gzip(held: Held) -> Held:
    """Return the answer compressed, with a few bytes of it wrong."""
    packed = bytearray(gzip.compress(held.body, mtime=0))
    for place in range(len(packed) // 2, min(len(packed), len(packed) // 2 + 8)):
        packed[place] ^= 0xFF
    packed[-8:] = b"\0" * 8
    broken = Held(held.status, list(held.headers), bytes(packed))
    broken.set_header(b"content-encoding", b"gzip")
    return broken
