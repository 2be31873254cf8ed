"""Writes one page of events within one transaction: added, changed, removed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from transom.engine.changes import Change, Kind
from transom.engine.entities.accounts import AccountId, RemoteId
from transom.engine.entities.calendar import CalendarId, Event, EventKind
from transom.engine.entities.mail import Body
from transom.engine.store.columns import pack, seconds_from_time
from transom.engine.store.event_rows import (
    EVENT_COLUMNS,
    Row,
    in_days,
    row_from_event,
    span_columns,
    span_from_row,
)
from transom.engine.store.transaction import Transaction, cleaned

_COLUMNS = EVENT_COLUMNS.split(", ")
_INSERT = f"insert into event ({EVENT_COLUMNS}) values ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608
_UPDATE = f"update event set {', '.join(f'{name} = ?' for name in _COLUMNS)} where id = ?"  # noqa: S608
_SELECT = f"select id, {EVENT_COLUMNS} from event where calendar = ? and remote_id = ?"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Window:
    """The span of one calendar that one delta round covers."""

    starts_at: datetime
    ends_at: datetime

    @property
    def seconds(self) -> tuple[int, int]:
        """The two ends as the store keeps them."""
        return seconds_from_time(self.starts_at), seconds_from_time(self.ends_at)


class EventWriter:
    """Events of one calendar within one transaction."""

    def __init__(self, tx: Transaction, account: AccountId, calendar: CalendarId) -> None:
        self._tx = tx
        self._account = account
        self._calendar = calendar

    def save(self, events: Sequence[Event], *, is_full: bool = False) -> None:
        """Add or renew events; of several with one id the last one counts.

        Full ones were fetched by themselves: their body is the body, even if empty.
        """
        latest = {event.remote_id: event for event in events}
        # Masters first: they know whether their stubs, which have instants only, mean days.
        for event in sorted(latest.values(), key=lambda one: one.kind is not EventKind.MASTER):
            if self._means_days(event):
                event = replace(event, span=in_days(event.span))
            row = cleaned(row_from_event(event, self._account, self._calendar))
            old = self._tx.run(_SELECT, (self._calendar, event.remote_id)).fetchone()
            number = self._save_row(row, old)
            is_new_body = (is_full or bool(event.body.content)) and self._save_body(
                number, event.body
            )
            if old is None or old[1:] != row or is_new_body:
                self._tell(number, event.kind)
            if event.kind is EventKind.MASTER and event.span.is_all_day:
                self._give_days(event.remote_id)

    def remove(self, remote_ids: Iterable[RemoteId], window: Window) -> None:
        """Remove events that still lie in the window; one that moved out of it is left alone.

        A series leaves the window with its occurrences; its master goes with the last of them.
        """
        start, end = window.seconds
        for remote_id in remote_ids:
            key = (self._calendar, remote_id)
            gone = 0
            for column in ("remote_id", "master_remote_id"):
                self._tx.run(
                    f"delete from event where calendar = ? and {column} = ?"  # noqa: S608
                    " and kind <> 'master' and starts_at < ? and ends_at >= ?",
                    (*key, end, start),
                )
                gone += self._tx.cx.changes()
            self._tx.run(
                "delete from event where calendar = ?1 and remote_id = ?2 and kind = 'master'"
                " and not exists (select 1 from event o where o.calendar = ?1"
                " and o.master_remote_id = ?2)",
                key,
            )
            if gone or self._tx.cx.changes():
                self._tx.tell(Change(Kind.EVENTS, self._account, self._calendar))

    def remove_all_but(self, seen: Collection[str], window: Window) -> None:
        """Remove what lies in the window without having been named; masters are left alone."""
        start, end = window.seconds
        rows = self._tx.run(
            "select remote_id from event where calendar = ? and kind <> 'master'"
            " and starts_at < ? and ends_at >= ?",
            (self._calendar, end, start),
        ).fetchall()
        self.remove([RemoteId(str(row[0])) for row in rows if row[0] not in seen], window)

    def _means_days(self, event: Event) -> bool:
        if event.kind is not EventKind.OCCURRENCE or event.span.is_all_day:
            return False
        return bool(
            self._tx.run(
                "select 1 from event where calendar = ? and remote_id = ? and kind = 'master'"
                " and first_day is not null",
                (self._calendar, event.master_remote_id),
            ).get
        )

    def _give_days(self, master: RemoteId) -> None:
        """Turn the instants of stubs that came before their all-day master into days."""
        rows = self._tx.run(
            "select id, starts_at, ends_at from event where calendar = ? and master_remote_id = ?"
            " and kind = 'occurrence' and first_day is null",
            (self._calendar, master),
        ).fetchall()
        for number, start, end in rows:
            span = in_days(span_from_row((start, end, None, None)))
            self._tx.run(
                "update event set starts_at = ?, ends_at = ?, first_day = ?, end_day = ?"
                " where id = ?",
                (*span_columns(span), number),
            )

    def _save_row(self, row: Row, old: tuple[object, ...] | None) -> int:
        if old is None:
            self._tx.cx.execute(_INSERT, row)
            return self._tx.cx.last_insert_rowid()
        number = old[0]
        assert isinstance(number, int)
        if old[1:] != row:
            self._tx.cx.execute(_UPDATE, (*row, number))
        return number

    def _save_body(self, number: int, body: Body) -> bool:
        new = (int(body.is_html), pack(body.content))
        sql = "select is_html, content from event_body where id = ?"
        if self._tx.run(sql, (number,)).fetchone() == new:
            return False
        self._tx.run("insert or replace into event_body values (?, ?, ?)", (number, *new))
        return True

    def _tell(self, number: int, kind: EventKind) -> None:
        # A master speaks for all its occurrences.
        ids = () if kind is EventKind.MASTER else (number,)
        self._tx.tell(Change(Kind.EVENTS, self._account, self._calendar, ids))
