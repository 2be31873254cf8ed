"""The flight recorder's queue: every request and sign-in step, without secrets."""

import re
import threading
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from transom.engine.entities.accounts import AccountId

_LINK = re.compile(r"\b([a-z][a-z0-9+.-]*://[^/?#\s\"'<>,;]*)[^\s\"'<>,;]*", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s\"'<>:=,;@]+@[^\s\"'<>,;]+")
_TOKEN = re.compile(r"[A-Za-z0-9_\-+/=.~]{60,}")
_SECRET_HEADERS = frozenset({"set-cookie", "cookie", "authorization", "proxy-authorization"})


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One exchange with a server, or one step of a sign-in (``method`` is then ``STEP``).

    ``template`` is a path with names for the ids, ``account`` the local mailbox number and
    ``status`` 0 if nobody answered; ``headers`` are kept for failures only.
    """

    at: datetime
    account: AccountId
    method: str
    template: str
    status: int
    duration_ms: int
    client_request_id: str = ""
    request_id: str = ""
    retries: int = 0
    bytes_received: int = 0
    outcome: str = ""
    headers: tuple[tuple[str, str], ...] = ()


def harmless_text(text: str) -> str:
    """Cut links to their origin, and strike out addresses and what is long enough for a token."""
    text = _LINK.sub(_origin, text)
    return _TOKEN.sub("…", _ADDRESS.sub("…", text))


def _origin(link: re.Match[str]) -> str:
    scheme, _, place = link[1].partition("://")
    return f"{scheme}://{place.rpartition('@')[2]}"


def harmless_headers(headers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Keep what a help desk asks for of a failed answer's headers."""
    return tuple(
        (name, harmless_text(value))
        for name, value in headers.items()
        if name.lower() not in _SECRET_HEADERS
    )


class Journal:
    """Takes records from any thread and keeps the newest until the store collects them."""

    def __init__(self, limit: int = 5_000) -> None:
        self._lock = threading.Lock()
        self._records: deque[CallRecord] = deque(maxlen=limit)

    def record(self, record: CallRecord) -> None:
        """Queue a record, once more without query and secrets whoever wrote it."""
        path = record.template.partition("?")[0]
        clean = replace(
            record,
            template=harmless_text(path),
            outcome=harmless_text(record.outcome),
            headers=harmless_headers(dict(record.headers)),
        )
        with self._lock:
            self._records.append(clean)

    def step(self, at: datetime, account: AccountId, name: str, outcome: str = "") -> None:
        """Queue a step of a sign-in, such as ``redirect captured``."""
        self.record(CallRecord(at, account, "STEP", name, 0, 0, outcome=outcome))

    def drain(self) -> list[CallRecord]:
        """Hand over everything queued, oldest first."""
        with self._lock:
            records = list(self._records)
            self._records.clear()
        return records

    def put_back(self, records: Iterable[CallRecord]) -> None:
        """Queue drained records again, before the newer ones, when they could not be stored."""
        with self._lock:
            newer = list(self._records)
            self._records.clear()
            self._records.extend([*records, *newer])
