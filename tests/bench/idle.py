"""A poll round that brings nothing, in a mailbox of two hundred folders."""

import statistics
import time
from pathlib import Path

from tests.bench.rows import Row, most, row
from tests.fakes.clock import FakeClock
from tests.fakes.engines import EngineRun
from tests.fakes.tenant import Tenant

from transom.engine.sync.pace import POLL_S

FOLDERS = 200
_MESSAGES = 400
_ROUNDS = 5
_PATIENCE_S = 120.0


def measure_idle(directory: Path) -> list[Row]:
    """Return what a round costs this process, and how many requests it makes."""
    directory.mkdir(exist_ok=True)
    with Tenant(directory / "tenant", messages=_MESSAGES) as tenant:
        known = len(tenant.control("GET", "/truth")["users"][0]["folders"])
        for number in range(FOLDERS - known):
            change = {"kind": "folder_added", "name": f"Folder {number}"}
            tenant.control("POST", "/changes", change)
        clock = FakeClock(waits_for_advance=True)
        with EngineRun(directory, tenant, clock) as run:
            run.sign_in()
            run.wait_until_synced(_PATIENCE_S)
            spent, asked = zip(*[_round(run, clock) for _ in range(_ROUNDS)], strict=True)
    return [
        row("idle, CPU of a round", statistics.median(spent) * 1000, "ms", goal=most(50)),
        row("idle, requests of a round", statistics.median(asked), ""),
    ]


def _round(run: EngineRun, clock: FakeClock) -> tuple[float, int]:
    run.wait_until_synced()
    time.sleep(0.3)  # what the last round left to do
    run.tenant.clear_log()
    (before,) = (one.checked_at for one in run.engine.activities())
    begun = time.process_time()
    clock.advance(POLL_S)
    run.wait_for(lambda: all(one.checked_at != before for one in run.engine.activities()))
    run.wait_until_synced()
    spent = time.process_time() - begun
    return spent, sum(1 for one in run.tenant.log() if "/_tenant" not in one["path"])
