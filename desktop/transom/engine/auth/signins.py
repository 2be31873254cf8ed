"""The sign-ins that are under way, by every door, until each is kept or given up."""

import secrets
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urlsplit

import requests

from transom.engine.auth.device import DeviceFlow
from transom.engine.auth.flow import SignedIn, SignInFlow
from transom.engine.auth.loopback import LoopbackListener
from transom.engine.clock import Clock
from transom.engine.entities.accounts import Cloud, Registration, SignInRequest
from transom.engine.entities.signin import CodeRequest, Door
from transom.engine.errors import OtherAccountError, SignInCancelledError, WrongAnswerError

_REMEMBERED = 64
"""How many sign-ins may have been given up before the lane that waits for them looks."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a sign-in is for: ``oid`` and ``tid`` name an account that is known already."""

    registration: Registration
    login_hint: str = ""
    oid: str = ""
    tid: str = ""
    prompt: str = ""
    claims: str = ""
    extra_scopes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Open:
    wish: Wish
    flow: SignInFlow | DeviceFlow
    request: SignInRequest | CodeRequest
    listener: LoopbackListener | None = None
    cancelled: threading.Event = field(default_factory=threading.Event)
    held: SignedIn | None = None
    is_waited_for: bool = False


class SignIns:
    """Begins sign-ins, waits for their answers and finds out whose they are. For workers."""

    def __init__(
        self,
        session_factory: Callable[[Cloud], requests.Session],
        clock: Clock,
        stopping: threading.Event,
    ) -> None:
        self._session_factory = session_factory
        self._clock = clock
        self._stopping = stopping
        self._lock = threading.Lock()
        self._open: dict[str, _Open] = {}
        self._given_up: deque[str] = deque(maxlen=_REMEMBERED)

    def begin(self, wish: Wish, door: Door = Door.VIEW) -> SignInRequest:
        """Return the page to show, in the view or in the system's browser."""
        listener = LoopbackListener() if door is Door.BROWSER else None
        flow = SignInFlow(
            wish.registration, http_session_factory=self._session_factory, clock=self._clock
        )
        try:
            request = flow.begin(
                login_hint=wish.login_hint,
                prompt=wish.prompt,
                extra_scopes=wish.extra_scopes,
                redirect_uri=listener.redirect_uri if listener else "",
                claims=wish.claims,
            )
        except BaseException:
            if listener is not None:
                listener.close()
            raise
        self._keep(_Open(wish, flow, request, listener))
        return request

    def begin_code(self, wish: Wish) -> CodeRequest:
        """Return the code to type on any device."""
        flow = DeviceFlow(
            wish.registration, http_session_factory=self._session_factory, clock=self._clock
        )
        request = flow.begin(secrets.token_urlsafe(16), wish.extra_scopes)
        self._keep(_Open(wish, flow, request))
        return request

    def finish(self, state: str, redirect_url_text: str) -> SignedIn:
        """Trade the view's answer for tokens."""
        one = self._find(state)
        if not isinstance(one.flow, SignInFlow):
            raise _over()
        return self._checked(state, one, one.flow.finish(redirect_url_text))

    def wait(self, state: str) -> SignedIn:
        """Wait for the browser's answer, or for somebody to type the code."""
        one = self._take_up(state)
        try:
            if isinstance(one.flow, DeviceFlow):
                signed_in = one.flow.wait(one.cancelled, self._stopping)
            else:
                signed_in = one.flow.finish(self._wait_for_browser(one))
        except BaseException:
            self.cancel(state)
            raise
        return self._checked(state, one, signed_in)

    def accept_other(self, state: str) -> SignedIn:
        """Take the account that signed in instead of the one asked for."""
        one = self._find(state)
        if one.held is None:
            raise _over()
        self._forget(state)
        return one.held

    def cancel(self, state: str) -> None:
        """Give a sign-in up; an answer to it no longer counts."""
        one = self._forget(state, is_given_up=True)
        if one is not None:
            one.cancelled.set()
            one.held = None
            if one.listener is not None and not one.is_waited_for:
                one.listener.close()
            # Who waits for a code ends its flow; nobody does where nobody has begun to wait.
            if isinstance(one.flow, SignInFlow) or not one.is_waited_for:
                one.flow.end()

    def _wait_for_browser(self, one: _Open) -> str:
        request = one.request
        if one.listener is None or not isinstance(request, SignInRequest):
            raise _over()
        return one.listener.wait(
            lambda url_text: _carries(url_text, request.state),
            is_late=lambda: self._clock.now() >= request.expires_at,
            cancelled=one.cancelled,
            stopping=self._stopping,
            clock=self._clock,
        )

    def _checked(self, state: str, one: _Open, signed_in: SignedIn) -> SignedIn:
        """Let through who was asked for; anybody else is held until that is wanted."""
        signed_in = _with_wishes(signed_in, one.wish)
        if _is_asked_for(one.wish, signed_in):
            self._forget(state)
            return signed_in
        one.held = signed_in
        asked_for, came = one.wish.login_hint, signed_in.account.username
        raise OtherAccountError(
            f"You asked for {asked_for}, and {came} signed in. Nothing is kept yet.",
            asked_for=asked_for,
            signed_in=came,
        )

    def _keep(self, one: _Open) -> None:
        with self._lock:
            self._open[one.request.state] = one

    def _find(self, state: str) -> _Open:
        with self._lock:
            one = self._open.get(state)
        if one is None:
            raise _over()
        return one

    def _take_up(self, state: str) -> _Open:
        """Begin to wait; who gave up before anybody waited has cancelled all the same."""
        with self._lock:
            if state in self._given_up:
                self._given_up.remove(state)
                raise SignInCancelledError("You gave this sign-in up. Nothing has changed.")
            one = self._open.get(state)
            if one is None:
                raise _over()
            one.is_waited_for = True
            return one

    def _forget(self, state: str, *, is_given_up: bool = False) -> _Open | None:
        with self._lock:
            one = self._open.pop(state, None)
            if is_given_up and one is not None and not one.is_waited_for:
                self._given_up.append(state)
            return one


def _is_asked_for(wish: Wish, signed_in: SignedIn) -> bool:
    account = signed_in.account
    if wish.oid:
        return (account.oid, account.tid) == (wish.oid, wish.tid)
    return wish.login_hint.casefold() in ("", account.username.casefold())


def _with_wishes(signed_in: SignedIn, wish: Wish) -> SignedIn:
    """Turn on what was asked for besides, as far as it was granted."""
    granted = signed_in.account.granted_scopes & frozenset(wish.extra_scopes)
    return replace(signed_in, account=replace(signed_in.account, wished_scopes=granted))


def _carries(url_text: str, state: str) -> bool:
    given = parse_qs(urlsplit(url_text).query).get("state", [""])
    return secrets.compare_digest(given[0].encode(), state.encode())


def _over() -> WrongAnswerError:
    return WrongAnswerError("This sign-in is over. Start it again.", check="transaction")
