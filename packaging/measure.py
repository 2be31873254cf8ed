"""Sets a package beside an empty web-view window: sizes, and the time to the first paint."""

import os
import statistics
import sys
import tempfile
from pathlib import Path

from screen import Screen

ROUNDS = 5
MOST_TIMES_LARGER, MOST_TIMES_SLOWER = 1.25, 1.3


def main() -> int:
    """Measure, print a table, and fail where a figure is worse than agreed."""
    checkout = Path(sys.argv[1]).resolve()
    # Only root can empty the file cache, and Chromium refuses its sandbox to root.
    os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
    rows = [*sizes(checkout), start(checkout)]
    print(f"{'':<24}{'Transom':>10}{'beside':>10}{'times':>8}{'at most':>9}")
    for name, ours, beside, most in rows:
        print(f"{name:<24}{ours:>10.2f}{beside:>10.2f}{ours / beside:>8.2f}{most:>9.2f}")
    return 0 if all(ours / beside <= most for _, ours, beside, most in rows) else 1


def sizes(checkout: Path) -> list[tuple[str, float, float, float]]:
    """Compare with the empty window of the same recipe."""
    [ours] = (checkout / "dist").glob("transom_*.deb")
    [floor] = (checkout / "dist").glob("transom-floor_*.deb")
    stage = checkout / "build" / "stage"
    most = MOST_TIMES_LARGER
    return [
        (".deb, MB", ours.stat().st_size / 1e6, floor.stat().st_size / 1e6, most),
        ("installed, MB", megabytes(stage / "transom"), megabytes(stage / "transom-floor"), most),
    ]


def start(checkout: Path) -> tuple[str, float, float, float]:
    """Compare with the source tree, both cold, in turn; the medians of several rounds."""
    frozen = str(checkout / "build/stage/transom/usr/bin/transom")
    source = [str(checkout / "build/venv/bin/python"), "-m", "transom"]
    ours, beside = [], []
    for _ in range(ROUNDS):
        ours.append(cold_start([frozen]))
        beside.append(cold_start(source))
    return (
        "cold first paint, s",
        statistics.median(ours),
        statistics.median(beside),
        MOST_TIMES_SLOWER,
    )


def cold_start(command: list[str]) -> float:
    """Empty the system's file cache, start on a new profile, and wait for the first paint."""
    with tempfile.TemporaryDirectory() as profile, Screen(1440, 900) as screen:
        os.sync()
        Path("/proc/sys/vm/drop_caches").write_text("3")
        return screen.seconds_to_paint([*command, "--profile", profile])


def megabytes(folder: Path) -> float:
    """Add up the files below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / 1e6


if __name__ == "__main__":
    sys.exit(main())
