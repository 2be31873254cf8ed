"""First sync over TLS into the encrypted, indexed store, beside a bare loop over the same pages."""

import json
import os
from pathlib import Path

from tests.bench.bare_loop import BareLoop
from tests.bench.databases import KEY
from tests.bench.mailbox import SyncWatch, facts_of, new_profile, settings_for, sign_in
from tests.bench.rows import Row, least_times_floor, row
from tests.bench.screen import screen
from tests.bench.timing import cpu_seconds
from tests.bench.windows import run
from tests.fakes.tenant import Tenant

from transom.engine.engine import Engine
from transom.engine.profile import Profile

_LONGEST_S = 3600.0


def measure_sync(directory: Path, tenant: Tenant) -> tuple[Profile, list[Row]]:
    """Return the filled profile, its key beside it, and the rows."""
    bare = BareLoop(
        settings_for(facts_of(tenant)).registration().cloud,
        tenant.tokens_by_http()["access_token"],
        directory / "bare.db",
        KEY,
    )
    before = _cpu(tenant)
    bare.run()
    after_bare = _cpu(tenant)
    profile, watch = _first_sync(directory, tenant)
    after_ours = _cpu(tenant)
    ours = watch.bodies / watch.seconds
    whole_s = bare.wire_s + bare.rows_s + bare.index_s
    rows = [
        row("sync", ours, "messages/s", bare.messages / whole_s, least_times_floor(0.85)),
        row(
            "sync, floor without index",
            ours,
            "messages/s",
            bare.messages / (whole_s - bare.index_s),
        ),
        row("sync, floor that only fetches", ours, "messages/s", bare.messages / bare.wire_s),
    ]
    if after_ours and before is not None and after_bare is not None:
        tenant_s, tenant_bare_s = after_ours[0] - after_bare[0], after_bare[0] - before[0]
        own_s, own_bare_s = after_ours[1] - after_bare[1], after_bare[1] - before[1]
        rows += [
            row("sync, CPU of the tenant", tenant_s, "s", tenant_bare_s),
            row("sync, CPU of ours", own_s, "s", own_bare_s),
        ]
    return profile, rows


def measure_peer(tenant: Tenant, ours: float) -> list[Row]:
    """Let python-o365 page through the same messages; the floor is its rate."""
    with screen() as environment:
        done = run(["tests.bench.peer_o365", json.dumps(tenant.info)], environment)
    theirs = done["messages"] / done["seconds"]
    return [row("sync, beside python-o365", ours, "messages/s", theirs, least_times_floor(1.5))]


def _first_sync(directory: Path, tenant: Tenant) -> tuple[Profile, SyncWatch]:
    facts = facts_of(tenant)
    profile = new_profile(directory / "profile", facts)
    engine = Engine(profile, key_file=directory / "key")
    watch = SyncWatch(engine)
    engine.start()
    try:
        watch.wait_until_open()
        sign_in(engine, facts)
        watch.wait_until_synced(_LONGEST_S)
    finally:
        engine.stop()
    return profile, watch


def _cpu(tenant: Tenant) -> tuple[float, float] | None:
    theirs, own = cpu_seconds(tenant.pid), cpu_seconds(os.getpid())
    return None if theirs is None or own is None else (theirs, own)
