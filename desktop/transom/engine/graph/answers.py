"""A server's answer, and what its failures mean in our words."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
import requests
import urllib3.exceptions

from transom.engine.auth.failures import service_error_from
from transom.engine.errors import (
    CursorLostError,
    DeniedError,
    NonsenseError,
    NotFoundError,
    OfflineError,
    ServiceError,
    SignInNeededError,
    ThrottledError,
    TransomError,
    UnavailableError,
)
from transom.engine.graph.retries import retry_after_s

_CODE = re.compile(r"[A-Za-z0-9_.\-]{1,80}")
_LOST_CODES = frozenset({"syncstatenotfound", "syncstateinvalid", "resyncrequired"})
_NO_MAILBOX_CODES = frozenset(
    {"mailboxnotenabledforrestapi", "mailboxnothostedinexchangeonline", "errornonexistentmailbox"}
)


@dataclass(frozen=True, slots=True)
class ServerAnswer:
    """Status, headers (names in lower case) and decoded body of one answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(default=b"", repr=False)
    client_request_id: str = ""
    bytes_received: int = 0

    @property
    def request_id(self) -> str:
        """The server's own number for the call."""
        return self.headers.get("request-id", "")

    @property
    def is_ok(self) -> bool:
        """Whether the server did what was asked."""
        return 200 <= self.status < 300


class _Fault(msgspec.Struct):
    code: str | None = None


class _FaultBody(msgspec.Struct):
    error: _Fault | None = None


def error_code(answer: ServerAnswer) -> str:
    """Return Graph's code of a failure; empty if the body is not Graph's."""
    try:
        fault = msgspec.json.decode(answer.body, type=_FaultBody).error
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError):
        return ""
    code = (fault.code if fault else None) or ""
    return code if _CODE.fullmatch(code) else ""


def error_from_answer(answer: ServerAnswer, now: datetime) -> TransomError:
    """Turn a failed answer into the error that says what it means."""
    code = error_code(answer)
    facts = _facts(answer, code)
    status, lowered = answer.status, code.lower()
    if status == 410 or lowered in _LOST_CODES:
        return CursorLostError("The server forgot how far this was read.", **facts)
    if lowered in _NO_MAILBOX_CODES:
        return DeniedError("This account has no mailbox that can be read here.", **facts)
    if status == 401:
        return _error_from_401(answer, facts)
    if status == 403:
        return DeniedError("The server does not let this account read that.", **facts)
    if status == 404 or lowered in {"erroritemnotfound", "errorinvalididmalformed"}:
        return NotFoundError("The server no longer has this.", **facts)
    if status in (429, 509):
        pause = retry_after_s(answer.headers, now) or 30.0
        return ThrottledError("The server asks for fewer requests.", pause, **facts)
    if status >= 500:
        return UnavailableError("The server has a problem of its own.", **facts)
    if 200 <= status < 400:
        return NonsenseError("The server answered something else than asked.", **facts)
    return ServiceError("The server refused this request.", **facts)


def _error_from_401(answer: ServerAnswer, facts: dict[str, str]) -> TransomError:
    challenge = answer.headers.get("www-authenticate", "").lower()
    if "insufficient_claims" in challenge:
        return SignInNeededError("The organisation asks for a fresh sign-in.", **facts)
    # Seen with sound tokens of personal accounts: it passes, so nobody is asked to sign in.
    return UnavailableError("The server does not accept a fresh token just now.", **facts)


def _facts(answer: ServerAnswer, code: str) -> dict[str, str]:
    facts = {
        "status": str(answer.status),
        "code": code,
        "request-id": answer.request_id,
        "client-request-id": answer.client_request_id,
        "date": answer.headers.get("date", ""),
    }
    return {name: value[:100] for name, value in facts.items() if value}


class BrokenConnectionError(OfflineError):
    """The line broke in the middle: another try may do."""


@contextmanager
def wire_errors() -> Iterator[None]:
    """Turn the libraries' errors into ours, and say which of them another try may mend."""
    try:
        yield
    except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
        ours = service_error_from(error)
        if isinstance(ours, OfflineError) and _broke_off(error):
            raise BrokenConnectionError("The connection broke off.", **ours.facts) from None
        raise ours from None
    except OSError as error:
        facts = {"cause": type(error).__name__}
        raise BrokenConnectionError("The connection broke off.", **facts) from None


def _broke_off(error: Exception) -> bool:
    """Whether somebody had answered: a host that was never reached is not asked again."""
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.ProxyError):
        return False
    reason = error.args[0] if error.args else None
    if isinstance(reason, urllib3.exceptions.MaxRetryError):
        reason = reason.reason
    return not isinstance(reason, urllib3.exceptions.NewConnectionError)
