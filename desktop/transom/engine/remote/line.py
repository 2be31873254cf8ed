"""Connections to strangers: pinned to an address that was looked at, and cut when time is up."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.cookiejar import DefaultCookiePolicy

import requests
from typing_extensions import override
from urllib3.connectionpool import HTTPSConnectionPool

from transom.engine.auth.lines import Lines
from transom.engine.auth.proxies import Proxies
from transom.engine.auth.tunnel import TunnelConnection
from transom.engine.auth.wire import TrustAdapter, WireSession
from transom.engine.errors import OfflineError
from transom.engine.remote.reach import Reach
from transom.engine.workers import Lane

_LOOK_EVERY_S = 0.25
_CONNECT_S = 10.0
_HTTPS_PORT = 443

_HEADERS = {
    # One that says nothing: neither the program, nor the system, nor the language.
    "User-Agent": "Mozilla/5.0",
    "Accept": "image/png,image/jpeg,image/gif,image/webp",
    "Accept-Encoding": "identity",
}


def stranger_session(
    reach: Reach, context: ssl.SSLContext, proxies: Proxies | None, lines: Lines
) -> requests.Session:
    """Open a session for one thread that keeps no cookie and tells nobody where it comes from."""
    session = WireSession(proxies)
    session.adapters.clear()
    adapter = TrustAdapter(context, proxies=proxies)
    adapter.poolmanager.pool_classes_by_scheme = {"https": _pool_class(reach, lines)}
    session.mount("https://", adapter)
    return made_quiet(session)


def made_quiet(session: requests.Session) -> requests.Session:
    """Let a session say no more than it must."""
    session.trust_env = False
    session.auth = _leave_as_is
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers.clear()
    session.headers.update(_HEADERS)
    return session


def _leave_as_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _pool_class(reach: Reach, lines: Lines) -> type[HTTPSConnectionPool]:
    class PinnedConnection(TunnelConnection):
        """Looks its host up once and connects to what was looked at; TLS checks the name."""

        @override
        def _new_conn(self) -> socket.socket:
            if self.proxy is not None:
                reach.check_name(str(self._tunnel_host))
                return super()._new_conn()  # to the proxy, which looks the host up by itself
            return _connected(reach.open_addresses(self.host), self.port or _HTTPS_PORT)

        @override
        def connect(self) -> None:
            super().connect()
            if self.sock is not None:
                lines.add(self.sock)

    class PinnedPool(HTTPSConnectionPool):
        """A pool of such connections."""

        ConnectionCls = PinnedConnection

    return PinnedPool


def _connected(addresses: Sequence[str], port: int) -> socket.socket:
    """Connect to the first of some addresses that answers."""
    failure: OSError | None = None
    for address in addresses:
        try:
            return socket.create_connection((address, port), _CONNECT_S)
        except OSError as error:
            failure = error
    raise OfflineError("The picture's server does not answer.") from failure


class Deadlines:
    """Cuts what takes too long, however slowly a server drips."""

    def __init__(self, lane: Lane, stopping: threading.Event) -> None:
        self._lane, self._stopping = lane, stopping
        self._lock = threading.Lock()
        self._held: dict[int, tuple[float, Lines]] = {}
        self._is_watching = False

    @contextmanager
    def hold(self, lines: Lines, seconds: float) -> Iterator[None]:
        """Cut ``lines`` unless the block ends in time."""
        key = id(lines)
        with self._lock:
            self._held[key] = (time.monotonic() + seconds, lines)
            begins, self._is_watching = not self._is_watching, True
        if begins:
            self._lane.submit(self._watch)
        try:
            yield
        finally:
            with self._lock:
                self._held.pop(key, None)

    def _watch(self) -> None:
        while self._cut_late() and not self._stopping.wait(_LOOK_EVERY_S):
            pass

    def _cut_late(self) -> bool:
        """Say whether there is anything left to watch."""
        now = time.monotonic()
        with self._lock:
            late = [lines for until, lines in self._held.values() if until < now]
            self._is_watching = bool(self._held)
            is_watching = self._is_watching
        for lines in late:
            lines.cut()
        return is_watching
