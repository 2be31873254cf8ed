"""What broke on the way to a server, named as what it is: proxy, certificate, clock or name."""

import socket
import ssl
from collections.abc import Iterator

import requests
import urllib3.exceptions

from transom.engine.auth.tunnel import TunnelRefusedError
from transom.engine.errors import (
    ClockError,
    GuardError,
    NameNotFoundError,
    NonsenseError,
    OfflineError,
    ProxyError,
    ProxyPasswordError,
    ProxyRefusedError,
    ServiceError,
    UnavailableError,
    UnknownRootError,
    UntrustedError,
)

_NETWORK_ASKS = 511
_FAILURES = 400
# OpenSSL's numbers, X509_V_ERR_…: not yet valid, no longer valid; no root that is known.
_TIMES = frozenset({9, 10})
_NO_ROOT = frozenset({2, 18, 19, 20, 21})
# Windows and macOS speak for themselves, in numbers of their own: CERT_E_EXPIRED, errSecCertificate
# Expired and NotValidYet; CERT_E_UNTRUSTEDROOT, CERT_E_CHAINING, errSecNotTrusted.
_SYSTEM_TIMES = frozenset({-2146762495, 0x800B0101, -67818, -67819})
_SYSTEM_NO_ROOT = frozenset({-2146762487, 0x800B0109, -2146762486, 0x800B010A, -67843})


def service_error_from(error: Exception) -> ServiceError | GuardError:
    """Say in our words what requests or urllib3 raised; addresses stay out of it."""
    facts = {"cause": type(error).__name__}
    named = _named(error, facts)
    if named is not None:
        return named
    if isinstance(error, requests.exceptions.SSLError | urllib3.exceptions.SSLError):
        if _broke_off(error):
            return OfflineError("The connection broke off.", **facts)
        return UntrustedError(
            "The server showed a certificate that is not trusted here, so nothing was sent.",
            **facts,
        )
    if isinstance(error, requests.exceptions.ProxyError):
        return ProxyError("The proxy between here and the server does not answer.", **facts)
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


def is_portal(status: int, content_type: str) -> bool:
    """Whether a page came where only JSON is spoken: the network's own, not the server's."""
    is_page = content_type.partition(";")[0].strip().lower() == "text/html"
    return status == _NETWORK_ASKS or (is_page and status < _FAILURES)


def causes_of(error: BaseException) -> Iterator[BaseException]:
    """Walk through everything an error was made of, itself first."""
    seen: set[int] = set()
    todo: list[object] = [error]
    while todo:
        cause = todo.pop(0)
        if isinstance(cause, BaseException) and id(cause) not in seen:
            seen.add(id(cause))
            yield cause
            todo += [cause.__cause__, cause.__context__, getattr(cause, "reason", None)]
            todo += cause.args


def _named(error: Exception, facts: dict[str, str]) -> ServiceError | None:
    """Find the cause that says what happened, below what the libraries made of it."""
    for cause in causes_of(error):
        if isinstance(cause, TunnelRefusedError):
            return _error_from_proxy(cause, facts)
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _error_from_certificate(cause, facts)
        if isinstance(cause, socket.gaierror):
            if isinstance(error, requests.exceptions.ProxyError):
                return ProxyError("The name of the proxy is not known on this network.", **facts)
            return NameNotFoundError(
                "The server's name is not known here: this computer is off the network, or the "
                "network does not look such names up.",
                **facts,
            )
    return None


def _error_from_proxy(refusal: TunnelRefusedError, facts: dict[str, str]) -> ProxyError:
    facts = {**facts, "status": str(refusal.status)}
    if refusal.wants_password:
        return ProxyPasswordError("The proxy wants a name and a password.", **facts)
    if refusal.schemes:
        names = ", ".join(sorted(refusal.schemes))
        return ProxyRefusedError(
            f"The proxy wants to be told who you are in a way Transom does not know ({names}).",
            **facts,
        )
    return ProxyRefusedError("The proxy does not let anybody through to the server.", **facts)


def _error_from_certificate(
    refusal: ssl.SSLCertVerificationError, facts: dict[str, str]
) -> UntrustedError:
    code = getattr(refusal, "verify_code", 0)
    facts = {**facts, "check": str(code)}
    if code in _TIMES | _SYSTEM_TIMES:
        return ClockError(
            "The server's certificate is not valid at this computer's time. Either the clock is "
            "wrong, or the certificate has run out.",
            **facts,
        )
    if code in _NO_ROOT | _SYSTEM_NO_ROOT:
        return UnknownRootError(
            "The server's certificate was made by an authority that this computer does not trust. "
            "On a company network it is your company's root that is missing here.",
            **facts,
        )
    return UntrustedError(
        "The server showed a certificate that is not trusted here, so nothing was sent.", **facts
    )


def _broke_off(error: BaseException) -> bool:
    """Whether TLS ended early, which says nothing about the certificate."""
    return any(
        isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError) for cause in causes_of(error)
    )
