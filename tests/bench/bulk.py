"""A store filled past its own code, for a million messages in minutes: the same rows in bulk."""

import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

import apsw
from tests.bench.databases import open_bare, open_store
from tests.bench.invented import Draft, Inventor, Place, add_account

from transom.engine.entities.mail import Body, Message
from transom.engine.store.columns import pack
from transom.engine.store.message_index import IN_PEOPLE, IN_SUBJECT, PLACE_MARK, TABLES, starts_of
from transom.engine.store.message_rows import (
    MESSAGE_COLUMNS,
    TIE_BITS,
    received_second,
    row_from_message,
)
from transom.engine.store.words import index_words
from transom.engine.workers import Workers

_AT_ONCE = 2_000
_INSERT = (
    f"insert into message (id, {MESSAGE_COLUMNS}, has_body, size_bytes)"
    f" values (?{', ?' * len(MESSAGE_COLUMNS.split(','))}, 1, ?)"
)
_INDEX = (
    "insert into message_text (rowid, subject, sender, receivers, body, files, place)"
    " values (?, ?, ?, ?, ?, '', ?)"
)
_STARTS = "insert into message_start (rowid, starts) values (?, ?)"


def fill(path: Path, key: bytes, messages: int, say: Callable[[str], None]) -> None:
    """Make a store with so many messages, oldest first, without its indexes until the end."""
    workers = Workers()
    store = open_store(path, workers, key)
    place = add_account(store)
    store.close()
    workers.stop()
    cx = open_bare(path, key)
    try:
        cx.pragma("journal_mode", "off")
        cx.pragma("synchronous", "off")
        cx.pragma("cache_size", -(512 << 10))
        later = _take_away(cx)
        _write(cx, place, messages, say)
        say("indexes")
        for sql in later:
            cx.execute(sql)
        cx.execute(
            "update folder set (stored_count, stored_unread, total_count) = (select count(*),"
            " sum(is_read = 0), count(*) from message where folder = folder.id)"
        )
        cx.pragma("journal_mode", "wal")
    finally:
        cx.close()


def _take_away(cx: apsw.Connection) -> list[str]:
    """Drop what each row would pay for, and return how it comes back."""
    found: list[Any] = cx.execute(
        "select type, name, sql from sqlite_schema where tbl_name = 'message'"
        " and type in ('index', 'trigger') and sql is not null"
    ).fetchall()
    for kind, name, _ in found:
        cx.execute(f"drop {kind} {name}")
    return [str(sql) for _, _, sql in found]


def _write(cx: apsw.Connection, place: Place, messages: int, say: Callable[[str], None]) -> None:
    inventor = Inventor()  # its people are those of the other process
    _set_hash_size(cx, 64 << 20)
    terms: Counter[str] = Counter()
    done = 0
    for drafts in _drafts(messages):
        rows = [_rows(place, *inventor.message_of(draft)) for draft in drafts]
        with cx:
            cx.executemany(_INSERT, [row.line for row in rows])
            cx.executemany("insert into body values (?, 1, ?)", [row.text for row in rows])
            cx.executemany(_INDEX, [row.words for row in rows])
            cx.executemany(_STARTS, [row.starts for row in rows])
        for row in rows:
            for word, fields in row.terms.items():
                terms[word] |= fields
        done += len(rows)
        if done % 100_000 == 0:
            say(f"{done:,} messages stored")
    account = place[0].id
    with cx:
        cx.executemany(
            "insert into term values (?, ?, ?)",
            [(account, *one) for one in sorted(terms.items()) if one[0][1:]],
        )
        _set_hash_size(cx, 1 << 20)


def _set_hash_size(cx: apsw.Connection, size: int) -> None:
    for table in TABLES:
        cx.execute(f"insert into {table} ({table}, rank) values ('hashsize', ?)", (size,))


class _Rows(NamedTuple):
    """What a message is in each table."""

    line: tuple[Any, ...]
    text: tuple[int, bytes]
    words: tuple[Any, ...]
    starts: tuple[int, str]
    terms: dict[str, int]


def _rows(place: Place, message: Message, body: Body) -> _Rows:
    account, folder = place
    at = received_second(message)  # no two of them share a second
    number = at << TIE_BITS | 1
    content = pack(body.content)
    text = body.content[15:-18].replace("</p><p>", " ")
    people = [index_words([one.name, one.address]) for one in (message.sender, *message.to)]
    sender, receivers = people[0], [word for some in people[1:] for word in some]
    indexed = (
        at,
        message.subject,
        " ".join(sender),
        " ".join(receivers),
        text,
        f"a{account.id} f{folder}",
    )
    terms = dict.fromkeys(text.split(), 0) | dict.fromkeys(message.subject.split(), IN_SUBJECT)
    terms |= dict.fromkeys([*sender, *receivers], IN_PEOPLE)
    starts = f"{starts_of(terms)} {PLACE_MARK}a{account.id} {PLACE_MARK}f{folder}"
    row = (number, *row_from_message(message, account.id, folder), len(content))
    return _Rows(row, (number, content), indexed, (at, starts), terms)


def _drafts(messages: int) -> Iterator[list[Draft]]:
    """Invent on the other core; the oldest come first."""
    context = multiprocessing.get_context("forkserver")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_invent, args=(messages, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        for _ in range(-(-messages // _AT_ONCE)):
            yield ours.recv()
    finally:
        ours.close()
        process.kill()
        process.join()


def _invent(messages: int, answer: "Connection[Any, Any]") -> None:
    os.nice(1)
    inventor, left = Inventor(), messages
    while left > 0:
        drafts = inventor.drafts(min(_AT_ONCE, left))
        # Numbers count backwards from the newest: what is made first shall be the oldest.
        answer.send([(left - at, *draft[1:]) for at, draft in enumerate(drafts)])
        left -= len(drafts)
