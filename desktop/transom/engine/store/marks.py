"""What a person arranged and marked here: favourites, what is folded up, what was seen."""

from collections.abc import Sequence
from typing import Any

import apsw

from transom.engine.changes import Change, Kind
from transom.engine.entities.accounts import AccountId
from transom.engine.entities.mail import Fold, FolderId, MessageId
from transom.engine.store.database import Database
from transom.engine.store.transaction import Transaction

_EVERYBODY = AccountId(0)


class MarkStore:
    """Keeps what the server never learns of; each call that writes is one transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def read_favourites(self) -> list[FolderId] | None:
        """Return folders and views in their order; None until somebody chose."""
        with self._db.reading() as cx:
            rows = [
                int(number)
                for (number,) in cx.execute("select shows from favourite order by place")
            ]
            return [FolderId(number) for number in rows if number] if rows else None

    def save_favourites(self, favourites: Sequence[FolderId]) -> None:
        """Keep other favourites, in this order; folders that are gone are left out."""

        def job(tx: Transaction) -> None:
            tx.run("delete from favourite")
            tx.run("insert into favourite (place, shows) values (0, 0)")
            for place, number in enumerate(dict.fromkeys(favourites), 1):
                tx.run(
                    "insert into favourite (place, shows, folder)"
                    " select ?1, ?2, (select id from folder where id = ?2)"
                    " where ?2 < 0 or exists (select 1 from folder where id = ?2)",
                    (place, number),
                )
            tx.tell(Change(Kind.FOLDERS))

        self._db.write(job)

    def read_folded(self) -> frozenset[Fold]:
        """Return what is folded up."""
        with self._db.reading() as cx:
            rows = cx.execute("select kind, number from folded").fetchall()
            return frozenset(Fold(str(kind), int(number)) for kind, number in rows)  # type: ignore[arg-type]

    def save_fold(self, fold: Fold, account: AccountId | None, *, is_folded: bool) -> None:
        """Keep that something of an account's was folded up, or is open again."""

        def job(tx: Transaction) -> None:
            if is_folded:
                tx.run("insert or ignore into folded values (?, ?, ?)", (*fold, account))
            else:
                tx.run("delete from folded where kind = ? and number = ?", fold)

        self._db.write(job)

    def read_last_shown(self, account: AccountId | None = None) -> FolderId | None:
        """Return what was shown last, of an account or at all."""
        with self._db.reading() as cx:
            sql = "select shows from last_shown where place = ?"
            found = cx.execute(sql, (account or _EVERYBODY,)).get
            return None if found is None else FolderId(found)

    def save_last_shown(self, folder: FolderId, account: AccountId | None) -> None:
        """Keep what is shown now; a view is no account's."""

        def job(tx: Transaction) -> None:
            for place in {_EVERYBODY, account or _EVERYBODY}:
                tx.run(
                    "insert or replace into last_shown values (?, ?, ?)", (place, folder, account)
                )

        self._db.write(job)

    def mark_seen(self, messages: Sequence[MessageId], *, is_seen: bool = True) -> None:
        """Mark unread messages as seen here, or no longer; what is read needs no mark."""

        def job(tx: Transaction) -> None:
            for number in messages:
                row = tx.run(
                    "update message set is_seen = ?1 where id = ?2 and is_read = 0"
                    " and is_seen <> ?1 returning account, folder",
                    (int(is_seen), number),
                ).fetchone()
                if row is not None:
                    tx.tell(Change(Kind.MESSAGES, AccountId(row[0]), row[1], (number,)))

        self._db.write(job)

    def forget_seen(self) -> None:
        """Take every mark away."""

        def job(tx: Transaction) -> None:
            places: list[Any] = tx.run(
                "select distinct account, folder from message where is_seen = 1"
            ).fetchall()
            tx.run("update message set is_seen = 0 where is_seen = 1")
            for account, folder in places:
                tx.tell(Change(Kind.MESSAGES, AccountId(account), folder))

        self._db.write(job)


def seen_counts(cx: apsw.Connection) -> dict[int, int]:
    """Return how many unread messages of each folder were seen here."""
    rows: list[Any] = cx.execute(
        "select folder, count(*) from message where is_seen = 1 group by folder"
    ).fetchall()
    return dict(rows)
