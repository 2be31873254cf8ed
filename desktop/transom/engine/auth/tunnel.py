"""The way through a proxy to a server, and what the proxy says where it lets nobody through."""

import http.client
import re

from typing_extensions import override
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool

_REALM = re.compile(r'basic\b[^,]*?\brealm="((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_PASSWORD_WANTED = 407


class TunnelRefusedError(OSError):
    """The proxy answered and refused; ``realm`` is what it calls the place that is locked."""

    def __init__(self, status: int, schemes: frozenset[str] = frozenset(), realm: str = "") -> None:
        super().__init__(f"the proxy answered {status}")
        self.status, self.schemes, self.realm = status, schemes, realm

    @property
    def wants_password(self) -> bool:
        """Whether a name and a password would do."""
        return self.status == _PASSWORD_WANTED and "basic" in self.schemes


class TunnelConnection(HTTPSConnection):
    """Reads the proxy's whole answer: http.client drops what it says about passwords."""

    @override
    def _tunnel(self) -> None:
        host, headers = str(self._tunnel_host), self._tunnel_headers  # type: ignore[attr-defined]
        place = f"[{host}]" if ":" in host else host
        lines = [
            f"CONNECT {place}:{self._tunnel_port} HTTP/1.1",
            f"Host: {place}:{self._tunnel_port}",
        ]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.send("\r\n".join((*lines, "", "")).encode("latin-1"))
        response = http.client.HTTPResponse(self.sock, method="CONNECT")
        try:
            response.begin()
            if response.status != http.HTTPStatus.OK:
                self.close()
                raise _refusal(response)
        finally:
            response.close()


class TunnelPool(HTTPSConnectionPool):
    """A pool of such connections."""

    ConnectionCls = TunnelConnection


def _refusal(response: http.client.HTTPResponse) -> TunnelRefusedError:
    asked = response.headers.get_all("Proxy-Authenticate") or []
    schemes = {one.split(None, 1)[0].lower() for one in asked if one.strip()}
    realms = (_REALM.search(one) for one in asked)
    realm = next((found[1] for found in realms if found), "")
    return TunnelRefusedError(response.status, frozenset(schemes), realm[:200])
