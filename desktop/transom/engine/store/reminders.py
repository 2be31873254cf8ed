"""Which events want to remind, and what a person did with each reminder."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from transom.engine.entities.accounts import AccountId
from transom.engine.entities.calendar import CalendarId, EventId
from transom.engine.entities.reminders import Candidate, ReminderKey
from transom.engine.store.calendar_reader import CalendarReader
from transom.engine.store.columns import seconds_from_time, time_from_seconds
from transom.engine.store.database import Database
from transom.engine.store.transaction import Transaction

_ZONES_S = 14 * 3600
"""A whole day's midnight lies at most this far from its UTC one, which the rows have."""
_FORGOTTEN = timedelta(days=90)

# A stub carries nothing but its times: its series says when to remind. What was over before its
# account was watched is left out here already, within what zones may differ.
_CANDIDATES = """
with wanted as (
    select e.id, e.ends_at, k.until_at, w.since_at,
        e.starts_at - 60 * coalesce(json_extract(e.details, '$.reminder_minutes'),
            json_extract(m.details, '$.reminder_minutes')) as due_at
    from event e
    join calendar c on c.id = e.calendar
    join reminder_watch w on w.account = c.account
    left join event m on m.calendar = e.calendar and m.remote_id = e.master_remote_id
        and m.kind = 'master' and e.kind = 'occurrence' and e.subject = ''
    left join reminder_mark k on k.calendar = e.calendar and k.remote_id = e.remote_id
        and k.starts_at = e.starts_at
    where e.calendar in ({places}) and e.kind <> 'master' and e.starts_at >= ? and e.starts_at < ?
        and (k.remote_id is null or k.until_at < ?)
)
select id, until_at, since_at from wanted
where due_at < ? and (ends_at > ? or coalesce(until_at, due_at) > since_at - {zones})
order by due_at
"""


class ReminderStore:
    """Reads candidates and keeps marks; every method is for a worker."""

    def __init__(self, database: Database, calendar: CalendarReader) -> None:
        self._db = database
        self._calendar = calendar

    def watch(self, accounts: Iterable[AccountId], now: datetime) -> None:
        """Begin to look after accounts that are new; a date from a wrong clock is put right."""
        wanted = tuple(accounts)
        at = seconds_from_time(now)
        with self._db.reading() as cx:
            rows = cx.execute("select account from reminder_watch where since_at <= ?", (at,))
            missing = set(wanted) - {row[0] for row in rows}
        if not missing:
            return

        def job(tx: Transaction) -> None:
            for account in missing:
                tx.run(
                    "insert into reminder_watch select id, ?2 from account where id = ?1"
                    " on conflict (account) do update set since_at = excluded.since_at",
                    (account, at),
                )

        self._db.write(job)

    def read_candidates(
        self,
        calendars: Sequence[CalendarId],
        now: datetime,
        *,
        ahead: timedelta,
        back: timedelta,
        lead: timedelta,
    ) -> list[Candidate]:
        """Return what may remind before ``ahead`` is over, events of the time ``back`` included.

        What is dismissed, or put off beyond that, is left out.
        """
        horizon = seconds_from_time(now + ahead)
        floor = seconds_from_time(now - back) - _ZONES_S
        ceiling = horizon + round(lead.total_seconds()) + _ZONES_S
        over = seconds_from_time(now) - _ZONES_S
        sql = _CANDIDATES.format(places=", ".join("?" * len(calendars)), zones=_ZONES_S)
        with self._db.reading() as cx:
            rows: list[Any] = cx.execute(
                sql, (*calendars, floor, ceiling, horizon, horizon + _ZONES_S, over)
            ).fetchall()
        found = []
        for number, until, since in rows:
            event = self._calendar.read_event(EventId(number))
            if event is not None:
                put_off = None if until is None else time_from_seconds(until)
                found.append(Candidate(event, time_from_seconds(since), put_off))
        return found

    def mark(self, keys: Iterable[ReminderKey], until: datetime | None, now: datetime) -> None:
        """Put reminders off, or dismiss them where no time is given."""
        marks = [(key.calendar, key.remote_id, seconds_from_time(key.starts_at)) for key in keys]
        until_s = None if until is None else seconds_from_time(until)

        def job(tx: Transaction) -> None:
            for mark in marks:
                tx.run(
                    "insert or replace into reminder_mark"
                    " select id, ?2, ?3, ?4 from calendar where id = ?1",
                    (*mark, until_s),
                )
            old = seconds_from_time(now - _FORGOTTEN)
            tx.run("delete from reminder_mark where starts_at < ?", (old,))

        self._db.write(job)
