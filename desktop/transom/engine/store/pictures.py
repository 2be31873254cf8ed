"""Remote pictures: what a person allowed, and what was fetched, the latest up to a limit."""

import hashlib
from typing import Any

from transom.engine.changes import Change, Kind
from transom.engine.entities.accounts import AccountId
from transom.engine.entities.pictures import (
    Allowance,
    AllowanceKind,
    PictureConsent,
    RemotePicture,
)
from transom.engine.store.columns import seconds_from_time, time_from_seconds
from transom.engine.store.database import Database
from transom.engine.store.transaction import Transaction

MOST_BYTES = 100 << 20


class PictureStore:
    """Each call that writes is one transaction; what is allowed is news, what is fetched is not."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self.most_bytes = MOST_BYTES

    def read_allowances(self) -> list[Allowance]:
        """Return all that is allowed for good, by name."""
        with self._db.reading() as cx:
            rows: list[tuple[Any, ...]] = cx.execute(
                "select account, kind, name, allowed_at from picture_allowance"
                " order by name, account, kind"
            ).fetchall()
        return [
            Allowance(AccountId(account), AllowanceKind(kind), name, time_from_seconds(at))
            for account, kind, name, at in rows
        ]

    def read_consent(self, account: AccountId, sender: str) -> PictureConsent:
        """Return what is allowed for mail of a sender; nobody's is an empty ``sender``."""
        with self._db.reading() as cx:
            rows = cx.execute(
                "select kind, name from picture_allowance"
                " where account = ? and (kind = 'host' or name = ?)",
                (account, sender.lower()),
            ).fetchall()
        hosts = frozenset(str(name) for kind, name in rows if kind == AllowanceKind.HOST)
        is_whole = bool(sender) and any(kind == AllowanceKind.SENDER for kind, _ in rows)
        return PictureConsent(account, is_whole, hosts, sender)

    def save_allowance(self, allowance: Allowance) -> None:
        """Allow a sender or a host from now on."""

        def job(tx: Transaction) -> None:
            tx.run(
                "insert or replace into picture_allowance values (?, ?, ?, ?)",
                (
                    allowance.account,
                    allowance.kind.value,
                    allowance.name.lower(),
                    seconds_from_time(allowance.allowed_at),
                ),
            )
            tx.tell(Change(Kind.PICTURES))

        self._db.write(job)

    def remove_allowance(self, allowance: Allowance) -> None:
        """Allow a sender or a host no longer."""

        def job(tx: Transaction) -> None:
            tx.run(
                "delete from picture_allowance where account = ? and kind = ? and name = ?",
                (allowance.account, allowance.kind.value, allowance.name.lower()),
            )
            tx.tell(Change(Kind.PICTURES))

        self._db.write(job)

    def read_picture(self, picture: RemotePicture) -> bytes | None:
        """Return what was fetched from the address before."""
        with self._db.reading() as cx:
            row = cx.execute(
                "select content from remote_picture where account = ? and digest = ?",
                (picture.account, _digest(picture)),
            ).fetchone()
        return bytes(row[0]) if row else None

    def save_picture(self, picture: RemotePicture, content: bytes) -> None:
        """Keep what was fetched; the oldest make room."""

        def job(tx: Transaction) -> None:
            tx.run(
                "insert or replace into remote_picture (account, digest, size, content)"
                " values (?, ?, ?, ?)",
                (picture.account, _digest(picture), len(content), content),
            )
            tx.run(
                "delete from remote_picture where id <= coalesce((select max(id) from (select id,"
                " sum(size) over (order by id desc) as so_far from remote_picture)"
                " where so_far > ?), 0)",
                (self.most_bytes,),
            )

        self._db.write(job)

    def remove_pictures(self) -> None:
        """Forget everything that was fetched."""
        self._db.write(lambda tx: tx.run("delete from remote_picture"))

    def held_bytes(self) -> int:
        """Return how much is kept."""
        with self._db.reading() as cx:
            row = cx.execute("select coalesce(sum(size), 0) from remote_picture").fetchone()
        return int(row[0]) if row else 0


def _digest(picture: RemotePicture) -> bytes:
    return hashlib.sha256(picture.url_text.encode("utf-8", "replace")).digest()
