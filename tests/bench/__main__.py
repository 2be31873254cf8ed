"""Prints the table of speeds: ``python -m tests.bench --messages N [--json]``."""

import argparse
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Collection
from hashlib import blake2s
from pathlib import Path

import apsw
from PySide6 import __version__ as pyside_version
from tests.bench.bulk import fill
from tests.bench.calendar import measure_calendar
from tests.bench.databases import store_key
from tests.bench.disk import measure_disk
from tests.bench.encryption import measure_encryption
from tests.bench.idle import measure_idle
from tests.bench.invented import PAGE
from tests.bench.lists import measure_memory, measure_scroll, measure_typing
from tests.bench.reader import measure_reader
from tests.bench.reading import goal_for, measure_reading, questions_for
from tests.bench.ring import measure_start_from_ring
from tests.bench.rows import Row, as_json, as_table
from tests.bench.sync import measure_peer, measure_sync
from tests.bench.tenant import measure_tenant
from tests.bench.windows import measure_start, measure_stutter
from tests.fakes.tenant import Tenant

from transom.engine.profile import Profile
from transom.engine.store.migration import schema_steps

_SMALL = 10_000
MOST_FROM_TENANT = 100_000
"""Beyond this the store is filled directly, and what needs a server is left out."""


class Bench:
    """Runs one measurement after the other and keeps their rows."""

    def __init__(self, directory: Path, messages: int, only: Collection[str] = ()) -> None:
        self._only = only
        self._directory = directory
        self._messages = messages
        self._begun = time.monotonic()
        self.rows: list[Row] = []

    def run(self) -> None:
        """Measure everything there is."""
        key_file, small = self._directory / "key", None
        if self._messages <= MOST_FROM_TENANT:
            state, made_before = self._directory / "tenant", ("--prerender",)
            self._say("making the tenant's pages")
            with Tenant(state, messages=self._messages, arguments=made_before) as tenant:
                self._measure("tenant", lambda: measure_tenant(tenant))
                self._say("sync")
                profile, rows = measure_sync(self._directory, tenant)
                self.rows += rows
                self._measure("python-o365", lambda: measure_peer(tenant, rows[0].value))
                self._measure("stutter", lambda: measure_stutter(self._directory, tenant))
        else:
            key_file = kept_key(self._messages)
            profile, small = self._kept(self._messages), self._kept(_SMALL, self._messages)
        key = store_key(profile, key_file)
        questions = questions_for(profile.store_path, key)
        self._measure("disk", lambda: measure_disk(profile.store_path, key))
        self._measure("start", lambda: measure_start(profile, key_file, small))
        self._measure(
            "start with a key ring",
            lambda: measure_start_from_ring(profile, key_file, self._directory),
        )
        self._measure("memory", lambda: measure_memory(profile, key_file))
        self._measure("scroll", lambda: measure_scroll(profile, key_file))
        self._measure("encryption", lambda: measure_encryption(self._directory, self._messages))
        self._measure(
            "search and list",
            lambda: measure_reading(profile.store_path, key, self._messages, questions),
        )
        self._measure(
            "search in the window",
            lambda: measure_typing(profile, key_file, questions, goal_for(self._messages)),
        )
        self._measure("idle", lambda: measure_idle(self._directory / "idle"))
        self._measure("calendar", lambda: measure_calendar(self._directory))
        self._measure("message switch", lambda: measure_reader(self._directory))

    def _measure(self, name: str, job: Callable[[], list[Row]]) -> None:
        if not self._only or name in self._only:
            self._say(name)
            self.rows += job()

    def _kept(self, messages: int, beside: int = 0) -> Profile:
        """Return a filled profile, made once for every run on this computer."""
        directory = _kept_directory(beside or messages)
        if not (directory / f"{messages}.whole").exists():
            self._say(f"filling a store with {messages:,} messages")
            shutil.rmtree(directory / f"{messages}", ignore_errors=True)
            profile = Profile(directory / f"{messages}")
            key = store_key(profile, directory / "key")
            fill(profile.store_path, key, messages, self._say)
            (directory / f"{messages}.whole").touch()
        return Profile(directory / f"{messages}")

    def _say(self, words: str) -> None:
        print(f"{time.monotonic() - self._begun:8.1f} s  {words}", file=sys.stderr, flush=True)


def _kept_directory(messages: int) -> Path:
    """Return where profiles stay between runs; another schema or way to fill is another place."""
    source = Path(__file__).with_name("bulk.py").read_bytes()
    mark = blake2s(source + str(schema_steps()[-1][0]).encode(), digest_size=6).hexdigest()
    directory = Path(tempfile.gettempdir()) / f"transom-bench-{messages}-{mark}"
    directory.mkdir(mode=0o700, exist_ok=True)
    return directory


def kept_key(messages: int) -> Path:
    """Return the key file of the profiles that stay."""
    return _kept_directory(messages) / "key"


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
    parser.add_argument(
        "--only", default="", metavar="GROUPS", help="such as start,scroll; sync is measured anyway"
    )
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    arguments = parser.parse_args()
    if arguments.messages < PAGE:
        parser.error(f"at least {PAGE} messages are needed to measure anything")
    only = (name.strip() for name in arguments.only.split(","))
    with tempfile.TemporaryDirectory(prefix="transom-bench-") as directory:
        bench = Bench(Path(directory), arguments.messages, set(filter(None, only)))
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
