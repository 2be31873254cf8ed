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

from transom.engine.entities.accounts import Cloud
from transom.engine.errors import (
    GuardError,
    NonsenseError,
    OfflineError,
    ServiceError,
    UnavailableError,
    UntrustedError,
)

CONNECT_TIMEOUT_S = 10.0
READ_TIMEOUT_S = 60.0
USER_AGENT = f"Transom/{version('transom')} (+read-only)"

# Its debug lines carry whole addresses with their query strings.
logging.getLogger("urllib3").setLevel(logging.ERROR)


class WireSession(requests.Session):
    """A session that follows no redirect, keeps no cookie and knows https only."""

    @override
    def get_redirect_target(self, resp: requests.Response) -> None:
        return None


class TrustAdapter(HTTPAdapter):
    """Trusts exactly what its TLS context trusts, and a pinned leaf if there is one."""

    def __init__(self, context: ssl.SSLContext, certificate_sha256: str = "") -> None:
        self._tls: dict[str, Any] = {"ssl_context": context}
        if certificate_sha256:
            self._tls["assert_fingerprint"] = certificate_sha256.replace(":", "").lower()
        super().__init__(max_retries=0)

    @override
    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any
    ) -> None:
        super().init_poolmanager(connections, maxsize, block, **pool_kwargs, **self._tls)

    @override
    def proxy_manager_for(self, proxy: Any, **proxy_kwargs: Any) -> Any:
        return super().proxy_manager_for(proxy, **proxy_kwargs, **self._tls)

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


def session_for(cloud: Cloud) -> requests.Session:
    """Open a session for one thread: the system's roots and proxies, or the pinned ones alone."""
    session = WireSession()
    session.adapters.clear()
    session.mount("https://", TrustAdapter(_context_for(cloud), cloud.certificate_sha256))
    session.trust_env = not cloud.ca_file
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


def service_error_from(error: Exception) -> ServiceError | GuardError:
    """Say in our words what requests or urllib3 raised; addresses stay out of it."""
    facts = {"cause": type(error).__name__}
    if isinstance(error, requests.exceptions.SSLError | urllib3.exceptions.SSLError):
        if _broke_off(error):
            return OfflineError("The connection broke off.", **facts)
        return UntrustedError(
            "The server showed a certificate that is not trusted here, so nothing was sent.",
            **facts,
        )
    if isinstance(error, requests.exceptions.ProxyError):
        return OfflineError("The proxy between here and the server does not answer.", **facts)
    if isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError):
        return OfflineError("The server did not answer in time.", **facts)
    if isinstance(error, requests.exceptions.ContentDecodingError | urllib3.exceptions.DecodeError):
        return NonsenseError("The server's answer could not be unpacked.", **facts)
    if isinstance(
        error,
        requests.ConnectionError
        | requests.exceptions.ChunkedEncodingError
        | urllib3.exceptions.ProtocolError
        | urllib3.exceptions.MaxRetryError,
    ):
        return OfflineError("The server cannot be reached.", **facts)
    if isinstance(error, ValueError):  # a scheme or an address that cannot be asked
        return GuardError("Transom asks https addresses only.", **facts)
    return UnavailableError("The request failed on its way.", **facts)


def _broke_off(error: BaseException) -> bool:
    """Whether TLS ended early, which says nothing about the certificate."""
    seen: set[int] = set()
    todo: list[object] = [error]
    while todo:
        cause = todo.pop()
        if not isinstance(cause, BaseException) or id(cause) in seen:
            continue
        seen.add(id(cause))
        if isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            return True
        todo += [cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args]
    return False
