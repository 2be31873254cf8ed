"""A search's words in the full-text index's own language."""

import apsw

from transom.engine.search.query import Where, Words
from transom.engine.store.message_index import TERM_LENGTH
from transom.engine.store.words import is_unspaced, query_words

_MOST_TERMS = 64
_LAST_LETTER = "\U0010ffff"
_COLUMNS = {
    Where.ANYWHERE: "{subject sender receivers body files}",
    Where.SENDER: "sender",
    Where.TO: "receivers",
    Where.CC: "receivers",
    Where.BCC: "receivers",
    Where.PEOPLE: "{sender receivers}",
    Where.SUBJECT: "subject",
    Where.BODY: "body",
    Where.FILES: "files",
}


def expression_of(cx: apsw.Connection, wish: Words) -> str:
    """Write what the index must match; empty if there is nothing to look for yet.

    A lone letter at the end waits for the next, except in scripts that write without spaces.
    """
    words = query_words(wish.text)
    if not words:
        return ""
    # The last letter of a run of an unspaced script may begin a pair.
    is_open = wish.is_beginning or (len(words[-1]) == 1 and is_unspaced(words[-1]))
    parts = [f'"{word}"' for word in words[: -1 if is_open else None]]
    if is_open:
        parts += _beginnings(cx, words[-1])
    return f"{_COLUMNS[wish.where]} : ({' AND '.join(parts)})" if parts else ""


def _beginnings(cx: apsw.Connection, word: str) -> list[str]:
    """Write a word as all words that begin with it; a lone letter waits for the next."""
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
