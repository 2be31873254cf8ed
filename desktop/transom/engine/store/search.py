"""Finds messages by words, newest first, and events and contacts the simple way."""

from typing import Any

import apsw

from transom.engine.entities.accounts import AccountId
from transom.engine.entities.calendar import Event, EventId
from transom.engine.entities.contacts import ContactLine
from transom.engine.entities.mail import FolderId, MessageId, MessageLine
from transom.engine.store.calendar import CalendarReader
from transom.engine.store.contact_rows import LINE_COLUMNS as CONTACT_LINE_COLUMNS
from transom.engine.store.contact_rows import line_from_row as contact_line_from_row
from transom.engine.store.database import Database
from transom.engine.store.message_index import TERM_LENGTH
from transom.engine.store.message_rows import LINE_COLUMNS, line_from_row
from transom.engine.store.words import is_unspaced, query_words

_MOST_TERMS = 64
_LAST_LETTER = "\U0010ffff"


class SearchReader:
    """Searches on the calling thread: all words must match, the last one as a beginning."""

    def __init__(self, database: Database, calendar: CalendarReader) -> None:
        self._db = database
        self._calendar = calendar

    def search_messages(
        self,
        words: str,
        limit: int = 200,
        before: MessageId | None = None,
        *,
        account: AccountId | None = None,
        folder: FolderId | None = None,
    ) -> list[MessageLine]:
        """Return lines whose subject, people, text or files have all words, newest first.

        A single letter finds nothing, except in scripts that write without spaces.
        """
        with self._db.reading() as cx:
            expression = self._expression(cx, words)
            if not expression:
                return []
            places = [f"a{account}"] * (account is not None) + [f"f{folder}"] * (folder is not None)
            for place in places:
                expression += f" AND place : {place}"
            rows = cx.execute(
                f"select {LINE_COLUMNS} from message_text t join message m on m.id = t.rowid"  # noqa: S608
                " where t.message_text match ? and t.rowid < ? order by t.rowid desc limit ?",
                (expression, (1 << 62) if before is None else before, limit),
            )
            return [line_from_row(row) for row in rows]

    def search_events(self, words: str, limit: int = 200) -> list[Event]:
        """Return events and series with all words, the latest first."""
        sql = (
            "select id from event where {} and kind <> 'occurrence' order by starts_at desc limit ?"
        )
        with self._db.reading() as cx:
            ids = [EventId(row[0]) for row in _rows_with_words(cx, sql, words, limit)]
        found = (self._calendar.read_event(number) for number in ids)
        return [event for event in found if event is not None]

    def search_contacts(self, words: str, limit: int = 200) -> list[ContactLine]:
        """Return contacts with all words, by name."""
        sql = (
            f"select {CONTACT_LINE_COLUMNS} from contact c"  # noqa: S608
            " where {} order by sort_key, id limit ?"
        )
        with self._db.reading() as cx:
            return [contact_line_from_row(row) for row in _rows_with_words(cx, sql, words, limit)]

    def _expression(self, cx: apsw.Connection, text: str) -> str:
        """Write the index's query; empty if there is nothing to look for."""
        words = query_words(text)
        if not words or not any(len(word) > 1 or is_unspaced(word) for word in words):
            return ""
        parts = [f'"{word}"' for word in words[:-1]]
        parts += _beginnings(cx, words[-1], is_complete=text[-1].isspace())
        return f"{{subject people body files}} : ({' AND '.join(parts)})"


def _beginnings(cx: apsw.Connection, word: str, *, is_complete: bool) -> list[str]:
    """Write the last word as all words that begin with it; a lone letter waits for the next."""
    if is_complete and not is_unspaced(word):
        return [f'"{word}"']
    if len(word) == 1 and not is_unspaced(word):
        return []
    if len(word) >= TERM_LENGTH:
        rows = cx.execute(
            "select distinct term from term where account in (select id from account)"
            " and term >= ? and term < ? limit ?",
            (word, word + _LAST_LETTER, _MOST_TERMS + 1),
        ).fetchall()
        if len(rows) <= _MOST_TERMS:
            terms = [f'"{row[0]}"' for row in rows] or [f'"{word}"']
            return [f"({' OR '.join(terms)})"]
    return [f'"{word}" *']


def _rows_with_words(cx: apsw.Connection, sql: str, text: str, limit: int) -> list[tuple[Any, ...]]:
    """Fill ``sql`` with a condition for each word; every word may be a beginning."""
    words = query_words(text)
    if not words:
        return []
    condition = " and ".join(["search_text like ?"] * len(words))
    # Words hold letters and digits only: nothing in them is special to "like".
    return cx.execute(sql.format(condition), (*(f"% {word}%" for word in words), limit)).fetchall()
