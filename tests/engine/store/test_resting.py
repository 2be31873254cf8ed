"""What is kept in memory for reading is given back once nobody reads."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import apsw
import pytest

from transom.engine.store.resting import Resting

_LINES = 10_000


@pytest.fixture
def database(mailbox: Any, make: Any) -> Any:
    mailbox.page([make.message(n) for n in range(400)])
    read(mailbox)
    return mailbox.store.database


def read(mailbox: Any) -> int:
    return len(mailbox.mail.read_lines(mailbox.inbox, limit=_LINES))


def test_what_rests_from_one_look_to_the_next_gives_its_pages_back(
    mailbox: Any, database: Any
) -> None:
    resting, before = Resting(database), apsw.memory_used()
    resting.look()
    database.write(lambda _: None)  # the writer has had its turn, too
    assert apsw.memory_used() < before - 200_000
    assert read(mailbox) == 400


def test_what_was_used_since_the_last_look_keeps_its_pages(mailbox: Any, database: Any) -> None:
    resting = Resting(database)
    read(mailbox)
    before = apsw.memory_used()
    resting.look()
    assert apsw.memory_used() == before


def test_nothing_is_given_back_twice_without_use_in_between(mailbox: Any, database: Any) -> None:
    resting = Resting(database)
    resting.look()
    asked: list[None] = []
    database.shrink = lambda: asked.append(None)
    resting.look()
    assert not asked
    read(mailbox)
    resting.look()
    resting.look()
    assert len(asked) == 1


def test_whoever_reads_is_not_disturbed(mailbox: Any, database: Any) -> None:
    with database.reading() as cx, ThreadPoolExecutor(1) as pool:
        rows = cx.execute("select id from message")
        next(rows)
        pool.submit(database.shrink).result()
        assert len(list(rows)) == 399
    assert read(mailbox) == 400
