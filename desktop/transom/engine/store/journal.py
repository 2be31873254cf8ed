"""The journal's last resting place: the newest calls, a bounded number of them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from transom.engine.entities.accounts import AccountId
from transom.engine.journal import CallRecord
from transom.engine.store.columns import json_from_text, text_from_json, time_from_seconds
from transom.engine.store.database import Database
from transom.engine.store.transaction import Transaction

MOST_RECORDS = 5_000

_EPOCH = time_from_seconds(0)


class JournalStore:
    """Keeps what the journal's queue handed over."""

    def __init__(self, database: Database, most_records: int = MOST_RECORDS) -> None:
        self._db = database
        self._most_records = most_records

    def save(self, records: Sequence[CallRecord]) -> None:
        """Add records and let the oldest go."""
        if not records:
            return

        def job(tx: Transaction) -> None:
            for record in records:
                tx.run(
                    "insert into journal (account, at_us, record) values (?, ?, ?)",
                    (record.account, _microseconds(record.at), _text_from_record(record)),
                )
            tx.run(
                "delete from journal where id <= (select max(id) from journal) - ?",
                (self._most_records,),
            )

        self._db.write(job)

    def read(self, limit: int = MOST_RECORDS) -> list[CallRecord]:
        """Return the newest records, newest first."""
        with self._db.reading() as cx:
            rows = cx.execute(
                "select account, at_us, record from journal order by id desc limit ?", (limit,)
            )
            return [_record_from_row(row) for row in rows]


def _microseconds(time: datetime) -> int:
    return (time - _EPOCH) // timedelta(microseconds=1)


def _text_from_record(record: CallRecord) -> str:
    values = asdict(record)
    del values["at"], values["account"]
    return text_from_json(values)


def _record_from_row(row: tuple[Any, ...]) -> CallRecord:
    values = json_from_text(row[2])
    headers = tuple((name, value) for name, value in values.pop("headers"))
    at = _EPOCH + timedelta(microseconds=row[1])
    return CallRecord(at=at, account=AccountId(row[0]), headers=headers, **values)
