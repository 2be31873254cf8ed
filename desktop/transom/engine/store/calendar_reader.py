"""Calendars and events as they are read, by span."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import apsw

from transom.engine.entities.accounts import AccountId, RemoteId
from transom.engine.entities.calendar import Calendar, CalendarId, Event, EventId, Span
from transom.engine.entities.mail import Body
from transom.engine.store.columns import seconds_from_time, time_from_seconds, unpack
from transom.engine.store.database import Database
from transom.engine.store.event_page import Window
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
