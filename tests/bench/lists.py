"""Memory, scrolling and search in Transom's own window on a filled profile."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.bench.reading import Questions
from tests.bench.rows import Row, most, row
from tests.bench.screen import screen
from tests.bench.timing import quantile
from tests.bench.windows import ours, run

from transom.engine.profile import Profile

_TYPED = 20


def measure_memory(profile: Profile, key_file: Path) -> list[Row]:
    """Weigh the window's processes."""
    figures = _figures("memory", profile, key_file)
    return [
        row("memory, list and text", figures["text"] / 1e6, "MB", goal=most(140)),
        row("memory, after the first HTML mail", figures["html"] / 1e6, "MB", goal=most(340)),
    ]


def measure_scroll(profile: Profile, key_file: Path) -> list[Row]:
    """Scroll as far as there are rows, or time; the floor paints a spot of two pixels."""
    figures = _figures("scroll", profile, key_file)
    spots = figures["spots"]
    rows = [
        row("scroll, rows", figures["rows"], ""),
        row("scroll, all rows known after the list", figures["whole"] * 1000, "ms"),
        row("scroll, rows passed", figures["passed"], ""),
    ]
    for name, bound in (("wheel", 8), ("jumps", 10)):
        times = figures[name]
        rows += [
            row(f"scroll, {name}, p50", quantile(times, 0.5), "ms", quantile(spots, 0.5)),
            row(
                f"scroll, {name}, p99",
                quantile(times, 0.99),
                "ms",
                quantile(spots, 0.99),
                most(bound),
            ),
            row(f"scroll, {name}, max", max(times), "ms", max(spots), most(16)),
        ]
    return rows


def measure_typing(
    profile: Profile, key_file: Path, questions: Sequence[Questions], goal_ms: float
) -> list[Row]:
    """Search in the window: from the words in the field to the rows in the list."""
    words = [(one.name, [typed for typed, _ in one.pairs[:_TYPED]]) for one in questions]
    figures = _figures("search", profile, key_file, "--words", json.dumps(words))
    return [
        row(f"key press to list, {name}, p95", quantile(times, 0.95), "ms", goal=most(goal_ms))
        for name, times in figures.items()
    ]


def _figures(measurement: str, profile: Profile, key_file: Path, *more: str) -> dict[str, Any]:
    command = ours(measurement, profile, key_file, module="tests.bench.our_lists")
    with screen() as environment:
        return run([*command, *more], environment)
