"""Open connections that can be cut, so that closing does not wait for a silent server."""

import socket
import threading
from contextlib import suppress
from weakref import WeakSet

import requests
from requests.adapters import HTTPAdapter
from typing_extensions import override
from urllib3.connectionpool import HTTPSConnectionPool

from transom.engine.auth.tunnel import TunnelConnection


class Lines:
    """Knows every connection of the sessions it watches, from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sockets: WeakSet[socket.socket] = WeakSet()
        self._is_cut = False

    def watch(self, session: requests.Session) -> None:
        """Know the connections this session will open."""
        for adapter in session.adapters.values():
            if isinstance(adapter, HTTPAdapter):
                adapter.poolmanager.pool_classes_by_scheme = {"https": self._pool_class()}

    def cut(self) -> None:
        """End all connections, those to come too; whoever reads from one gets an error at once."""
        with self._lock:
            self._is_cut = True
            sockets = list(self._sockets)
        for line in sockets:
            _shut(line)

    def add(self, line: socket.socket) -> None:
        """Know an open connection, and cut it where all are cut."""
        with self._lock:
            self._sockets.add(line)
            is_cut = self._is_cut
        if is_cut:
            _shut(line)

    def _pool_class(self) -> type[HTTPSConnectionPool]:
        add = self.add

        class WatchedConnection(TunnelConnection):
            """A connection that says when it is open."""

            @override
            def connect(self) -> None:
                super().connect()
                if self.sock is not None:
                    add(self.sock)

        class WatchedPool(HTTPSConnectionPool):
            """A pool of such connections."""

            ConnectionCls = WatchedConnection

        return WatchedPool


def _shut(line: socket.socket) -> None:
    with suppress(OSError):
        # The plain socket's shutdown: TLS's own would pull its state from under a reader.
        socket.socket.shutdown(line, socket.SHUT_RDWR)
