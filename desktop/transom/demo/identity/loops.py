"""Notices a client that repeats the same request again and again."""

import hashlib
from collections import OrderedDict, deque
from collections.abc import Mapping

from transom.demo.identity.errors import IdentityError
from transom.demo.identity.tokens import Clock

WINDOW_S = 60
ALLOWED = 25
_KEPT = 500
# These differ from one try to the next although the question is the same.
_PASSING = frozenset({"client-request-id", "client_assertion", "x-client-last-telemetry"})


class LoopGuard:
    """Refuses the same token request once it came too often within a minute."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen: OrderedDict[bytes, deque[float]] = OrderedDict()

    def check(self, segment: str, form: Mapping[str, str]) -> None:
        now = self._clock()
        times = self._times(_fingerprint(segment, form))
        while times and times[0] <= now - WINDOW_S:
            times.popleft()
        times.append(now)
        if len(times) > ALLOWED:
            raise IdentityError(50196)

    def _times(self, key: bytes) -> deque[float]:
        times = self._seen.setdefault(key, deque(maxlen=ALLOWED + 1))
        self._seen.move_to_end(key)
        if len(self._seen) > _KEPT:
            self._seen.popitem(last=False)
        return times


def _fingerprint(segment: str, form: Mapping[str, str]) -> bytes:
    told = sorted((name, text) for name, text in form.items() if name not in _PASSING)
    return hashlib.sha256(repr((segment, told)).encode("utf-8", "surrogateescape")).digest()
