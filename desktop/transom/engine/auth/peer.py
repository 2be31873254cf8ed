"""Whether this computer's own roots trust what a host shows: for a view that has other roots."""

import hashlib
import logging
import ssl

import requests
from typing_extensions import override

from transom.engine.auth.proxies import Proxies
from transom.engine.auth.tunnel import TunnelConnection, TunnelPool
from transom.engine.auth.wire import TrustAdapter, session_for
from transom.engine.entities.accounts import Cloud

log = logging.getLogger(__name__)


class _SeenError(Exception):
    """The greeting is over; nothing is asked."""


def is_trusted_by_system(host: str, port: int, certificate_sha256: str, proxies: Proxies) -> bool:
    """Greet a host by TLS and go: its certificate must be good here, and be that very one."""
    seen: list[str] = []

    class Greeting(TunnelConnection):
        """Ends once it knows whom it speaks to."""

        @override
        def connect(self) -> None:
            super().connect()
            line = self.sock
            shown = line.getpeercert(binary_form=True) if isinstance(line, ssl.SSLSocket) else b""
            seen.append(hashlib.sha256(shown or b"").hexdigest())
            self.close()
            raise _SeenError

    class Greetings(TunnelPool):
        """A pool of such connections."""

        ConnectionCls = Greeting

    with session_for(Cloud("", "", "", ""), proxies) as session:
        for adapter in session.adapters.values():
            if isinstance(adapter, TrustAdapter):
                adapter.poolmanager.pool_classes_by_scheme = {"https": Greetings}
        try:
            session.head(f"https://{host}:{port}/")
        except _SeenError:
            return seen[-1] == certificate_sha256.replace(":", "").lower()
        except requests.RequestException as error:
            log.info("a host that the view does not trust is not trusted: %s", type(error).__name__)
    return False
