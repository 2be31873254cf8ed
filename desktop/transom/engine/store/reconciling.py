"""Compares folders with the server's own lists: how far each came, and what differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from transom.engine.entities.accounts import AccountId, RemoteId
from transom.engine.entities.mail import FolderId, Mark, Message
from transom.engine.store.columns import seconds_from_time
from transom.engine.store.database import Database
from transom.engine.store.mail_page import PageWriter
from transom.engine.store.message_index import MessageIndex
from transom.engine.store.message_rows import TIE_BITS
from transom.engine.store.rounds import MAIL_FOLDERS, Round
from transom.engine.store.transaction import Transaction

_BEYOND = 1 << 42
_SECOND_OF_NO_DATE = 1


@dataclass(frozen=True, slots=True)
class Walk:
    """A comparison of a folder under way: from ``below`` (seconds; None for the newest) downwards.

    ``cursor`` is the delta's link at its start: news that came since may know better.
    """

    folder: FolderId
    cursor: str
    below: int | None = None


@dataclass(frozen=True, slots=True)
class Differences:
    """What a page of the server's list and the store do not agree on."""

    unknown: tuple[RemoteId, ...] = ()
    changed: tuple[RemoteId, ...] = ()
    surplus: tuple[RemoteId, ...] = ()

    @property
    def all(self) -> list[RemoteId]:
        """Every message that has to be asked about."""
        return [*self.unknown, *self.changed, *self.surplus]


class ReconcilingStore:
    """Knows what was compared when, finds what differs and mends it."""

    def __init__(self, database: Database, index: MessageIndex) -> None:
        self._db = database
        self._index = index

    def next_due(
        self, account: AccountId, kind: str, known: Sequence[int], now: datetime, every_s: int
    ) -> int | None:
        """Return the one that waits longest of those that are due; None if none is.

        One that is new here was read whole just now; a date from a wrong clock is put right.
        """
        at = seconds_from_time(now)
        with self._db.reading() as cx:
            found = cx.execute(
                "select collection, done_at, below from reconciliation"
                " where account = ? and kind = ?",
                (account, kind),
            )
            rows: dict[int, Any] = {int(str(row[0])): row[1:] for row in found}
        fresh = [one for one in known if one not in rows or rows[one][0] > at]
        if fresh:
            self._db.write(partial(_note_all, account, kind, fresh, at))
        waiting = [one for one in known if one in rows and one not in fresh]
        due = [one for one in waiting if rows[one][1] is not None or rows[one][0] + every_s <= at]
        # A walk that was begun is ended first.
        return min(due, key=lambda one: (rows[one][1] is None, rows[one][0]), default=None)

    def note_done(self, account: AccountId, kind: str, collection: int, now: datetime) -> None:
        """It is compared to the end."""
        at = seconds_from_time(now)
        self._db.write(lambda tx: _note(tx, account, kind, collection, at))

    def whole_folders(self, account: AccountId) -> list[int]:
        """Return the mail folders that were read to their end at least once."""
        with self._db.reading() as cx:
            sql = "select id from folder where account = ? and delta_cursor is not null"
            return [int(str(row[0])) for row in cx.execute(sql, (account,))]

    def begin(self, account: AccountId, folder: FolderId) -> Walk | None:
        """Go on where the comparison of a folder stopped; None while a round of it is under way."""
        with self._db.reading() as cx:
            row = cx.execute(
                "select f.delta_cursor, r.below from folder f left join reconciliation r"
                " on r.account = ? and r.kind = 'mail' and r.collection = f.id"
                " where f.id = ? and f.delta_cursor is not null and f.page_cursor is null",
                (account, folder),
            ).fetchone()
        return None if row is None else Walk(folder, str(row[0]), row[1])

    def differences(self, walk: Walk, marks: Sequence[Mark], *, is_last: bool) -> Differences:
        """Compare a page of the server's list with what is stored of the same time."""
        named = {mark.remote_id: mark for mark in marks}
        above = -1 if is_last else min(second_of(mark) for mark in marks)
        top = _BEYOND if walk.below is None else walk.below + 1
        with self._db.reading() as cx:
            rows = cx.execute(
                "select remote_id, change_key, id >> ? from message where folder = ? and id < ?"
                " and id >= ?",
                (TIE_BITS, walk.folder, top << TIE_BITS, max(0, above) << TIE_BITS),
            ).fetchall()
        here = {RemoteId(str(row[0])): (str(row[1]), int(str(row[2]))) for row in rows}
        return Differences(
            unknown=tuple(one for one in named if one not in here),
            changed=tuple(
                one
                for one, mark in named.items()
                if one in here and mark.change_key and here[one][0] != mark.change_key
            ),
            # The page may have ended in the middle of its last second.
            surplus=tuple(one for one in here if one not in named and here[one][1] > above),
        )

    def settle(
        self,
        account: AccountId,
        walk: Walk,
        found: Mapping[RemoteId, Message | None],
        folders: Mapping[RemoteId, FolderId],
        below: int | None,
        now: datetime,
    ) -> int:
        """Store what was asked about and how far the walk came; return how much was mended.

        Nothing happens if news came meanwhile: the same page is compared again.
        """

        def job(tx: Transaction) -> int:
            if Round(tx, MAIL_FOLDERS, walk.folder).cursor() != walk.cursor:
                return 0
            writer = PageWriter(tx, self._index, account, walk.folder)
            writer.remove([one for one, message in found.items() if message is None])
            placed = [
                (folders.get(message.folder_remote_id), message)
                for message in found.values()
                if message is not None
            ]
            writer.save([message for folder, message in placed if folder == walk.folder])
            writer.place([(f, m) for f, m in placed if f is not None and f != walk.folder])
            writer.remove([message.remote_id for folder, message in placed if folder is None])
            _note(tx, account, "mail", walk.folder, seconds_from_time(now), below)
            return writer.saved().count

        return self._db.write(job)


def second_of(mark: Mark) -> int:
    """Return the second a message is filed under."""
    if mark.received_at is None:
        return _SECOND_OF_NO_DATE
    return max(_SECOND_OF_NO_DATE, seconds_from_time(mark.received_at))


def _note_all(
    account: AccountId, kind: str, collections: Sequence[int], at: int, tx: Transaction
) -> None:
    for one in collections:
        _note(tx, account, kind, one, at)


def _note(
    tx: Transaction, account: AccountId, kind: str, one: int, at: int, below: int | None = None
) -> None:
    tx.run(
        "insert or replace into reconciliation values (?, ?, ?, ?, ?)",
        (account, kind, one, below, at),
    )
