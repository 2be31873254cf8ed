"""Calendars and events in the store, read by span and written page by page with their cursor."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

import apsw

from transom.engine.changes import Change, Kind
from transom.engine.entities.accounts import AccountId, RemoteId
from transom.engine.entities.calendar import Calendar, CalendarId, Event, EventId, Span
from transom.engine.entities.mail import Body
from transom.engine.store.columns import seconds_from_time, time_from_seconds, unpack
from transom.engine.store.database import Database
from transom.engine.store.event_page import EventWriter, Window
from transom.engine.store.event_rows import (
    CALENDAR_COLUMNS,
    EVENT_COLUMNS,
    LINE_COLUMNS,
    calendar_from_row,
    event_from_row,
    filled,
    is_stub,
    line_from_row,
    span_from_row,
)
from transom.engine.store.odd_items import note_odd_things
from transom.engine.store.rounds import CALENDAR_WINDOWS, Round
from transom.engine.store.transaction import Transaction

__all__ = ["CalendarReader", "CalendarStore", "Window"]

_SELECT = (
    "select e.id, c.remote_id, "  # noqa: S608
    + ", ".join(f"e.{name}" for name in EVENT_COLUMNS.split(", "))
    + " from event e join calendar c on c.id = e.calendar"
)
_SELECT_LINE = f"select {LINE_COLUMNS} from event e"  # noqa: S608
_SELECT_SPAN = "select e.starts_at, e.ends_at, e.first_day, e.end_day from event e"
_LONG_S = 2_678_400
"""Longer events have an index of their own; all others that touch a time began shortly before."""


class CalendarReader:
    """Reads calendars and events on the calling thread."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def read_calendars(self, account: AccountId | None = None) -> list[Calendar]:
        """Return the calendars of one account, or of all, the default one first."""
        with self._db.reading() as cx:
            rows = cx.execute(
                f"select {CALENDAR_COLUMNS} from calendar where ?1 is null or account = ?1"  # noqa: S608
                " order by account, is_default desc, id",
                (account,),
            )
            return [calendar_from_row(row) for row in rows]

    def read_events(
        self,
        from_utc: datetime,
        until_utc: datetime,
        calendars: Sequence[CalendarId] | None = None,
    ) -> list[Event]:
        """Return the events that touch a span, without bodies, in order of their beginning.

        Of all calendars that are shown unless some are named. All-day events lie by their days'
        midnights in UTC: whoever shows days in another zone asks for a wider span.
        """
        start, end = seconds_from_time(from_utc), seconds_from_time(until_utc)
        with self._db.reading() as cx:
            shown = self._shown(cx) if calendars is None else calendars
            rows = _touching(cx, _SELECT, shown, start, end)
            rows.sort(key=lambda row: (row[6], -row[7], row[0]))
            return self._filled_all(cx, [event_from_row(row) for row in rows])

    def read_lines(
        self,
        from_utc: datetime,
        until_utc: datetime,
        calendars: Sequence[CalendarId] | None = None,
    ) -> list[Event]:
        """Return what a view draws of the same events, in no order: no people, no preview.

        ``read_event`` knows the rest of one. A month of a full diary is read six times as fast.
        """
        start, end = seconds_from_time(from_utc), seconds_from_time(until_utc)
        with self._db.reading() as cx:
            shown = self._shown(cx) if calendars is None else calendars
            rows = _touching(cx, _SELECT_LINE, shown, start, end)
            masters: dict[tuple[CalendarId, RemoteId], Event | None] = {}
            return [
                self._filled(cx, line_from_row(row), masters) if row[13] else line_from_row(row)
                for row in rows
            ]

    def read_spans(
        self,
        from_utc: datetime,
        until_utc: datetime,
        calendars: Sequence[CalendarId] | None = None,
    ) -> list[Span]:
        """Return only when things are, as ``read_events`` would find them: a year in moments."""
        start, end = seconds_from_time(from_utc), seconds_from_time(until_utc)
        with self._db.reading() as cx:
            shown = self._shown(cx) if calendars is None else calendars
            rows = _touching(cx, _SELECT_SPAN, shown, start, end)
            return [span_from_row(row) for row in rows]

    def read_bounds(
        self, calendars: Sequence[CalendarId] | None = None
    ) -> tuple[datetime, datetime] | None:
        """Return when the first stored event ends and the last one does; None where none is."""
        with self._db.reading() as cx:
            shown = self._shown(cx) if calendars is None else calendars
            ends: list[int] = []
            for calendar in shown:
                for order in ("asc", "desc"):
                    end = cx.execute(
                        "select ends_at from event where calendar = ? and kind <> 'master'"  # noqa: S608
                        f" order by ends_at {order} limit 1",
                        (calendar,),
                    ).get
                    ends += [] if end is None else [end]
        return (time_from_seconds(min(ends)), time_from_seconds(max(ends))) if ends else None

    def read_series(self, event: EventId) -> list[Event]:
        """Return every stored occurrence of the series an event belongs to, earliest first."""
        with self._db.reading() as cx:
            row = cx.execute(f"{_SELECT} where e.id = ?", (event,)).fetchone()
            if row is None:
                return []
            found = event_from_row(row)
            name = found.master_remote_id or found.remote_id
            rows = cx.execute(
                f"{_SELECT} where e.calendar = ? and e.master_remote_id = ?"
                " order by e.starts_at, e.id",
                (found.calendar, name),
            ).fetchall()
            return self._filled_all(cx, [event_from_row(row) for row in rows])

    def read_event(self, event: EventId) -> Event | None:
        """Return an event with its body, an occurrence filled from its series."""
        with self._db.reading() as cx:
            row = cx.execute(f"{_SELECT} where e.id = ?", (event,)).fetchone()
            if row is None:
                return None
            found = event_from_row(row)
            body = self._body(cx, found.id)
            if is_stub(found) and (master := self._master(cx, found)) is not None:
                found = filled(found, master)
                body = body or self._body(cx, master.id)
        return found if body is None else replace(found, body=body)

    def has_body(self, event: EventId) -> bool:
        """Whether the event's text was fetched, be it as its series' text."""
        with self._db.reading() as cx:
            row = cx.execute(f"{_SELECT} where e.id = ?", (event,)).fetchone()
            if row is None:
                return False
            found = event_from_row(row)
            master = self._master(cx, found) if is_stub(found) else None
            ids = (found.id, found.id if master is None else master.id)
            return bool(cx.execute("select 1 from event_body where id in (?, ?)", ids).get)

    def read_master(self, event: EventId) -> Event | None:
        """Return the series an event belongs to, with its body."""
        with self._db.reading() as cx:
            row = cx.execute(f"{_SELECT} where e.id = ?", (event,)).fetchone()
            master = None if row is None else self._master(cx, event_from_row(row))
        return None if master is None else self.read_event(master.id)

    def read_windows(self, calendar: CalendarId) -> list[Window]:
        """Return the spans that were fetched whole at least once, earliest first."""
        with self._db.reading() as cx:
            rows = cx.execute(
                "select starts_at, ends_at from calendar_window"
                " where calendar = ? and delta_cursor is not null order by starts_at",
                (calendar,),
            )
            return [Window(time_from_seconds(row[0]), time_from_seconds(row[1])) for row in rows]

    def read_cursor(self, calendar: CalendarId, window: Window) -> str | None:
        """Return the link that leads on in a window, or None where nothing was fetched."""
        with self._db.reading() as cx:
            cursor = cx.execute(
                "select coalesce(page_cursor, delta_cursor) from calendar_window"
                " where calendar = ? and starts_at = ? and ends_at = ?",
                (calendar, *window.seconds),
            ).get
            return None if cursor is None else str(cursor)

    def find_event(self, calendar: CalendarId, remote_id: RemoteId) -> EventId | None:
        """Return the local id of the server's event."""
        with self._db.reading() as cx:
            found = cx.execute(
                "select id from event where calendar = ? and remote_id = ?", (calendar, remote_id)
            ).get
            return None if found is None else EventId(found)

    def _shown(self, cx: apsw.Connection) -> list[CalendarId]:
        rows = cx.execute("select id from calendar where is_shown = 1")
        return [CalendarId(row[0]) for row in rows]

    def _filled_all(self, cx: apsw.Connection, events: list[Event]) -> list[Event]:
        masters: dict[tuple[CalendarId, RemoteId], Event | None] = {}
        return [self._filled(cx, one, masters) if is_stub(one) else one for one in events]

    def _filled(
        self,
        cx: apsw.Connection,
        line: Event,
        masters: dict[tuple[CalendarId, RemoteId], Event | None],
    ) -> Event:
        key = (line.calendar, line.master_remote_id)
        if key not in masters:
            masters[key] = self._master(cx, line)
        master = masters[key]
        return line if master is None else filled(line, master)

    def _master(self, cx: apsw.Connection, event: Event) -> Event | None:
        row: tuple[Any, ...] | None = cx.execute(
            f"{_SELECT} where e.calendar = ? and e.remote_id = ? and e.kind = 'master'",
            (event.calendar, event.master_remote_id),
        ).fetchone()
        return None if row is None else event_from_row(row)

    def _body(self, cx: apsw.Connection, event: EventId) -> Body | None:
        row = cx.execute(
            "select is_html, content from event_body where id = ?", (event,)
        ).fetchone()
        return None if row is None else Body(bool(row[0]), unpack(row[1]))


class CalendarStore(CalendarReader):
    """Writes calendars and events; each call is one transaction and one piece of news."""

    def save_calendars(
        self, account: AccountId, calendars: Sequence[Calendar], *, is_whole: bool
    ) -> list[Calendar]:
        """Add and renew calendars; when they are all, those not named go with their events.

        Whether a calendar is shown is the user's own choice and stays. An empty whole list is not
        believed: every mailbox has a calendar.
        """

        def job(tx: Transaction) -> None:
            before = self._rows(tx, account)
            for one in calendars:
                _save_calendar(tx, account, one)
            if is_whole and calendars:
                named = {one.remote_id for one in calendars}
                for row in before:
                    if row[2] not in named:
                        tx.run("delete from calendar where id = ?", (row[0],))
                        tx.tell(Change(Kind.EVENTS, account, row[0]))
            if self._rows(tx, account) != before:
                tx.tell(Change(Kind.CALENDARS, account))

        self._db.write(job)
        return self.read_calendars(account)

    def choose_shown(self, choices: Mapping[CalendarId, bool]) -> None:
        """Keep which of these calendars the user wants to see."""

        def job(tx: Transaction) -> None:
            for calendar, is_shown in choices.items():
                row = tx.run(
                    "update calendar set is_shown = ?2 where id = ?1 and is_shown <> ?2"
                    " returning account",
                    (calendar, int(is_shown)),
                ).fetchone()
                if row is not None:
                    tx.tell(Change(Kind.CALENDARS, row[0], None, (calendar,)))

        self._db.write(job)

    def save_page(
        self,
        calendar: CalendarId,
        window: Window,
        items: Sequence[Event],
        removed: Iterable[RemoteId],
        cursor: str,
        *,
        is_round_done: bool,
        odd: Mapping[RemoteId, bytes] = MappingProxyType({}),
    ) -> None:
        """Store a delta page together with the link that leads on.

        The last page of a shadow round also removes what it did not name; what it named and could
        not be read (``odd``) stays as it was. A calendar that vanished takes nothing in.
        """

        gone = list(removed)

        def job(tx: Transaction) -> None:
            account = tx.run("select account from calendar where id = ?", (calendar,)).get
            if not isinstance(account, int):
                return
            walk = _round(tx, calendar, window)
            writer = EventWriter(tx, AccountId(account), calendar)
            writer.remove(gone, window)
            writer.save(items)
            walk.note_seen([*(item.remote_id for item in items), *odd])
            settled = [*gone, *(item.remote_id for item in items)]
            note_odd_things(tx, AccountId(account), "calendar", calendar, odd, settled)
            if is_round_done and walk.is_shadow():
                writer.remove_all_but(walk.seen(), window)
                walk.end_shadow()
            walk.save_cursor(cursor, is_done=is_round_done)

        self._db.write(job)

    def save_event(self, calendar: CalendarId, event: Event) -> EventId | None:
        """Store one event as fetched by itself; None if its calendar vanished."""

        def job(tx: Transaction) -> None:
            account = tx.run("select account from calendar where id = ?", (calendar,)).get
            if isinstance(account, int):
                EventWriter(tx, AccountId(account), calendar).save([event], is_full=True)

        self._db.write(job)
        return self.find_event(calendar, event.remote_id)

    def begin_shadow(self, calendar: CalendarId, window: Window) -> None:
        """Begin a full round behind the events that are shown; ``save_page`` finishes it."""
        self._db.write(lambda tx: _round(tx, calendar, window).begin_shadow())

    def forget_page(self, calendar: CalendarId, window: Window) -> None:
        """Give up the round under way and go back to the link that ended the last one."""
        self._db.write(lambda tx: _round(tx, calendar, window).forget_page())

    def forget_window(self, calendar: CalendarId, window: Window) -> None:
        """Stop following a window; its events stay."""

        def job(tx: Transaction) -> None:
            _round(tx, calendar, window).end_shadow()
            tx.run(
                "delete from calendar_window where calendar = ? and starts_at = ? and ends_at = ?",
                (calendar, *window.seconds),
            )

        self._db.write(job)

    def _rows(self, tx: Transaction, account: AccountId) -> list[tuple[Any, ...]]:
        return tx.run(
            f"select {CALENDAR_COLUMNS} from calendar where account = ? order by id",  # noqa: S608
            (account,),
        ).fetchall()


def _touching(
    cx: apsw.Connection, select: str, shown: Sequence[CalendarId], start: int, end: int
) -> list[tuple[Any, ...]]:
    """Return the rows that touch a span of seconds, in no order."""
    where = f"where e.calendar in ({', '.join('?' * len(shown))}) and e.kind <> 'master'"
    near = start - _LONG_S
    return cx.execute(
        f"{select} {where} and e.starts_at >= ? and e.starts_at < ?"
        " and (+e.ends_at > ? or (e.starts_at = e.ends_at and e.starts_at >= ?))"
        f" union all {select} {where} and e.ends_at - e.starts_at > {_LONG_S}"
        " and e.starts_at < ? and +e.ends_at > ?",
        (*shown, near, end, start, start, *shown, near, start),
    ).fetchall()


def _round(tx: Transaction, calendar: CalendarId, window: Window) -> Round:
    key = (calendar, *window.seconds)
    if tx.run("select 1 from calendar where id = ?", (calendar,)).get:
        tx.run(
            "insert or ignore into calendar_window (calendar, starts_at, ends_at) values (?, ?, ?)",
            key,
        )
    return Round(tx, CALENDAR_WINDOWS, *key)


def _save_calendar(tx: Transaction, account: AccountId, one: Calendar) -> None:
    tx.run(
        "insert into calendar (account, remote_id, name, color, owner_name, owner_address,"
        " is_default, can_edit, is_shown) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " on conflict (account, remote_id) do update set name = excluded.name,"
        " color = excluded.color, owner_name = excluded.owner_name,"
        " owner_address = excluded.owner_address, is_default = excluded.is_default,"
        " can_edit = excluded.can_edit",
        (
            account,
            one.remote_id,
            one.name,
            one.color,
            one.owner.name,
            one.owner.address,
            int(one.is_default),
            int(one.can_edit),
            int(one.is_shown),
        ),
    )
