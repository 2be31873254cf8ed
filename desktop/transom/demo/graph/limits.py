"""The documented budgets: how much one app may ask of one mailbox, and of all of them."""

import asyncio
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from transom.demo.graph.errors import GraphError

OVER_LIMIT = "Application is over its MailboxConcurrency limit."
WINDOW_S, IN_WINDOW = 600.0, 10_000
EACH_SECOND = 2_000
AT_ONCE = 4
TOLD_FROM = 0.8
SERVICE_TIME_S = 0.02  # without it nothing would ever be under way at the same time


class Budget:
    """Counts what came within the last seconds and says how long to wait once there was enough."""

    def __init__(self, most: int, window_s: float) -> None:
        self._most, self._window_s = most, window_s
        self._moments: deque[float] = deque()

    def wait_s(self, now: float) -> float:
        """Count one more and return 0, or return how long to wait for a place."""
        while self._moments and self._moments[0] <= now - self._window_s:
            self._moments.popleft()
        if len(self._moments) >= self._most:
            return self._moments[0] + self._window_s - now
        self._moments.append(now)
        return 0.0

    @property
    def used(self) -> float:
        """How much of it is used up, 1 being all."""
        return len(self._moments) / self._most


class Limits:
    """Turns requests away once an app asks too much of a mailbox, or too much at a time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._mailboxes: dict[tuple[str, str], Budget] = {}
        self._apps: dict[str, Budget] = {}
        self._under_way: Counter[tuple[str, str]] = Counter()

    @asynccontextmanager
    async def entered(self, app: str, mailbox: str) -> AsyncIterator[dict[str, str]]:
        """Hold a place for one request and say which headers its answer bears, or raise the 429."""
        key = (app, mailbox)
        self.check_budgets(app, mailbox)
        if self._under_way[key] >= AT_ONCE:
            raise refused(OVER_LIMIT, 1)
        self._under_way[key] += 1
        try:
            await asyncio.sleep(SERVICE_TIME_S)
            used = self._mailboxes[key].used
            told = {"x-ms-throttle-limit-percentage": f"{used:.2f}"} if used >= TOLD_FROM else {}
            yield {"x-ms-resource-unit": "1"} | told
        finally:
            self._under_way[key] -= 1

    def check_budgets(self, app: str, mailbox: str) -> None:
        """Count one request, or raise the 429 of a budget that is used up."""
        now = self._clock()
        whole = self._apps.setdefault(app, Budget(EACH_SECOND, 1.0))
        if whole.wait_s(now):
            raise refused("Too many requests.", 1, scope="Application/ReadWrite")
        budget = self._mailboxes.setdefault((app, mailbox), Budget(IN_WINDOW, WINDOW_S))
        if wait_s := budget.wait_s(now):
            raise refused("Application is over its MailboxRequest limit.", int(wait_s) + 1)


def refused(message: str, retry_after_s: int, *, scope: str = "Mailbox") -> GraphError:
    headers = {
        "Retry-After": str(retry_after_s),
        "x-ms-throttle-scope": scope,
        "x-ms-throttle-information": "ResourceUnitLimitExceeded",
    }
    return GraphError(429, "ApplicationThrottled", message, headers)
