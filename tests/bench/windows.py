"""Start and stutter, each in processes of their own."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.bench.mailbox import facts_of, forget_window, new_profile
from tests.bench.rows import Row, most, most_times_floor, row
from tests.bench.screen import screen
from tests.bench.timing import quantile
from tests.fakes.tenant import Tenant

from transom.engine.profile import Profile

_STARTS = 7
_PATIENCE_S = 3600.0


def measure_start(
    profile: Profile, key_file: Path, small: Profile | None = None, label: str = "start"
) -> list[Row]:
    """Start the program on a filled profile, a bare window, and a ``small`` profile in turn."""
    kinds = {"ours": ours("start", profile, key_file), "bare": ["tests.bench.bare_window"]}
    if small is not None:
        kinds["small"] = ours("start", small, key_file)
    stamps: dict[str, list[dict[str, float]]] = {name: [] for name in kinds}
    with screen() as environment:
        for turn in range(_STARTS + 1):
            for name, command in kinds.items():
                taken = _timed(command, environment)
                if turn:  # the first start of each fills the disk's cache
                    stamps[name].append(taken)
    floor_ms = _median_ms(stamps["bare"], "painted")
    listed_ms = _median_ms(stamps["ours"], "list_painted")
    rows = [
        row(f"{label}, first paint", _median_ms(stamps["ours"], "painted"), "ms", floor_ms),
        row(f"{label}, list painted", listed_ms, "ms", floor_ms, most_times_floor(1.6)),
    ]
    if small is not None:
        small_ms = _median_ms(stamps["small"], "list_painted")
        name = f"{label}, list painted, beside 10,000 messages"
        rows.append(row(name, listed_ms, "ms", small_ms, most_times_floor(1.1)))
    return rows


def _median_ms(stamps: Sequence[Mapping[str, float]], name: str) -> float:
    return statistics.median(one[name] for one in stamps) * 1000


def measure_stutter(directory: Path, tenant: Tenant) -> list[Row]:
    """Sync into a shown window from nothing; the floor is the same window at rest."""
    profile = new_profile(directory / "window-profile", facts_of(tenant))
    command = ours("stutter", profile, directory / "window-key")
    with screen() as environment:
        figures = run([*command, "--tenant", json.dumps(tenant.info)], environment)
    late, rest = figures["late"] or [0.0], figures["late_at_rest"]
    return [
        row("stutter, p50", quantile(late, 0.5), "ms", quantile(rest, 0.5)),
        row("stutter, p99", quantile(late, 0.99), "ms", quantile(rest, 0.99), most(5)),
        row("stutter, max", late[-1], "ms", rest[-1], most(16)),
        row("sync beside a window", figures["bodies"] / figures["seconds"], "messages/s"),
    ]


def ours(
    measurement: str, profile: Profile, key_file: Path, *, module: str = "tests.bench.our_window"
) -> list[str]:
    """Return the module and arguments that open our window on a profile."""
    forget_window(profile)
    places = ["--profile", str(profile.directory), "--key-file", str(key_file)]
    return [module, measurement, *places]


def _timed(module: Sequence[str], environment: Mapping[str, str]) -> dict[str, float]:
    begun = time.monotonic()
    return {name: at - begun for name, at in run(module, environment).items()}


def run(module: Sequence[str], environment: Mapping[str, str]) -> dict[str, Any]:
    """Run a module by its name and arguments, and return the figures it prints."""
    done = subprocess.run(
        [sys.executable, "-m", *module],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=_PATIENCE_S,
    )
    if not done.stdout:
        raise RuntimeError(f"{module[0]} ended without figures")
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures
