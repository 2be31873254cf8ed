"""One mailbox's way to Graph: token, request, retry, answer."""

import copy
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO, Protocol, TypeVar

import requests

from transom.engine.auth.wire import session_for
from transom.engine.clock import Clock
from transom.engine.courtesy import Courtesy
from transom.engine.entities.accounts import Account, Cloud
from transom.engine.errors import GuardError, StoppedError, ThrottledError, TransomError
from transom.engine.graph.addresses import Address, in_mailbox
from transom.engine.graph.answers import BrokenConnectionError, ServerAnswer, error_from_answer
from transom.engine.graph.challenges import claims_of
from transom.engine.graph.decoding import decode
from transom.engine.graph.exchange import Call, Exchanger
from transom.engine.graph.guard import check_link
from transom.engine.graph.limiter import Limiter
from transom.engine.graph.retries import (
    MAX_RETRIES,
    PATIENCE_S,
    RETRIED_STATUSES,
    backoff_s,
    retry_after_s,
)
from transom.engine.journal import Journal

T = TypeVar("T")

_MAX_BREAKS = 2
_MAX_REFUSALS = 2


class TokenSource(Protocol):
    """Who has the access tokens."""

    def access_token(
        self, account: Account, *, rejected: str | None = None, claims: str = ""
    ) -> str:
        """Return a token; ``rejected`` was refused just now, for want of ``claims`` if any."""
        ...


@dataclass(frozen=True, slots=True)
class _Setback:
    """A try that failed in a way that may pass."""

    error: TransomError
    pause_s: float
    is_token_refused: bool = False
    claims: str = ""


class GraphClient:
    """Asks Graph on behalf of one account, patiently; usable from any worker thread."""

    def __init__(
        self,
        account: Account,
        tokens: TokenSource,
        journal: Journal,
        stopping: threading.Event,
        clock: Clock,
        limiter: Limiter,
        session_factory: Callable[[Cloud], requests.Session] = session_for,
        *,
        is_background: bool = True,
        courtesy: Courtesy | None = None,
    ) -> None:
        self.account = account
        self.courtesy = courtesy or Courtesy()
        """For whom reading a long answer steps aside."""
        self.is_background = is_background
        self._tokens = tokens
        self._stopping = stopping
        self._clock = clock
        self._limiter = limiter
        self._exchanger = Exchanger(
            account.id, account.registration.cloud, journal, stopping, clock, session_factory
        )

    @property
    def stopping(self) -> threading.Event:
        """Set once nothing more is asked for this account."""
        return self._stopping

    def in_front(self) -> "GraphClient":
        """Return a client for what a person waits for: it goes before the background's calls."""
        sibling = copy.copy(self)
        sibling.is_background = False
        return sibling

    def get(
        self, target: Address | str, *, prefer: Sequence[str] = (), template: str = ""
    ) -> ServerAnswer:
        """Return a good answer to a GET of an address or of a server's link; raise otherwise."""
        return self.send(Call(target, prefer=tuple(prefer), template=template))

    def get_json(
        self,
        type_: type[T],
        target: Address | str,
        *,
        prefer: Sequence[str] = (),
        template: str = "",
    ) -> T:
        """Return a good answer's JSON as ``type_``."""
        answer = self.get(target, prefer=prefer, template=template)
        return decode(answer.body, type_)

    def download(self, target: Address, sink: BinaryIO, max_bytes: int) -> int:
        """Write a good answer's bytes to ``sink``, which can seek; return how many."""
        return self.send(Call(target, sink=sink, max_bytes=max_bytes)).bytes_received

    def placed(self, target: Address) -> Address:
        """Return an address as one of the mailbox that is read, whosever it is."""
        return in_mailbox(target, self.account.mailbox)

    def may_follow(self, link: str) -> bool:
        """Whether a link of the server's leads to the server itself."""
        try:
            check_link(link, self.account.registration.cloud)
        except GuardError:
            return False
        return True

    def close(self) -> None:
        """Cut all connections, its siblings' as well; with ``stopping`` set, calls end at once."""
        self._exchanger.close()

    def send(self, call: Call) -> ServerAnswer:
        """Send until a good answer came, the patience ended or Transom closes."""
        if isinstance(call.target, Address):
            call = replace(call, target=self.placed(call.target))
        started = self._clock.monotonic()
        rejected: str | None = None
        claims = ""
        for retries in range(MAX_RETRIES + 1):
            token = self._tokens.access_token(self.account, rejected=rejected, claims=claims)
            with self._turn(started):
                outcome = self._attempt(call, token, retries)
            if isinstance(outcome, ServerAnswer):
                return outcome
            if outcome.is_token_refused and rejected is None:
                rejected, claims = token, outcome.claims
                continue
            spent = self._clock.monotonic() - started
            if retries == MAX_RETRIES or spent + outcome.pause_s > PATIENCE_S:
                raise outcome.error
            self.wait(outcome.pause_s)
        raise AssertionError("the last try either answers or raises")

    def now(self) -> datetime:
        """Return the present instant by the clock that all waiting goes by."""
        return self._clock.now()

    def rest(self, seconds: float) -> None:
        """Let nobody ask for this mailbox for so long."""
        self._limiter.rest(self.account.id, seconds)

    def wait(self, seconds: float) -> None:
        """Pass time; raise once Transom is closing."""
        if self._stopping.is_set() or self._clock.wait(self._stopping, seconds):
            raise StoppedError("Transom is closing.")

    @contextmanager
    def _turn(self, started: float) -> Iterator[None]:
        """Hold a place in the limiter at a moment when the mailbox need not rest."""
        while True:
            while (left := self._limiter.rest_left_s(self.account.id)) > 0:
                if self._clock.monotonic() - started + left > PATIENCE_S:
                    raise ThrottledError("The server asks for fewer requests.", left)
                self.wait(left)
            with self._limiter.slot(
                self.account.id, self._stopping, is_background=self.is_background
            ):
                # Another worker may have been told to rest while this one waited.
                if self._limiter.rest_left_s(self.account.id) == 0:
                    yield
                    return

    def _attempt(self, call: Call, token: str, retries: int) -> ServerAnswer | _Setback:
        try:
            answer = self._exchanger.exchange(call, token, retries)
        except BrokenConnectionError as broken:
            if retries >= _MAX_BREAKS:
                raise
            return _Setback(broken, backoff_s(retries))
        if answer.is_ok:
            return answer
        error = error_from_answer(answer, self._clock.now())
        claims = claims_of(answer)
        if (answer.status == 401 or claims) and retries < _MAX_REFUSALS:
            return _Setback(error, backoff_s(retries), is_token_refused=True, claims=claims)
        if answer.status not in RETRIED_STATUSES:
            raise error
        named = retry_after_s(answer.headers, self._clock.now())
        pause = backoff_s(retries) if named is None else named
        if named is not None or answer.status == 429:
            self.rest(pause)
        return _Setback(error, pause)
