"""What people asked their administrator to allow, kept until somebody decides."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

import msgspec

from transom.demo.identity.ledger import Ledger
from transom.demo.mailbox.users import User
from transom.demo.state import StateDirectory

FILE = "consent-requests.json"
MAX_REASON = 500
Decision = Literal["pending", "approved", "denied"]


@dataclass(frozen=True, slots=True)
class ConsentRequest:
    """One person's wish for one app, with the reason they gave."""

    id: str
    tid: str
    username: str
    client_id: str
    scopes: tuple[str, ...]
    reason: str
    at: str
    state: Decision = "pending"


class ConsentRequests:
    """Keeps the wishes on disk; approving one consents for the whole organisation."""

    def __init__(self, state: StateDirectory, ledger: Ledger) -> None:
        self._state = state
        self._ledger = ledger
        self._requests: dict[str, ConsentRequest] = {}
        value = state.read_json(FILE)
        if value is not None:
            try:
                kept = msgspec.convert(value["requests"], list[ConsentRequest])
                self._requests = {one.id: one for one in kept}
            except (KeyError, msgspec.ValidationError):
                state.set_aside(FILE)

    def add(self, user: User, client_id: str, scopes: Iterable[str], reason: str) -> ConsentRequest:
        """Keep a wish; the same person's pending one for the same app is replaced."""
        old = [
            one.id
            for one in self._requests.values()
            if (one.username, one.client_id, one.state) == (user.username, client_id, "pending")
        ]
        for request_id in old:
            del self._requests[request_id]
        at = datetime.now(UTC).isoformat(timespec="seconds")
        request = ConsentRequest(
            uuid.uuid4().hex,
            user.tid,
            user.username,
            client_id,
            tuple(scopes),
            reason.strip()[:MAX_REASON],
            at,
        )
        self._put(request)
        return request

    def all(self, tid: str = "") -> list[ConsentRequest]:
        """Return the wishes of one organisation, or of all, oldest first."""
        return [one for one in self._requests.values() if tid in ("", one.tid)]

    def decide(self, request_id: str, *, approves: bool, tid: str = "") -> bool:
        """Approve or deny a pending wish of that organisation; False where there is none."""
        request = self._requests.get(request_id)
        if request is None or request.state != "pending" or tid not in ("", request.tid):
            return False
        if approves:
            self._ledger.consent(request.tid, request.client_id, request.scopes)
        self._put(replace(request, state="approved" if approves else "denied"))
        return True

    def _put(self, request: ConsentRequest) -> None:
        self._requests[request.id] = request
        kept = [msgspec.to_builtins(one) for one in self._requests.values()]
        self._state.write_json(FILE, {"requests": kept})
