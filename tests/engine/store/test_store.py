"""The store as one: what it holds is counted, and it comes back as it was."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from transom.engine.entities.mail import Body
from transom.engine.store.store import Store


def test_it_counts_what_it_holds(mailbox: Any, make: Any) -> None:
    page = mailbox.page([make.message(n) for n in range(7)])
    mailbox.page([make.message(9)], folder=mailbox.archive)
    mailbox.mail.save_body(page.added[0], Body(False, "x"))
    statistics = mailbox.store.statistics()
    assert (statistics.accounts, statistics.folders) == (1, 3)
    assert (statistics.messages, statistics.bodies) == (8, 1)
    assert (statistics.events, statistics.contacts) == (0, 0)
    assert statistics.size_bytes > 100_000


def test_closed_and_opened_again_it_is_the_same(
    make: Any, open_store: Callable[..., Store], tmp_path: Path
) -> None:
    first = open_store(tmp_path / "store.db")
    box = make.mailbox(first)
    box.page([make.message(n) for n in range(40)], cursor="delta")
    lines = first.mail.read_lines(box.inbox)
    first.close()
    assert [file.name for file in tmp_path.iterdir()] == ["store.db"]
    second = open_store(tmp_path / "store.db")
    assert second.mail.read_lines(box.inbox) == lines
    assert second.mail.read_cursor(box.inbox) == "delta"
    assert len(second.search.search_messages(make.query("subject"))) == 40
