"""One exchange with Graph: guarded, timed, read to the end and written into the journal."""

import io
import logging
import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO
from urllib.parse import urljoin

import requests
from typing_extensions import override

from transom.engine.auth.failures import is_portal
from transom.engine.auth.lines import Lines
from transom.engine.clock import Clock
from transom.engine.entities.accounts import AccountId, Cloud
from transom.engine.errors import (
    CaptivePortalError,
    GuardError,
    NonsenseError,
    OfflineError,
    StoppedError,
    TransomError,
)
from transom.engine.graph.addresses import Address, template_of_link, url_of
from transom.engine.graph.answers import ServerAnswer, error_code, wire_errors
from transom.engine.graph.guard import check_call, check_link
from transom.engine.journal import CallRecord, Journal, harmless_headers

log = logging.getLogger(__name__)

MAX_JSON_BYTES = 64 * 1024 * 1024
_CONNECT_S, _READ_S = 10.0, 60.0
_CHUNK_BYTES = 256 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_REDIRECTS = 3
_MAX_FAULT_BYTES = 1024 * 1024
_LONGEST_ANSWER_S = 300.0
_IMMUTABLE_IDS = 'IdType="ImmutableId"'


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked of the server; ``sink`` takes the body of a good answer, if given."""

    target: Address | str
    method: str = "GET"
    template: str = ""
    prefer: tuple[str, ...] = ()
    body: bytes | None = None
    is_eventual: bool = False
    """Whether the directory may answer from its search index, which it alone can search."""
    sink: BinaryIO | None = None
    max_bytes: int = MAX_JSON_BYTES

    @property
    def journal_template(self) -> str:
        """What the journal may know of the address."""
        if isinstance(self.target, Address):
            return self.target.template
        return self.template or template_of_link(self.target)


class _Bearer(requests.auth.AuthBase):
    """Sets the token itself: a ``.netrc`` would otherwise win over our header."""

    def __init__(self, token: str) -> None:
        self._token = token

    @override
    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Exchanger:
    """Sends a call once, with one session for each thread that asks."""

    def __init__(
        self,
        account: AccountId,
        cloud: Cloud,
        journal: Journal,
        stopping: threading.Event,
        clock: Clock,
        session_factory: Callable[[Cloud], requests.Session],
    ) -> None:
        self._account = account
        self._cloud = cloud
        self._journal = journal
        self._stopping = stopping
        self._clock = clock
        self._session_factory = session_factory
        self._own = threading.local()
        self._sessions: list[requests.Session] = []
        self._lines = Lines()
        self._lock = threading.Lock()

    def close(self) -> None:
        """Cut all connections: whoever waits for an answer gets an error at once."""
        self._lines.cut()
        with self._lock:
            sessions, self._sessions = self._sessions, []
        for session in sessions:
            session.close()

    def exchange(self, call: Call, token: str, retries: int) -> ServerAnswer:
        """Return whatever the server answers, redirects within its own host followed."""
        url_text = url_of(call.target, self._cloud)
        for _ in range(_MAX_REDIRECTS + 1):
            answer = self._request(call, url_text, token, retries)
            if answer.status not in _REDIRECTS:
                return answer
            url_text = self._redirected(call, url_text, answer)
        raise NonsenseError("The server sends this request round in circles.")

    def _redirected(self, call: Call, url_text: str, answer: ServerAnswer) -> str:
        if call.method != "GET":
            raise NonsenseError("The server sends this request elsewhere.")
        try:
            return check_link(urljoin(url_text, answer.headers.get("location", "")), self._cloud)
        except (GuardError, ValueError):
            raise NonsenseError("The server sends this request to another host.") from None

    def _request(self, call: Call, url_text: str, token: str, retries: int) -> ServerAnswer:
        check_call(call.method, url_text, self._cloud)
        if self._stopping.is_set():
            raise StoppedError("Transom is closing.")
        record = CallRecord(
            at=self._clock.now(),
            account=self._account,
            method=call.method,
            template=call.journal_template,
            status=0,
            duration_ms=0,
            client_request_id=str(uuid.uuid4()),
            retries=retries,
        )
        begun = self._clock.monotonic()
        try:
            answer = self._receive(call, url_text, token, record.client_request_id)
        except TransomError as error:
            self._record(record, begun, outcome=type(error).__name__)
            raise
        self._record(record, begun, answer)
        return answer

    def _record(
        self,
        record: CallRecord,
        begun: float,
        answer: ServerAnswer | None = None,
        outcome: str = "",
    ) -> None:
        record = replace(
            record,
            duration_ms=round((self._clock.monotonic() - begun) * 1000),
            outcome=outcome or "ok",
        )
        if answer is not None:
            record = replace(
                record,
                status=answer.status,
                request_id=answer.request_id,
                bytes_received=answer.bytes_received,
                outcome="ok" if answer.is_ok else error_code(answer) or "failed",
                headers=() if answer.is_ok else harmless_headers(answer.headers),
            )
        self._journal.record(record)
        log.debug("%s %s: %s", record.method, record.template, record.status or record.outcome)

    def _receive(self, call: Call, url_text: str, token: str, call_id: str) -> ServerAnswer:
        begun = self._clock.monotonic()
        with wire_errors():
            response = self._session().request(
                call.method,
                url_text,
                data=call.body,
                headers=_headers(call, call_id),
                auth=_Bearer(token),
                stream=True,
                allow_redirects=False,
                timeout=(_CONNECT_S, _READ_S),
            )
        with response:
            is_ok = 200 <= response.status_code < 300
            own = io.BytesIO()
            sink = call.sink if call.sink is not None and is_ok else own
            limit = call.max_bytes if is_ok else _MAX_FAULT_BYTES
            count = self._copy(response, sink, limit, begun + _LONGEST_ANSWER_S)
            headers = {name.lower(): value for name, value in response.headers.items()}
        if call.sink is None and is_portal(response.status_code, headers.get("content-type", "")):
            raise CaptivePortalError("This network answers with a page of its own.")
        return ServerAnswer(response.status_code, headers, own.getvalue(), call_id, count)

    def _copy(
        self, response: requests.Response, sink: BinaryIO, limit: int, deadline: float
    ) -> int:
        sink.seek(0)
        sink.truncate()
        count = 0
        while True:
            with wire_errors():
                # Whole reads would wait for a full chunk from a server that drips.
                chunk: bytes = response.raw.read1(_CHUNK_BYTES, decode_content=True)
            if not chunk:
                return count
            count += len(chunk)
            if count > limit:
                raise NonsenseError("The server sent more than was to be expected.")
            if self._stopping.is_set():
                raise StoppedError("Transom is closing.")
            if self._clock.monotonic() > deadline:
                raise OfflineError("The server is too slow.")
            sink.write(chunk)

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._own, "session", None)
        if session is None:
            session = self._own.session = self._session_factory(self._cloud)
            self._lines.watch(session)
            with self._lock:
                self._sessions.append(session)
        return session


def _headers(call: Call, call_id: str) -> dict[str, str]:
    headers = {
        "Accept": "application/json" if call.sink is None else "*/*",
        "client-request-id": call_id,
        "return-client-request-id": "true",
        "Prefer": prefer_header(call.prefer),
    }
    if call.is_eventual:
        headers["ConsistencyLevel"] = "eventual"
    if call.body is not None:
        headers["Content-Type"] = "application/json"
    return headers


def prefer_header(wishes: Sequence[str]) -> str:
    """Join the wishes of a call with what Transom wishes always."""
    return ", ".join((_IMMUTABLE_IDS, *wishes))
