"""What the other side of a sync costs by itself: the tenant's own CPU for messages made before."""

import time

from tests.bench.rows import Row, most, row
from tests.bench.timing import cpu_seconds
from tests.fakes.tenant import Tenant

PAGE_SIZES = (200, 1000)  # what we ask for at a time, and the most that can be
_MESSAGES = 20_000
_GOAL_US = 20.0


def measure_tenant(tenant: Tenant) -> list[Row]:
    """Page through full messages and return what one of them cost the tenant, at each size."""
    token = tenant.tokens_by_http()["access_token"]
    rows = []
    for size in PAGE_SIZES:
        cost_us = _cost_us(tenant, token, size)
        if cost_us is not None:
            name = f"tenant, CPU of a full message, {size} a page"
            rows.append(row(name, cost_us, "µs", goal=most(_GOAL_US)))
    return rows


def _cost_us(tenant: Tenant, token: str, size: int) -> float | None:
    first = f"{tenant.graph}/v1.0/me/messages?$top={size}"
    link, count, before = first, 0, cpu_seconds(tenant.pid)
    with tenant.session() as session:
        session.headers["Authorization"] = f"Bearer {token}"
        until = time.monotonic() + 60
        while count < _MESSAGES and time.monotonic() < until:
            answer = session.get(link, timeout=60).json()
            count += len(answer["value"])
            link = answer.get("@odata.nextLink", first)
    after = cpu_seconds(tenant.pid)
    return None if before is None or after is None else (after - before) / count * 1e6
