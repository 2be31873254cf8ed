"""Every numbered schema with data in it, brought up to date: nothing is lost and all is found."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import apsw
import pytest

from transom.engine.errors import TransomError
from transom.engine.store.columns import pack
from transom.engine.store.connection import connect
from transom.engine.store.migration import migrate, schema_steps
from transom.engine.store.salvage import OLDEST_VERSION, may_salvage
from transom.engine.store.store import Store

OpenStore = Callable[..., Store]
NUMBERS = [number for number, _ in schema_steps()]
MESSAGES = 300
DAY = 1_772_352_000


def write_at(path: Path, key: bytes, version: int, make: Any) -> None:
    """Make a store as the program of that schema left it, in words of SQL that all of them know."""
    path.touch()
    cx = connect(path, key, apsw.SQLITE_OPEN_READWRITE)
    cx.pragma("journal_mode", "wal")
    migrate(cx, up_to=version)
    registration = json.dumps(asdict(make.account().registration))
    insert(cx, "account", id=1, oid="o", tid="t", username="ada@x", name="Ada", state="ready")
    cx.execute("update account set registration = ?", (registration,))
    facts = {"account": 1, "unread_count": 0, "total_count": MESSAGES, "is_hidden": 0}
    insert(cx, "folder", id=1, remote_id="F", name="Inbox", well_known="inbox", **facts)
    cx.execute("update folder set delta_cursor = 'delta'")
    for number in range(MESSAGES):
        insert(
            cx,
            "message",
            id=id_of(number, version),
            account=1,
            folder=1,
            remote_id=f"m{number}",
            sender_name="Ana",
            sender_address="ana@x",
            subject=f"Subject {number}",
            is_read=number % 2,
            importance="normal",
            kind="mail",
            recipients='[[["Bo","bo@x"]],[],[],[]]',
        )
    insert(cx, "body", id=id_of(0, version), is_html=0, content=pack("words"))
    insert(cx, "calendar", id=1, account=1, remote_id="C", name="Calendar", is_shown=0)
    insert(
        cx, "event", id=1, account=1, calendar=1, remote_id="e", kind="single", subject="Lunch",
        starts_at=DAY, ends_at=DAY + 3600, details="{}", search_text=" lunch",
    )  # fmt: skip
    insert(cx, "contact_folder", id=1, account=1, remote_id="K", name="Contacts")
    insert(cx, "contact", id=1, account=1, folder=1, remote_id="k", display_name="Bo", record="{}")
    if version >= 2:
        insert(cx, "reminder_mark", calendar=1, remote_id="e", starts_at=DAY)
    if version >= 4:
        insert(cx, "saved_search", id=1, name="Mine", words="from:ana")
    if version >= 7:
        insert(cx, "odd_item", account=1, folder=1, remote_id="odd", raw=b"{}", version="0")
    cx.close()


def id_of(number: int, version: int) -> int:
    """Return the id of a message; in some seconds there came several, which had no place once."""
    return (1 + number - (number % 10 // 6 if version < 16 else 0)) << 20 | number


def insert(cx: apsw.Connection, table: str, **facts: Any) -> None:
    """Insert a row; what must not be null and is not named is empty."""
    columns: list[Any] = cx.execute(f"pragma table_info({table})").fetchall()
    for _, name, kind, is_needed, default, _ in columns:
        if is_needed and default is None and name not in facts:
            facts[name] = 0 if kind == "integer" else ""
    names, marks = ", ".join(facts), ", ".join("?" * len(facts))
    cx.execute(f"insert into {table} ({names}) values ({marks})", tuple(facts.values()))


def test_every_schema_has_a_number_of_its_own() -> None:
    assert [*range(1, len(NUMBERS) + 1)] == NUMBERS


@pytest.mark.parametrize("version", NUMBERS)
def test_data_of_every_schema_are_here_and_found_after_the_upgrade(
    make: Any, open_store: OpenStore, tmp_path: Path, version: int
) -> None:
    path = tmp_path / "store.db"
    write_at(path, make.key, version, make)
    store = open_store(path)
    cx = store.database.reader()
    assert cx.pragma("user_version") == NUMBERS[-1]
    assert cx.pragma("integrity_check") == "ok"
    assert cx.execute("pragma foreign_key_check").fetchall() == []
    if version >= 4:  # its program had indexed everything, which the words above did not
        store.reindexer.begin()
    while store.reindexer.go_on():
        pass
    for words, count in (("subject ", MESSAGES), ("from:ana to:bo ", MESSAGES), ("from:bo ", 0)):
        assert store.search.count_messages(make.query(words)) == count, words
    (inbox,) = store.mail.read_folders()
    assert store.mail.count_messages(inbox.id) == MESSAGES
    assert store.mail.count_messages(inbox.id, only_unread=True) == MESSAGES // 2
    assert store.mail.read_cursor(inbox.id) == "delta", "nothing is fetched twice"
    assert len(store.mail.read_lines(inbox.id, limit=MESSAGES)) == MESSAGES
    assert [one.name for one in store.calendar.read_calendars()] == ["Calendar"]
    assert cx.execute("select subject from event").get == "Lunch"
    assert cx.execute("select display_name from contact").get == "Bo"
    assert [one.words for one in store.saved_searches.read_saved()] == ["from:ana"] * (version >= 4)
    assert store.odd_items.count() == (version >= 7)
    assert cx.execute("select count(*) from reminder_mark").get == (version >= 2)


@pytest.mark.parametrize("version", NUMBERS)
def test_an_upgrade_cut_short_is_the_old_store_or_the_new_one(
    make: Any, open_store: OpenStore, tmp_path: Path, version: int
) -> None:
    path = tmp_path / "store.db"
    write_at(path, make.key, version, make)
    for upto in range(version, NUMBERS[-1] + 1):  # each step is a transaction of its own
        cx = connect(path, make.key, apsw.SQLITE_OPEN_READWRITE)
        migrate(cx, up_to=upto)
        cx.close()
    assert open_store(path).statistics().messages == MESSAGES


def test_a_schema_that_is_too_old_is_not_mended_but_said(
    make: Any, open_store: OpenStore, tmp_path: Path
) -> None:
    path = tmp_path / "store.db"
    write_at(path, make.key, OLDEST_VERSION - 1, make)
    assert not may_salvage(path, make.key)
    with pytest.raises(TransomError, match="Too little"):
        open_store(path, mends=True)
    assert open_store(path).statistics().messages == MESSAGES
