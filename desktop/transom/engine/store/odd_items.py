"""Items that could not be read: kept as they came, counted, tried again by another version."""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

from transom.engine.entities.accounts import AccountId, RemoteId
from transom.engine.entities.mail import FolderId, Message
from transom.engine.store.database import Database
from transom.engine.store.mail_page import PageWriter
from transom.engine.store.message_index import MessageIndex
from transom.engine.store.transaction import Transaction

MOST_BYTES = 1 << 20
"""A message's line is a few kilobytes; what is larger is kept up to here."""


class OddItemStore:
    """Reads what could not be read, and lets it go once it can."""

    def __init__(self, database: Database, index: MessageIndex) -> None:
        self._db = database
        self._index = index

    def count(self, account: AccountId | None = None) -> int:
        """Count messages, events and contacts, of one account or of all."""
        with self._db.reading() as cx:
            sql = (
                "select (select count(*) from odd_item where ?1 is null or account = ?1)"
                " + (select count(*) from odd_thing where ?1 is null or account = ?1)"
            )
            return int(cx.execute(sql, (account,)).get)

    def take_outdated(self, account: AccountId, kind: str) -> list[int]:
        """Return the collections with what another version could not read; this one tries once."""
        key = (account, kind, program_version())

        def job(tx: Transaction) -> list[int]:
            sql = "select distinct collection from odd_thing where account = ? and kind = ?"
            rows = tx.run(f"{sql} and version <> ?", key).fetchall()
            if rows:
                tx.run("update odd_thing set version = ?3 where account = ?1 and kind = ?2", key)
            return [int(str(row[0])) for row in rows]

        return self._db.write(job)

    def read_outdated(self, account: AccountId) -> list[RemoteId]:
        """Return what another version of the program could not read."""
        with self._db.reading() as cx:
            rows = cx.execute(
                "select remote_id from odd_item where account = ? and version <> ?",
                (account, program_version()),
            )
            return [RemoteId(str(row[0])) for row in rows]

    def settle(
        self,
        account: AccountId,
        asked: Iterable[RemoteId],
        found: Mapping[RemoteId, Message | None],
        folders: Mapping[RemoteId, FolderId],
    ) -> None:
        """Store what can be read now, drop what is gone, and note who tried the rest last."""

        def job(tx: Transaction) -> None:
            for remote_id in asked:
                key = (account, remote_id)
                if remote_id not in found:
                    tx.run(
                        "update odd_item set version = ? where account = ? and remote_id = ?",
                        (program_version(), *key),
                    )
                    continue
                tx.run("delete from odd_item where account = ? and remote_id = ?", key)
                message = found[remote_id]
                folder = folders.get(message.folder_remote_id) if message else None
                if message is not None and folder is not None:
                    PageWriter(tx, self._index, account, folder).save([message])

        self._db.write(job)


def note_odd(
    tx: Transaction,
    account: AccountId,
    folder: FolderId,
    odd: Mapping[RemoteId, bytes],
    settled: Iterable[RemoteId],
) -> None:
    """Keep what a page has that cannot be read; what it names otherwise is odd no more."""
    if tx.run("select 1 from odd_item where account = ? limit 1", (account,)).get is not None:
        for remote_id in settled:
            tx.run("delete from odd_item where account = ? and remote_id = ?", (account, remote_id))
    for remote_id, raw in odd.items():
        tx.run(
            "insert or replace into odd_item values (?, ?, ?, ?, ?)",
            (account, folder, remote_id, raw[:MOST_BYTES], program_version()),
        )


def note_odd_things(
    tx: Transaction,
    account: AccountId,
    kind: str,
    collection: int,
    odd: Mapping[RemoteId, bytes],
    settled: Iterable[RemoteId],
) -> None:
    """Keep what a page of events or contacts has that cannot be read; see ``note_odd``."""
    where = "where account = ? and kind = ? and collection = ?"
    key = (account, kind, collection)
    if tx.run(f"select 1 from odd_thing {where} limit 1", key).get is not None:  # noqa: S608
        for remote_id in settled:
            tx.run(f"delete from odd_thing {where} and remote_id = ?", (*key, remote_id))  # noqa: S608
    for remote_id, raw in odd.items():
        tx.run(
            "insert or replace into odd_thing values (?, ?, ?, ?, ?, ?)",
            (*key, remote_id, raw[:MOST_BYTES], program_version()),
        )


def drop_unseen(
    tx: Transaction, account: AccountId, kind: str, collection: int, seen: Collection[str]
) -> None:
    """Let go of what a whole round of a collection did not name."""
    where = "where account = ? and kind = ? and collection = ?"
    key = (account, kind, collection)
    for (remote_id,) in tx.run(f"select remote_id from odd_thing {where}", key).fetchall():  # noqa: S608
        if remote_id not in seen:
            tx.run(f"delete from odd_thing {where} and remote_id = ?", (*key, str(remote_id)))  # noqa: S608


@lru_cache(1)
def program_version() -> str:
    """Return the version that runs; empty for a checkout nobody installed."""
    try:
        return version("transom")
    except PackageNotFoundError:
        return ""
