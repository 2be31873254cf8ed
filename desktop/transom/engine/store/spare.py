"""A small second copy of what no server can send again: accounts, folders, kept searches, marks.

It lies beside the store under the same key, so it also tells a damaged store from a wrong key.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import apsw

from transom.engine.profile import next_of, sync_directory, sync_file
from transom.engine.store.connection import connect
from transom.engine.store.mended import drop

PAGE_SIZE = 4096

FETCHED = (
    "message",
    "body",
    "head",
    "attachment",
    "attachment_content",
    "attachment_text",
    "event",
    "event_body",
    "event_file",
    "contact",
    "contact_address",
    "contact_photo",
    "calendar_window",
    "folder_shadow",
    "calendar_shadow",
    "contact_shadow",
    "guest",
    "odd_item",
    "odd_thing",
    "reconciliation",
    "remote_picture",
    "journal",
)
"""Tables that a sync fills again, or that nobody misses; parents before children."""

DERIVED = ("message_text", "message_start", "term", "index_debt", "index_due")
"""Tables that are made of others."""


def spare_of(path: Path) -> Path:
    """Return where a store's spare lies."""
    return path.with_name(f"{path.name}.spare")


def tables_of(cx: apsw.Connection) -> list[tuple[str, bool]]:
    """Return a database's ordinary tables, and whether each goes without rowids."""
    rows: list[Any] = cx.execute("pragma table_list").fetchall()
    return [
        (str(row[1]), bool(row[4]))
        for row in sorted(rows, key=lambda row: str(row[1]))
        if row[0] == "main" and row[2] == "table" and not str(row[1]).startswith("sqlite_")
    ]


def is_precious(table: str) -> bool:
    """Whether a table's rows are kept twice."""
    return table not in FETCHED and table not in DERIVED


def save_spare(path: Path, key: bytes, cx: apsw.Connection) -> None:
    """Copy the precious rows that ``cx`` reads; a crash leaves the old spare or the new one."""
    target = next_of(spare_of(path))
    drop(target)
    target.touch(mode=0o600)
    flags = apsw.SQLITE_OPEN_READWRITE
    with cx, connect_spare(target, key, flags) as copy:  # one moment, whoever writes meanwhile
        copy.pragma("user_version", cx.pragma("user_version"))
        for table, _ in tables_of(cx):
            if is_precious(table):
                sql = cx.execute("select sql from sqlite_schema where name = ?", (table,)).get
                copy.execute(str(sql))
                _copy_rows(cx, copy, table)
    copy.close()
    sync_file(target)
    os.replace(target, spare_of(path))  # noqa: PTH105  one call of the system
    sync_directory(path.parent)


def connect_spare(spare: Path, key: bytes, flags: int) -> apsw.Connection:
    """Open a spare, or raise the driver's error."""
    return connect(spare, key, flags, page_size=PAGE_SIZE)


def opens_with(path: Path, key: bytes) -> bool:
    """Whether there is a spare and this is its key."""
    return spare_version(path, key) > 0


def spare_version(path: Path, key: bytes) -> int:
    """Return the schema's number in the spare; 0 where there is none that can be read."""
    spare = spare_of(path)
    if not spare.exists() or not spare.stat().st_size:
        return 0
    with suppress(apsw.Error):
        cx = connect_spare(spare, key, apsw.SQLITE_OPEN_READONLY)
        try:
            return int(cx.pragma("user_version"))
        finally:
            cx.close()
    return 0


def spare_rows(path: Path, key: bytes, table: str, columns: Sequence[str]) -> Iterator[Any]:
    """Yield a table's rows as the spare has them, none where there is no spare."""
    if not opens_with(path, key):
        return
    cx = connect_spare(spare_of(path), key, apsw.SQLITE_OPEN_READONLY)
    try:
        yield from cx.execute(f"select {', '.join(columns)} from {table}")  # noqa: S608
    finally:
        cx.close()


def _copy_rows(cx: apsw.Connection, copy: apsw.Connection, table: str) -> None:
    width = len(cx.execute(f"pragma table_info({table})").fetchall())
    marks = ", ".join("?" * width)
    copy.executemany(
        f"insert into {table} values ({marks})",  # noqa: S608
        cx.execute(f"select * from {table}"),  # noqa: S608
    )
