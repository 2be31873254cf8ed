"""What encryption costs: the same rows and the same questions, with it and without."""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.databases import open_store
from tests.bench.invented import PAGE, Inventor, Place, add_account, save_page
from tests.bench.rows import Row, least_times_floor, row
from tests.bench.timing import paired_ms

from transom.engine.entities.mail import MessageLine
from transom.engine.search.parsing import parse
from transom.engine.store.store import Store
from transom.engine.workers import Workers

_MOST_MESSAGES = 20_000
_QUESTIONS = 300


def measure_encryption(directory: Path, messages: int) -> list[Row]:
    """Fill two stores in turn, then ask both the same."""
    workers = Workers()
    stores = [
        open_store(directory / "encrypted.db", workers),
        open_store(directory / "plain.db", workers, is_encrypted=False),
    ]
    try:
        places = [add_account(store) for store in stores]
        count = max(PAGE, min(messages, _MOST_MESSAGES) // PAGE * PAGE)
        ours_s, plain_s = _fill(stores, places, count)
        asked, ours_ms, plain_ms = _ask(stores, places)
        size = stores[0].database.size_bytes()
        plain_size = stores[1].database.size_bytes()
    finally:
        for store in stores:
            store.close()
        workers.stop()
    return [
        row(
            "encryption, insert",
            count / ours_s,
            "messages/s",
            count / plain_s,
            least_times_floor(0.75),
        ),
        row(
            "encryption, query",
            asked / ours_ms * 1000,
            "queries/s",
            asked / plain_ms * 1000,
            least_times_floor(0.9),
        ),
        row("encryption, size", size / 1e6, "MB", plain_size / 1e6),
    ]


def _fill(stores: list[Store], places: list[Place], count: int) -> list[float]:
    inventor = Inventor()
    spent = [0.0, 0.0]
    for number in range(count // PAGE):
        page = inventor.page()
        for n in (0, 1) if number % 2 else (1, 0):
            begun = time.perf_counter()
            save_page(stores[n], places[n], page)
            spent[n] += time.perf_counter() - begun
    return spent


def _ask(stores: list[Store], places: list[Place]) -> tuple[int, float, float]:
    """Read pages, bodies and findings all over the stores; return how many, and both times."""
    chance = random.Random(2)
    folder = places[0][1]
    lines: list[MessageLine] = []
    while portion := stores[0].mail.read_lines(folder, lines[-1].id if lines else None, 200):
        lines += portion
    chosen = chance.choices(lines, k=_QUESTIONS)

    def ask(store: Store) -> Callable[[MessageLine], None]:
        def job(line: MessageLine) -> None:
            store.mail.read_lines(folder, line.id)
            store.mail.read_body(line.id)
            store.search.search_messages(parse(f"{line.subject.split()[0]} ", datetime.now(UTC)))

        return job

    ours, plain = paired_ms(ask(stores[0]), ask(stores[1]), chosen)
    return 3 * len(chosen), sum(ours), sum(plain)
