"""Calendars and events as they are written: page by page, with their cursor."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from transom.engine.changes import Change, Kind
from transom.engine.entities.accounts import AccountId, RemoteId
from transom.engine.entities.calendar import Calendar, CalendarId, Event, EventId
from transom.engine.store.calendar_reader import CalendarReader
from transom.engine.store.event_page import EventWriter, Window
from transom.engine.store.event_rows import CALENDAR_COLUMNS
from transom.engine.store.odd_items import note_odd_things
from transom.engine.store.rounds import CALENDAR_WINDOWS, Round
from transom.engine.store.transaction import Transaction

__all__ = ["CalendarStore", "Window"]


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
