"""A search's words in the full-text index's own language."""

from dataclasses import dataclass

import apsw

from transom.engine.search.query import Where, Words
from transom.engine.store.message_index import IN_FILES, IN_PEOPLE, IN_SUBJECT
from transom.engine.store.words import is_unspaced, phrase_words, query_words

MOST_TERMS = 256
"""So many words may stand for a beginning; where there are more, beginnings have an index."""

_LONGEST_START = 3
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
_FIELDS = {
    Where.SENDER: IN_PEOPLE,
    Where.TO: IN_PEOPLE,
    Where.CC: IN_PEOPLE,
    Where.BCC: IN_PEOPLE,
    Where.PEOPLE: IN_PEOPLE,
    Where.SUBJECT: IN_SUBJECT,
    Where.FILES: IN_FILES,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the words' index must match, and what some word must begin with.

    With ``is_vague`` a word that begins so may stand in another part than was asked for.
    """

    match: str = ""
    start: str = ""
    is_vague: bool = False


def wanted_of(cx: apsw.Connection, wish: Words) -> Wanted:
    """Say what the indexes must match; nothing if there is nothing to look for yet.

    A lone letter at the end waits for the next, except in scripts that write without spaces.
    """
    words = query_words(wish.text)
    if not words:
        return Wanted()
    # The last letter of a run of an unspaced script may begin a pair.
    is_open = wish.is_beginning or (len(words[-1]) == 1 and is_unspaced(words[-1]))
    whole = words[:-1] if is_open else words
    parts = [_phrase(wish.text, is_open=is_open)] if wish.is_phrase else _quoted(whole)
    start = ""
    if is_open:
        last = words[-1]
        if some := _beginnings(cx, last, wish.where):
            parts.append(some)
        elif len(last) > 1 or is_unspaced(last):
            start = f'"{last}"'
    match = within(wish.where, [part for part in parts if part])
    return Wanted(match, start, bool(start) and wish.where is not Where.ANYWHERE)


def within(where: Where, parts: list[str]) -> str:
    """Write that all parts must match within a part of a message."""
    return f"{_COLUMNS[where]} : ({' AND '.join(parts)})" if parts else ""


def words_beginning(cx: apsw.Connection, word: str, where: Where = Where.ANYWHERE) -> str:
    """Write a word as all words that begin with it; empty where they are too many."""
    fields = _FIELDS.get(where, 0)
    rows = cx.execute(
        "select distinct term from term where account in (select id from account)"
        " and term >= ? and term < ? and fields & ? = ? limit ?",
        (word, word + _LAST_LETTER, fields, fields, MOST_TERMS + 1),
    ).fetchall()
    if len(rows) > MOST_TERMS:
        return ""
    terms = _quoted([str(row[0]) for row in rows]) or [f'"{word}"']
    return f"({' OR '.join(terms)})"


def _beginnings(cx: apsw.Connection, word: str, where: Where) -> str:
    """Write what the words' index has of a beginning; empty where the other index is asked."""
    if is_unspaced(word):  # of these, pairs are the longest words there are
        return f'"{word}"' if len(word) > 1 else ""
    is_short = len(word) <= _LONGEST_START
    if len(word) == 1 or (is_short and where is Where.ANYWHERE):
        return ""
    return words_beginning(cx, word, where) or ("" if is_short else f'"{word}" *')


def _phrase(text: str, *, is_open: bool) -> str:
    """Write words that stand side by side; an open last one is left out."""
    words = phrase_words(text, without_last=is_open)
    return f'"{" ".join(words)}"' if words else ""


def _quoted(words: list[str]) -> list[str]:
    return [f'"{word}"' for word in words]
