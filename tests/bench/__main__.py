"""Prints the table of speeds: ``python -m tests.bench --messages N [--json]``."""

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import apsw
from PySide6 import __version__ as pyside_version
from tests.bench.calendar import measure_calendar
from tests.bench.databases import open_store, store_key
from tests.bench.encryption import measure_encryption
from tests.bench.invented import PAGE, Inventor, add_account, save_page
from tests.bench.reader import measure_reader
from tests.bench.reading import measure_reading
from tests.bench.rows import Row, as_json, as_table
from tests.bench.sync import measure_sync
from tests.bench.tenant import measure_tenant
from tests.bench.windows import measure_start, measure_stutter
from tests.fakes.tenant import Tenant

from transom.engine.profile import Profile
from transom.engine.workers import Workers

MOST_FROM_TENANT = 100_000
"""Beyond this the store is filled directly, and what needs a server is left out."""


class Bench:
    """Runs one measurement after the other and keeps their rows."""

    def __init__(self, directory: Path, messages: int) -> None:
        self._directory = directory
        self._messages = messages
        self._begun = time.monotonic()
        self.rows: list[Row] = []

    def run(self) -> None:
        """Measure everything there is."""
        key_file = self._directory / "key"
        if self._messages <= MOST_FROM_TENANT:
            state, made_before = self._directory / "tenant", ("--prerender",)
            self._say("making the tenant's pages")
            with Tenant(state, messages=self._messages, arguments=made_before) as tenant:
                self._measure("tenant", lambda: measure_tenant(tenant))
                self._say("sync")
                profile, rows = measure_sync(self._directory, tenant)
                self.rows += rows
                self._measure("stutter", lambda: measure_stutter(self._directory, tenant))
        else:
            self._say("filling the store")
            profile = self._fill(key_file)
        key = store_key(profile, key_file)
        self._measure("encryption", lambda: measure_encryption(self._directory, self._messages))
        self._measure(
            "search and list", lambda: measure_reading(profile.store_path, key, self._messages)
        )
        self._measure("calendar", lambda: measure_calendar(self._directory))
        self._measure("message switch", lambda: measure_reader(self._directory))
        self._measure("start", lambda: measure_start(profile, key_file))

    def _measure(self, name: str, job: Callable[[], list[Row]]) -> None:
        self._say(name)
        self.rows += job()

    def _fill(self, key_file: Path) -> Profile:
        profile = Profile(self._directory / "profile")
        workers = Workers()
        store = open_store(profile.store_path, workers, store_key(profile, key_file))
        try:
            place, inventor = add_account(store), Inventor()
            for number in range(self._messages // PAGE):
                save_page(store, place, inventor.page())
                if number % 100 == 99:
                    self._say(f"{(number + 1) * PAGE:,} messages stored")
        finally:
            store.close()
            workers.stop()
        return profile

    def _say(self, words: str) -> None:
        print(f"{time.monotonic() - self._begun:8.1f} s  {words}", file=sys.stderr, flush=True)


def machine() -> dict[str, object]:
    """Return what the figures depend on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(memory / 1e9, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "pyside": pyside_version,
        "sqlite": apsw.sqlite_lib_version(),
    }


def main() -> int:
    """Measure and print; figures on standard output, progress on standard error."""
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("--messages", type=int, default=1000, metavar="N")
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    arguments = parser.parse_args()
    if arguments.messages < PAGE:
        parser.error(f"at least {PAGE} messages are needed to measure anything")
    with tempfile.TemporaryDirectory(prefix="transom-bench-") as directory:
        bench = Bench(Path(directory), arguments.messages)
        bench.run()
    facts = {"messages": arguments.messages, **machine()}
    if arguments.json:
        print(as_json(facts, bench.rows))
    else:
        print(", ".join(f"{name} {value}" for name, value in facts.items()))
        print(as_table(bench.rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
