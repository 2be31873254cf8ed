"""HTTPS as Transom speaks it: whom it trusts, how long it waits, and errors in our words."""

import http.cookiejar
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any

import requests
import truststore
import urllib3.exceptions
from requests.adapters import HTTPAdapter
from typing_extensions import override

from transom.engine.auth.failures import causes_of, service_error_from
from transom.engine.auth.proxies import Proxies
from transom.engine.auth.tunnel import TunnelPool, TunnelRefusedError
from transom.engine.entities.accounts import Cloud
from transom.engine.errors import UntrustedError

CONNECT_TIMEOUT_S = 10.0
READ_TIMEOUT_S = 60.0
USER_AGENT = f"Transom/{version('transom')} (+read-only)"

# Its debug lines carry whole addresses with their query strings.
logging.getLogger("urllib3").setLevel(logging.ERROR)


class WireSession(requests.Session):
    """A session that follows no redirect, keeps no cookie and knows https only."""

    def __init__(self, proxies: Proxies | None) -> None:
        super().__init__()
        self._known_proxies = proxies

    @override
    def merge_environment_settings(
        self, url: Any, proxies: Any, stream: Any, verify: Any, cert: Any
    ) -> Any:
        proxy = self._known_proxies.before(url) if self._known_proxies else ""
        chosen = {"https": proxy} if proxy else {}
        return {"proxies": chosen, "stream": stream, "verify": True, "cert": cert}

    @override
    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        try:
            return super().send(request, **kwargs)
        except requests.RequestException as error:
            proxy = (kwargs.get("proxies") or {}).get("https", "")
            if proxy and self._known_proxies:
                _take_note(error, proxy, self._known_proxies)
            raise

    @override
    def get_redirect_target(self, resp: requests.Response) -> None:
        return None


def _take_note(error: requests.RequestException, proxy: str, proxies: Proxies) -> None:
    """Remember what a failure says about the proxy."""
    for cause in causes_of(error):
        if isinstance(cause, TunnelRefusedError):
            if cause.wants_password:
                proxies.ask(proxy, cause.realm)
            return
    if isinstance(error, requests.exceptions.ProxyError):
        proxies.mark_down(proxy)


class TrustAdapter(HTTPAdapter):
    """Trusts exactly what its TLS context trusts, and a pinned leaf if there is one."""

    def __init__(
        self,
        context: ssl.SSLContext,
        certificate_sha256: str = "",
        proxies: Proxies | None = None,
    ) -> None:
        self._known_proxies = proxies
        self._tls: dict[str, Any] = {"ssl_context": context}
        if certificate_sha256:
            self._tls["assert_fingerprint"] = certificate_sha256.replace(":", "").lower()
        super().__init__(max_retries=0)

    @override
    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any
    ) -> None:
        super().init_poolmanager(connections, maxsize, block, **pool_kwargs, **self._tls)
        self.poolmanager.pool_classes_by_scheme = {"https": TunnelPool}

    @override
    def proxy_manager_for(self, proxy: Any, **proxy_kwargs: Any) -> Any:
        known = self.proxy_manager.get(proxy)
        if known is not None and known.proxy_headers != self.proxy_headers(proxy):
            self.proxy_manager.pop(proxy).clear()  # what it is told has changed
        manager = super().proxy_manager_for(proxy, **proxy_kwargs, **self._tls)
        manager.pool_classes_by_scheme = self.poolmanager.pool_classes_by_scheme
        return manager

    @override
    def proxy_headers(self, proxy: Any) -> dict[str, str]:
        return self._known_proxies.headers_for(proxy) if self._known_proxies else {}

    @override
    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        # requests would add certifi's roots to the context here.
        conn.cert_reqs = "CERT_REQUIRED"

    @override
    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        # verify may be a bundle named by REQUESTS_CA_BUNDLE: the context alone decides.
        waits = timeout or (CONNECT_TIMEOUT_S, READ_TIMEOUT_S)
        return super().send(request, stream, waits, True, cert, proxies)


def session_for(cloud: Cloud, proxies: Proxies | None = None) -> requests.Session:
    """Open a session for one thread: the system's roots and proxies, or the pinned ones alone.

    ``proxies`` is what all sessions share; without it the environment alone says which there are.
    """
    known = None if cloud.ca_file else proxies or Proxies()
    session = WireSession(known)
    session.adapters.clear()
    adapter = TrustAdapter(_context_for(cloud), cloud.certificate_sha256, known)
    session.mount("https://", adapter)
    session.trust_env = False  # proxies are chosen above; nothing else of it is wanted
    # An auth of our own, or requests would put ~/.netrc in place of the bearer.
    session.auth = _leave_as_is
    session.cookies.set_policy(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))
    session.headers["User-Agent"] = USER_AGENT
    return session


def _leave_as_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _context_for(cloud: Cloud) -> ssl.SSLContext:
    if not cloud.ca_file:
        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        return ssl.create_default_context(cafile=cloud.ca_file)
    except (OSError, ssl.SSLError) as error:
        raise UntrustedError(
            f"The certificate file of the cloud “{cloud.name}” cannot be read."
        ) from error


@contextmanager
def wire_errors() -> Iterator[None]:
    """Turn what requests and urllib3 raise into our errors."""
    try:
        yield
    except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
        raise service_error_from(error) from error
