"""The door for another device: a code to type there, and patience here."""

import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import requests

from transom.engine.auth.flow import SignedIn, signed_in_from
from transom.engine.auth.provider import Provider, open_provider
from transom.engine.auth.refusals import error_from_exchange, facts_from
from transom.engine.auth.scopes import SCOPES, check_scopes
from transom.engine.clock import Clock
from transom.engine.entities.accounts import Cloud, Registration
from transom.engine.entities.signin import CodeRequest
from transom.engine.errors import (
    NonsenseError,
    SignInCancelledError,
    SignInExpiredError,
    StoppedError,
    TransomError,
    WrongAnswerError,
)

_SLOWER_S = 5
_SLICE_S = 0.25
_SHORTEST_S, _LONGEST_S = 1, 60
_NOT_YET = frozenset({"authorization_pending", "slow_down"})


class DeviceFlow:
    """Asks for one code and waits until somebody has signed in with it. For a worker."""

    def __init__(
        self,
        registration: Registration,
        *,
        http_session_factory: Callable[[Cloud], requests.Session],
        clock: Clock,
    ) -> None:
        self._registration = registration
        self._open_session = http_session_factory
        self._clock = clock
        self._provider: Provider | None = None
        self._msal_flow: dict[str, Any] = {}
        self._request: CodeRequest | None = None

    def begin(self, state: str, extra_scopes: Sequence[str] = ()) -> CodeRequest:
        """Get a code; ``state`` is our own name for this sign-in."""
        scopes = check_scopes((*SCOPES, *extra_scopes))
        provider = open_provider(self._registration, self._open_session(self._registration.cloud))
        self._provider = provider
        try:
            answer: dict[str, Any] = provider.client.initiate_device_flow(scopes)
            if "error" in answer:
                raise error_from_exchange(answer)
            request = CodeRequest(
                user_code=str(answer["user_code"]),
                page_url_text=_https(str(answer["verification_uri"])),
                state=state,
                expires_at=self._clock.now() + timedelta(seconds=int(answer["expires_in"])),
            )
        except (KeyError, ValueError) as error:
            self.end()
            raise NonsenseError("The sign-in service gave no code that can be typed.") from error
        except TransomError:
            self.end()
            raise
        self._msal_flow, self._request = answer, request
        return request

    def wait(self, cancelled: threading.Event, stopping: threading.Event) -> SignedIn:
        """Ask at the service's own pace until somebody signed in or declined, or it is too late."""
        provider, request = self._provider, self._request
        if provider is None or request is None:
            raise WrongAnswerError("This sign-in is over. Start it again.", check="transaction")
        interval = min(_LONGEST_S, max(_SHORTEST_S, int(self._msal_flow.get("interval", 5))))
        try:
            while True:
                self._pause(interval, cancelled, stopping)
                if self._clock.now() >= request.expires_at:
                    raise _expired({})
                tokens = self._ask(provider)
                error = tokens.get("error")
                if error == "slow_down":
                    interval = min(_LONGEST_S, interval + _SLOWER_S)
                elif error is None:
                    return self._signed_in(provider, tokens)
                elif error != "authorization_pending":
                    raise _error_from_poll(tokens)
        finally:
            self.end()

    def probe(self) -> None:
        """Ask once, before anybody could have signed in, and end; raise what stands against it."""
        if self._provider is not None:
            try:
                tokens = self._ask(self._provider)
            finally:
                self.end()
            if tokens.get("error") not in _NOT_YET:
                raise _error_from_poll(tokens)

    def end(self) -> None:
        """Give the code up, and close what it held open."""
        provider, self._provider = self._provider, None
        if provider is not None:
            provider.wire.close()

    def _ask(self, provider: Provider) -> dict[str, Any]:
        # MSAL keeps a pace by the system's clock; ours is kept here.
        flow = self._msal_flow | {"latest_attempt_at": 0}
        tokens: dict[str, Any] = provider.client.acquire_token_by_device_flow(
            flow, exit_condition=lambda _flow: True
        )
        return tokens

    def _pause(self, seconds: float, cancelled: threading.Event, stopping: threading.Event) -> None:
        until = self._clock.monotonic() + seconds
        while (left := until - self._clock.monotonic()) > 0:
            if stopping.is_set():
                raise StoppedError("Transom is closing.")
            if self._clock.wait(cancelled, min(left, _SLICE_S)):
                raise SignInCancelledError("You gave this sign-in up. Nothing has changed.")

    def _signed_in(self, provider: Provider, tokens: dict[str, Any]) -> SignedIn:
        return signed_in_from(
            tokens, self._registration, provider, nonce_hash="", now=self._clock.now()
        )


def _error_from_poll(answer: dict[str, Any]) -> TransomError:
    facts = facts_from(answer)
    match answer.get("error"):
        case "authorization_declined" | "access_denied":
            return SignInCancelledError("The sign-in was declined on the other device.", **facts)
        case "expired_token" | "bad_verification_code":
            return _expired(facts)
    return error_from_exchange(answer)


def _expired(facts: dict[str, str]) -> SignInExpiredError:
    return SignInExpiredError("The code ran out before somebody signed in with it.", **facts)


def _https(url_text: str) -> str:
    if urlsplit(url_text).scheme != "https":
        raise ValueError("verification_uri")
    return url_text
