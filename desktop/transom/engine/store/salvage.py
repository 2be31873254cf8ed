"""Makes a sound store of what a damaged one still has, ready to fetch the rest again."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import apsw

from transom.engine.errors import DamagedError, WrongKeyError
from transom.engine.store.connection import check_header, connect
from transom.engine.store.doors import our_errors
from transom.engine.store.mended import declare_whole, drop, mending_of
from transom.engine.store.migration import migrate
from transom.engine.store.salvage_rows import UNREADABLE, DamagedTable
from transom.engine.store.spare import (
    FETCHED,
    is_precious,
    spare_rows,
    spare_version,
    tables_of,
)

log = logging.getLogger(__name__)

OLDEST_VERSION = 13
"""Older schemas are not mended: their tables lack what the steps below rely on."""
_AT_ONCE = 500

_MAIL = frozenset({"folder", "message", "folder_shadow", "guest", "odd_item"})
_EVENTS = frozenset({"event", "event_body", "event_file", "calendar_shadow"})
_WINDOWS = frozenset({"calendar", "calendar_window"})
_CONTACTS = frozenset({"contact_folder", "contact", "contact_address", "contact_shadow"})

_BODIES_AGAIN = """
update message set has_body = 0 where has_body = 1 and not exists
    (select 1 from body where body.id = message.id);
update message set has_body = 0 where has_body = 1 and size_bytes <>
    (select length(content) from body where body.id = message.id)
    + (select coalesce(sum(a.size_bytes), 0) from attachment a where a.message = message.id)
"""
"""A text whose attachments are not all here comes again with them."""
_FILE_TEXTS_AGAIN = """
update attachment set text_state = 0 where text_state = 1 and not exists
    (select 1 from attachment_text t where t.id = attachment.id)
"""

_SHORT_FOLDERS = """
select id from folder where (stored_count, stored_unread) <>
    (select count(*), coalesce(sum(is_read = 0), 0) from message where folder = folder.id)
"""
_COUNTS = """
update folder set (stored_count, stored_unread) =
    (select count(*), coalesce(sum(is_read = 0), 0) from message where folder = folder.id)
"""
_INDEX_AGAIN = """
delete from index_debt;
insert into index_debt select max(id) + 1 from message having max(id) is not null
"""
_WINDOWS_AGAIN = """
update calendar_window set delta_cursor = null, page_cursor = null, is_shadow = 1;
delete from calendar_shadow
"""
# A row that differs is written anew, with all that belongs to it.
_CONTACTS_AGAIN = "update contact set search_text = search_text || ' '"


@dataclass(slots=True)
class Salvaged:
    """What a repair kept; ``gaps`` are the places that could not be read, by table."""

    rows: int = 0
    gaps: dict[str, int] = field(default_factory=dict)

    def touches(self, tables: frozenset[str]) -> bool:
        """Whether something of these is lost."""
        return not tables.isdisjoint(self.gaps)


def may_salvage(path: Path, key: bytes) -> bool:
    """Whether a repair would keep something."""
    with our_errors():
        return path.exists() and _version_of(path, key) >= OLDEST_VERSION


def salvage(path: Path, key: bytes) -> Salvaged:
    """Write a mended copy beside a damaged file, which stays as it is; see ``mended``.

    DamagedError if nothing at all can be made of it, WrongKeyError if the key may be another one.
    """
    with our_errors():
        version = _version_of(path, key)
        if not version:
            check_header(path)
            raise WrongKeyError("The key does not open the local copy. Nothing was changed.")
        if version < OLDEST_VERSION:
            raise DamagedError("Too little of the local copy can be read to mend it.")
        target = mending_of(path)
        drop(target)
        target.touch(mode=0o600)
        try:
            found = _write_copy(path, key, target, version)
        except BaseException:
            drop(target)
            raise
        declare_whole(path)
    log.warning("the local copy was mended: %d rows kept, gaps in %s", found.rows, found.gaps)
    return found


def _version_of(path: Path, key: bytes) -> int:
    try:
        cx = _open_damaged(path, key)
    except UNREADABLE:
        return spare_version(path, key)
    try:
        return int(cx.pragma("user_version")) or spare_version(path, key)
    finally:
        cx.close()


def _open_damaged(path: Path, key: bytes) -> apsw.Connection:
    return connect(path, key, apsw.SQLITE_OPEN_READONLY, tolerates_damage=True)


def _write_copy(path: Path, key: bytes, target: Path, version: int) -> Salvaged:
    new = connect(target, key, apsw.SQLITE_OPEN_READWRITE)
    try:
        # A copy that was not finished is thrown away: nothing has to survive half way.
        new.pragma("journal_mode", "off")
        new.pragma("synchronous", "off")
        migrate(new, up_to=version)
        new.pragma("foreign_keys", False)
        new.config(apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0)
        found = Salvaged()
        with new:
            again = _copy_tables(path, key, new, found)
            _drop_orphans(new)
            _ask_again(new, found, again)
        return found
    finally:
        new.close()


def _copy_tables(path: Path, key: bytes, new: apsw.Connection, found: Salvaged) -> list[int]:
    """Copy every table; return the folders that only the spare knew."""
    open_damaged = partial(_open_damaged, path, key)
    is_legible = _is_legible(path, key)
    tables = tables_of(new)
    precious = [one for one in tables if is_precious(one[0])]
    fetched = [one for one in tables if one[0] in FETCHED]
    restored: list[int] = []
    for table, has_keys in (*precious, *sorted(fetched, key=lambda one: FETCHED.index(one[0]))):
        columns, keys = _columns_of(new, table)
        source = DamagedTable(open_damaged, table, columns, keys if has_keys else ())
        if is_legible:
            found.rows += _insert(new, table, columns, source.rows())
        else:
            source.gaps += 1
        if not source.gaps:
            continue
        found.gaps[table] = source.gaps
        if is_precious(table):
            before = _ids(new) if table == "folder" else set()
            found.rows += _insert(new, table, columns, spare_rows(path, key, table, columns))
            restored += sorted(_ids(new) - before) if table == "folder" else []
    return restored


def _is_legible(path: Path, key: bytes) -> bool:
    try:
        _open_damaged(path, key).close()
    except UNREADABLE:
        return False
    return True


def _columns_of(cx: apsw.Connection, table: str) -> tuple[list[str], list[str]]:
    rows: list[Any] = cx.execute(f"pragma table_info({table})").fetchall()
    keys = sorted((row[5], str(row[1])) for row in rows if row[5])
    return [str(row[1]) for row in rows], [name for _, name in keys]


def _ids(cx: apsw.Connection) -> set[int]:
    return {int(row[0]) for row in cx.execute("select id from folder")}


def _insert(cx: apsw.Connection, table: str, columns: list[str], rows: Iterator[Any]) -> int:
    marks = ", ".join("?" * len(columns))
    sql = f"insert or ignore into {table} ({', '.join(columns)}) values ({marks})"  # noqa: S608
    before = cx.total_changes()
    while some := list(islice(rows, _AT_ONCE)):
        cx.executemany(sql, some)
    return cx.total_changes() - before


def _drop_orphans(cx: apsw.Connection) -> None:
    """Remove what belongs to something that is lost, again until nothing is left of that kind."""
    while True:
        before = cx.total_changes()
        for table, _ in tables_of(cx):
            rows: list[Any] = cx.execute(f"pragma foreign_key_list({table})").fetchall()
            for _, _, parent, column, parents_column, *_ in rows:
                cx.execute(
                    f"delete from {table} where {column} is not null"  # noqa: S608
                    f" and {column} not in (select {parents_column or 'id'} from {parent})"
                )
        if cx.total_changes() == before:
            return


def _ask_again(cx: apsw.Connection, found: Salvaged, restored: list[int]) -> None:
    """Note what a sync has to fetch again, and what is made of other rows."""
    cx.execute(_BODIES_AGAIN)
    cx.execute(_FILE_TEXTS_AGAIN)
    if found.touches(_MAIL):
        short = {int(row[0]) for row in cx.execute(_SHORT_FOLDERS)} | set(restored)
        sides = found.touches(_MAIL - {"folder", "message"})
        _begin_anew(cx, "folder", "folder_shadow", _ids(cx) if sides or not short else short)
    cx.execute(_COUNTS)
    if found.touches(_WINDOWS):  # without its window nobody would learn that an event is gone
        cx.execute("delete from event")
    if found.touches(_EVENTS | _WINDOWS):
        cx.execute(_WINDOWS_AGAIN)
    if found.touches(_CONTACTS):
        cx.execute(_CONTACTS_AGAIN)
        numbers = {int(row[0]) for row in cx.execute("select id from contact_folder")}
        _begin_anew(cx, "contact_folder", "contact_shadow", numbers)
    cx.execute(_INDEX_AGAIN)


def _begin_anew(cx: apsw.Connection, table: str, shadow: str, numbers: set[int]) -> None:
    for number in numbers:
        cx.execute(
            f"update {table} set delta_cursor = null, page_cursor = null, is_shadow = 1"  # noqa: S608
            " where id = ?",
            (number,),
        )
        cx.execute(f"delete from {shadow} where folder = ?", (number,))  # noqa: S608
