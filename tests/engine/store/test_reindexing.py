"""The text index in pieces: they become one, and all is found meanwhile and afterwards."""

from typing import Any


def pieces(mailbox: Any) -> int:
    cx = mailbox.store.database.reader()
    return int(cx.execute("select count(distinct segid) from message_text_idx").get)


def test_pieces_are_joined_while_everything_stays_found(
    mailbox: Any, make: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("transom.engine.store.reindexing._FEW_PAGES", 1)
    monkeypatch.setattr("transom.engine.store.reindexing._PAGES_AT_ONCE", 1)
    for start in range(0, 90, 30):
        words = " ".join(f"word{n}" for n in range(800))
        mailbox.page([make.message(n, preview=words) for n in range(start, start + 30)])
    assert pieces(mailbox) > 1
    search, query = mailbox.store.search, make.query("word7 subject")
    steps = 0
    while mailbox.store.reindexer.join_some():
        steps += 1
        assert search.count_messages(query) == 90
    assert steps > 2
    assert pieces(mailbox) == 1
    mailbox.page(removed=range(10))
    assert search.count_messages(query) == 80
    assert search.count_messages(make.query("wo")) == 80
