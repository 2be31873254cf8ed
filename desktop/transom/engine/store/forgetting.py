"""Forgetting an account for good: its rows overwritten, the file rewritten, and a look whether."""

import apsw

from transom.engine.entities.accounts import AccountId
from transom.engine.errors import StoreError
from transom.engine.store.accounts import AccountStore
from transom.engine.store.database import Database
from transom.engine.store.message_index import TABLES
from transom.engine.store.places import PLACE
from transom.engine.store.transaction import Transaction

_LARGEST_REWRITTEN_BYTES = 1 << 30


def forget_account(database: Database, accounts: AccountStore, account: AccountId) -> None:
    """Remove every trace of an account from the file; StoreError if one is left.

    A file too large to be rewritten in memory keeps its size: what was deleted is overwritten
    with zeros in either case.
    """
    database.write(_overwrite_from_now_on)
    accounts.remove_account(account)
    database.write(_merge_the_index)
    if database.size_bytes() <= _LARGEST_REWRITTEN_BYTES:
        database.rewrite()
    left = database.write(lambda tx: _traces(tx, account))
    if left:
        raise StoreError(
            "Not everything of the account could be removed from this computer. Try again.",
            tables=", ".join(left),
        )


def _overwrite_from_now_on(tx: Transaction) -> None:
    tx.run("pragma secure_delete = on")


def _merge_the_index(tx: Transaction) -> None:
    # A deleted document's words stay in the index until its segments are merged.
    for table in TABLES:
        tx.run(f"insert into {table} ({table}) values ('optimize')")  # noqa: S608


def _traces(tx: Transaction, account: AccountId) -> list[str]:
    """Return the tables that still hold something of the account."""
    counts = {
        table: int(_number(tx.cx, f"select count(*) from {table} where {column} = ?", account))  # noqa: S608
        for table, column in _tables_with_accounts(tx.cx)
    }
    for table in TABLES:
        orphans = f"select count(*) from {table} where rowid not in (select {PLACE} from message)"  # noqa: S608
        counts[table] = int(_number(tx.cx, orphans))
    return sorted(table for table, count in counts.items() if count)


def _tables_with_accounts(cx: apsw.Connection) -> list[tuple[str, str]]:
    names = [str(row[0]) for row in cx.execute("select name from sqlite_schema where type='table'")]
    found = [("account", "id")]
    for name in names:
        columns = {str(row[1]) for row in cx.execute(f"pragma table_info({name})")}
        if "account" in columns:
            found.append((name, "account"))
    return found


def _number(cx: apsw.Connection, sql: str, *values: int) -> int:
    row = cx.execute(sql, values).fetchone()
    return int(row[0]) if row else 0
