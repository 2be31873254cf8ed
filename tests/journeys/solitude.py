"""Runs commands where no network is; see ``quarantine.py``, which they are run by."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SHUT_IN = ("unshare", "--net", "--mount", "--pid", "--fork", "--mount-proc")
QUARANTINE = HERE / "quarantine.py"
SOURCES = (str(HERE.parents[1] / "desktop"), str(HERE.parents[1]))


def obstacle() -> str:
    """Say why nothing can be shut in here, if so."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "only root on Linux can take the network away"
    if not shutil.which("unshare") or not shutil.which("ip"):
        return "unshare and ip are not installed"
    tried = subprocess.run([*SHUT_IN, "true"], capture_output=True)
    return "" if tried.returncode == 0 else "this system lets nobody have a network of their own"


needs_quarantine = pytest.mark.skipif(bool(obstacle()), reason=obstacle() or "not needed")


def shut_in(directory: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command where no network is; ``report.json`` then says what it tried."""
    return subprocess.run(
        [*SHUT_IN, sys.executable, str(QUARANTINE), str(directory), *command],
        capture_output=True,
        text=True,
        timeout=300,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(SOURCES)} | environment,
    )


def report_of(directory: Path) -> tuple[set[str], set[tuple[str, int]]]:
    report = json.loads((directory / "report.json").read_text())
    return set(report["names"]), {(place, port) for place, port in report["places"]}
