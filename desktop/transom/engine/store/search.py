"""Finds messages newest first, and events and contacts the simple way."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import apsw

from transom.engine.entities.accounts import AccountId
from transom.engine.entities.calendar import Event
from transom.engine.entities.contacts import ContactLine
from transom.engine.entities.mail import FolderId, MessageId, MessageLine
from transom.engine.search.query import Ignored, Node, Query, Where
from transom.engine.store.calendar_reader import CalendarReader
from transom.engine.store.columns import unpack
from transom.engine.store.database import Database
from transom.engine.store.message_index import PLACE_MARK
from transom.engine.store.message_rows import LINE_COLUMNS, line_from_row
from transom.engine.store.phrases import plain_text
from transom.engine.store.places import FARTHEST, ID_AT_T, place_after, place_of, usual_place
from transom.engine.store.search_others import contacts_with, events_with
from transom.engine.store.search_plan import Plan, Planner, alone, begins_at, bounds_of
from transom.engine.store.snippets import snippet_of
from transom.engine.store.transaction import Value

_IN_TEXTS = (Where.ANYWHERE, Where.BODY)
_IN_FILES = (Where.ANYWHERE, Where.FILES)
_STEPS_BETWEEN_LOOKS = 20_000


@dataclass(frozen=True, slots=True)
class Scope:
    """Where is searched; None is everywhere."""

    account: AccountId | None = None
    folder: FolderId | None = None


EVERYWHERE = Scope()


class SearchReader:
    """Searches on the calling thread, in what is stored."""

    def __init__(self, database: Database, calendar: CalendarReader) -> None:
        self._db = database
        self._calendar = calendar

    def search_messages(
        self,
        query: Query,
        limit: int = 200,
        before: MessageId | None = None,
        scope: Scope = EVERYWHERE,
    ) -> list[MessageLine]:
        """Return the newest lines that the query finds."""
        found = self.iterate(query, before, scope, limit)
        return list(found)

    def iterate(
        self,
        query: Query,
        after: MessageId | None = None,
        scope: Scope = EVERYWHERE,
        limit: int = -1,
        *,
        is_descending: bool = True,
    ) -> Generator[MessageLine, None, None]:
        """Yield lines by date, newest first or last, each as soon as it is found."""
        with self._db.reading() as cx:
            plan = self._plan(cx, query, scope)
            if plan is None:
                return
            sql, values = _statement(cx, plan, query.root, after, is_descending=is_descending)
            way = "desc" if is_descending else "asc"
            rows = cx.execute(
                f"select {LINE_COLUMNS} {sql} order by {_order(plan)} {way} limit ?",
                (*values, limit),
            )
            for row in rows:
                yield line_from_row(row)

    def read_facts(
        self, query: Query, columns: str, limit: int
    ) -> Generator[tuple[Any, ...], None, None]:
        """Yield columns of a message's row ``m``, of the newest that the query finds."""
        with self._db.reading() as cx:
            plan = self._plan(cx, query, EVERYWHERE)
            if plan is None:
                return
            sql, values = _statement(cx, plan, query.root, None)
            ordered = f"order by {_order(plan)} desc limit ?"
            yield from cx.execute(f"select {columns} {sql} {ordered}", (*values, limit))

    def count_messages(self, query: Query, scope: Scope = EVERYWHERE) -> int:
        """Count all that the query finds; takes its time."""
        with self._db.reading() as cx:
            plan = self._plan(cx, query, scope)
            if plan is None:
                return 0
            if plan.is_match:
                sql = "select count(*) from message_text where message_text match ?"
                return int(cx.execute(sql, (plan.match,)).get)
            sql, values = _statement(cx, plan, query.root, None)
            return int(cx.execute(f"select count(*) {sql}", values).get)

    def ignored_names(self, query: Query) -> tuple[Ignored, ...]:
        """Return the names of folders and categories that nothing here bears."""
        with self._db.reading() as cx:
            planner = Planner(cx)
            if query.root is not None:
                planner.plan(query.root)
            return tuple(planner.ignored)

    def fitting(self, root: Node, messages: Sequence[MessageId]) -> list[MessageId]:
        """Return those of the messages that a condition without words holds for."""
        marks = ", ".join("?" * len(messages))
        with self._db.reading() as cx:
            plan = alone(Planner(cx).plan(root))
            sql = f"select id from message m where id in ({marks}) and ({plan.sql or '1'})"  # noqa: S608
            return [MessageId(row[0]) for row in cx.execute(sql, (*messages, *plan.values))]

    def snippets(self, query: Query, messages: Sequence[MessageId]) -> dict[MessageId, str]:
        """Return for each message the piece of its text that has a word, where one has.

        Where none has, a piece of an attachment's text counts, behind the attachment's name.
        """
        wanted = query.wanted_words()
        words = [wish.text for wish in wanted if wish.where in _IN_TEXTS]
        file_words = [wish.text for wish in wanted if wish.where in _IN_FILES]
        found: dict[MessageId, str] = {}
        with self._db.reading() as cx:
            for message in messages:
                row = cx.execute(
                    "select is_html, content from body where id = ?", (message,)
                ).fetchone()
                text = plain_text(unpack(row[1]), is_html=bool(row[0])) if row else ""
                piece = snippet_of(text, words) or _snippet_of_files(cx, message, file_words)
                if piece:
                    found[message] = piece
        return found

    def search_events(self, query: Query, limit: int = 200) -> list[Event]:
        """Return events and series that the query finds, the latest first."""
        with self._db.reading() as cx:
            numbers = events_with(cx, query, limit)
        found = (self._calendar.read_event(number) for number in numbers)
        return [event for event in found if event is not None]

    def search_contacts(self, query: Query, limit: int = 200) -> list[ContactLine]:
        """Return contacts that the query finds, by name."""
        with self._db.reading() as cx:
            return contacts_with(cx, query, limit)

    @contextmanager
    def until(self, is_over: Callable[[], bool]) -> Iterator[None]:
        """Break off what this thread searches meanwhile once ``is_over`` says so: StoppedError."""
        with self._db.reading() as cx:
            cx.set_progress_handler(is_over, _STEPS_BETWEEN_LOOKS)
            try:
                yield
            finally:
                cx.set_progress_handler(None)

    def _plan(self, cx: apsw.Connection, query: Query, scope: Scope) -> Plan | None:
        if query.root is None:
            return None
        planner = Planner(cx)
        plan = planner.plan(query.root)
        return None if plan.is_empty else planner.settled(_scoped(plan, scope))


def _scoped(plan: Plan, scope: Scope) -> Plan:
    """Narrow a plan to a place, by the index that leads."""
    places = [f"a{scope.account}"] * (scope.account is not None)
    places += [f"f{scope.folder}"] * (scope.folder is not None)
    if not places:
        return plan
    if plan.starts and not plan.match:
        marked = [f'"{PLACE_MARK}{place}"' for place in places]
        return replace(plan, starts=(_and([*plan.starts, *marked]),))
    return replace(
        plan, match=_and([*([plan.match] if plan.match else []), f"place : ({_and(places)})"])
    )


def _snippet_of_files(cx: apsw.Connection, message: MessageId, words: Sequence[str]) -> str:
    rows = cx.execute(
        "select a.name, t.content from attachment a join attachment_text t on t.id = a.id"
        " where a.message = ? order by a.id",
        (message,),
    )
    for name, content in rows if words else ():
        if piece := snippet_of(unpack(content), words):
            return f"In {name}: {piece}"
    return ""


def _and(words: Sequence[str]) -> str:
    return " AND ".join(words)


def _order(plan: Plan) -> str:
    return "t.rowid" if plan.match or plan.starts else "m.id"


def _statement(
    cx: apsw.Connection,
    plan: Plan,
    root: Node | None,
    after: MessageId | None,
    *,
    is_descending: bool = True,
) -> tuple[str, tuple[Value, ...]]:
    """Return the rows a plan finds beyond an id, from "from" on."""
    low, high = bounds_of(root) if root is not None else (0, 0)
    also = f" and {plan.sql}" if plan.sql else ""
    if not plan.match and not plan.starts:
        if after is not None:
            low, high = (low, min(high, after)) if is_descending else (max(low, after + 1), high)
        return f"from message m where m.id >= ? and m.id < ?{also}", (low, high, *plan.values)
    # The condition on the row holds exactly what the places bound nearly.
    begin, end = usual_place(MessageId(low)), usual_place(MessageId(high)) + FARTHEST
    if after is not None and is_descending:
        end = min(end, place_of(cx, after))
    elif after is not None:
        begin = max(begin, place_after(cx, after))
    values: tuple[Value, ...] = (begin, end)
    starts = _and(plan.starts)
    begins = ""
    if plan.match and starts:
        begins, values = f" and {begins_at('t.rowid')}", (*values, starts)
    table = "message_text" if plan.match else "message_start"
    sql = (
        f"from {table} t cross join message m where t.{table} match ?"
        f" and t.rowid >= ? and t.rowid < ? and m.id = {ID_AT_T}{begins}{also}"
    )
    return sql, (plan.match or starts, *values, *plan.values)
