"""The journal's rows: complete, newest first, bounded."""

from datetime import timedelta
from typing import Any

from transom.engine.entities.accounts import AccountId
from transom.engine.journal import CallRecord
from transom.engine.store.journal import JournalStore


def test_records_come_back_newest_first_and_only_so_many_stay(store: Any, make: Any) -> None:
    journal = JournalStore(store.database, most_records=5)
    records = [
        CallRecord(
            make.first_day + timedelta(microseconds=number),
            AccountId(1),
            "GET",
            "/me/messages/{id}",
            429,
            12,
            "client",
            "request",
            2,
            345,
            "throttled",
            (("Retry-After", "3"), ("x", "ü")),
        )
        for number in range(8)
    ]
    journal.save(records[:4])
    assert journal.read() == records[3::-1]
    journal.save(records[4:])
    assert journal.read() == records[:2:-1]
    assert journal.read(limit=2) == records[:5:-1]
    journal.save([])
    assert len(journal.read()) == 5
