"""Clocks: quantiles of repeated calls, and the CPU time of another process."""

import os
import random
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def quantile(values: Sequence[float], part: float) -> float:
    """Return the value that ``part`` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def times_ms(job: Callable[[T], object], inputs: Sequence[T]) -> list[float]:
    """Return how long ``job`` took for each input."""
    taken = []
    for one in inputs:
        begun = time.perf_counter()
        job(one)
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def paired_ms(
    ours: Callable[[T], object], floor: Callable[[T], object], inputs: Sequence[T]
) -> tuple[list[float], list[float]]:
    """Time two jobs in turn, so that what else the machine does meets both alike."""
    our_times, floor_times = [], []
    for one in inputs:
        if random.random() < 0.5:  # whoever comes second finds warm caches
            our_times += times_ms(ours, [one])
            floor_times += times_ms(floor, [one])
        else:
            floor_times += times_ms(floor, [one])
            our_times += times_ms(ours, [one])
    return our_times, floor_times


def tree_memory_bytes() -> float:
    """Return what this process and those below it hold, shared pages by their share; Linux only."""
    below: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                below.setdefault(int(fields[1]), []).append(int(entry.name))
    total, left = 0, [os.getpid()]
    while left:
        pid = left.pop()
        left += below.get(pid, [])
        with suppress(OSError):
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))
    return float(total)


def cpu_seconds(pid: int) -> float | None:
    """Return what a process has used so far; None where the system has no /proc."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
