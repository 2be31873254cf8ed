"""Clocks: quantiles of repeated calls, and the CPU time of another process."""

import os
import random
import time
from collections.abc import Callable, Sequence
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


def cpu_seconds(pid: int) -> float | None:
    """Return what a process has used so far; None where the system has no /proc."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
