"""Keeps the full-text index of messages in step with their rows, inside the same transaction.

One table has the words and where they stand, for words and phrases; another has the first two and
three letters of them, once a message, for what was typed so far. Both number messages by place.
"""

from collections.abc import Collection
from typing import Any, TypeAlias

from transom.engine.entities.accounts import AccountId
from transom.engine.entities.mail import Body, MessageId
from transom.engine.store.columns import json_from_text, unpack
from transom.engine.store.html_text import MOST_CHARACTERS, text_from_html
from transom.engine.store.places import PLACE
from transom.engine.store.transaction import Transaction
from transom.engine.store.words import index_words, is_unspaced

TABLES = ("message_text", "message_start")

IN_PEOPLE, IN_SUBJECT, IN_FILES = 1, 2, 4
"""Where a term stands besides texts, as a sum."""

PLACE_MARK = "·"
"""Tells an account or a folder from the beginnings of words; no word has it."""

_Fields: TypeAlias = dict[int, set[str]]
_MOST_KNOWN_TERMS = 300_000
_SELECT = (
    f"select account, folder, {PLACE}, subject, sender_name, sender_address, recipients, preview"  # noqa: S608
    " from message where id = ?"
)
_WRITE_TEXT = (
    "insert or replace into message_text (rowid, subject, sender, receivers, body, files, place)"
    " values (?, ?, ?, ?, ?, ?, ?)"
)
_WRITE_STARTS = "insert or replace into message_start (rowid, starts) values (?, ?)"
_WRITE_TERM = (
    "insert into term values (?, ?, ?)"
    " on conflict (account, term) do update set fields = fields | excluded.fields"
)


class MessageIndex:
    """Writes index rows; remembers which terms are stored, so as not to store them again."""

    def __init__(self) -> None:
        self._known: dict[AccountId, _Fields] = {}
        self._writing: Transaction | None = None

    def defer(self, tx: Transaction, message: MessageId) -> None:
        """Leave a message to the moment when its text comes, so that it is indexed once."""
        tx.cx.execute("insert or ignore into index_due values (?)", (message,))

    def save(
        self,
        tx: Transaction,
        message: MessageId,
        body: Body | None = None,
        *,
        has_files: bool = True,
    ) -> None:
        """Index a message anew from its stored rows: subject, people, body or preview, files.

        ``body`` spares the way to the one that was stored just now.
        """
        row: Any = tx.cx.execute(_SELECT, (message,)).get
        if row is None:
            return
        account, folder, place, subject, name, address, recipients, preview = row
        people: list[str] = []
        for pairs in json_from_text(recipients) or ():
            people += [word for pair in pairs for word in pair]
        columns = [
            index_words([subject]),
            index_words([name, address]),
            index_words(people),
            index_words([(_text_of(body) if body else self._body(tx, message)) or preview]),
            index_words(self._files(tx, message) if has_files else ()),
        ]
        subjects, senders, receivers, _, files = columns
        words = set().union(*columns)
        tx.cx.execute(
            _WRITE_TEXT, (place, *(" ".join(some) for some in columns), f"a{account} f{folder}")
        )
        starts = f"{starts_of(words)} {PLACE_MARK}a{account} {PLACE_MARK}f{folder}"
        tx.cx.execute(_WRITE_STARTS, (place, starts))
        tx.cx.execute("delete from index_due where id = ?", (message,))
        fields = {
            0: words,
            IN_SUBJECT: set(subjects),
            IN_PEOPLE: {*senders, *receivers},
            IN_FILES: set(files),
        }
        self._save_terms(tx, account, fields)

    def remove(self, tx: Transaction, message: MessageId) -> None:
        """Take a message out, before its row goes or changes its place."""
        forget_words(tx, "id = ?", message)

    def forget_terms(self) -> None:
        """Drop the memory of stored terms, because rows of them are gone."""
        self._known.clear()

    def _save_terms(self, tx: Transaction, account: AccountId, fields: _Fields) -> None:
        known = self._known_to(tx).setdefault(account, {field: set() for field in fields})
        new: dict[str, int] = {}
        for field, words in fields.items():
            fresh = words - known[field]
            if len(known[field]) > _MOST_KNOWN_TERMS:
                known[field].clear()
            known[field] |= fresh
            for word in fresh:
                if _is_term(word):
                    new[word] = new.get(word, 0) | field
        if new:
            tx.cx.executemany(_WRITE_TERM, [(account, *one) for one in sorted(new.items())])

    def _known_to(self, tx: Transaction) -> dict[AccountId, _Fields]:
        """Return the terms that are stored, unless the transaction that stored some has failed."""
        if self._writing is not tx:
            if self._writing is not None:
                self._known.clear()
            self._writing = tx
            tx.after_commit(self._keep)
        return self._known

    def _keep(self) -> None:
        self._writing = None

    def _body(self, tx: Transaction, message: MessageId) -> str:
        row = tx.cx.execute("select is_html, content from body where id = ?", (message,)).get
        if row is None:
            return ""
        return _text_of(Body(bool(row[0]), unpack(row[1])))

    def _files(self, tx: Transaction, message: MessageId) -> list[str]:
        """Return the attachments' names, and their words where those were read."""
        found: list[str] = []
        rows = tx.cx.execute(
            "select a.name, t.content from attachment a left join attachment_text t"
            " on t.id = a.id where a.message = ?",
            (message,),
        )
        left = MOST_CHARACTERS
        for name, content in rows:
            words = unpack(content)[:left] if isinstance(content, bytes) else ""
            left -= len(words)
            found += [str(name), words]
        return found


def forget_words(tx: Transaction, condition: str, *values: int) -> None:
    """Take the messages out of the index of which a condition of ours holds."""
    for table in TABLES:
        tx.cx.execute(
            f"delete from {table} where rowid in"  # noqa: S608
            f" (select {PLACE} from message where {condition})",
            values,
        )


def starts_of(words: Collection[str]) -> str:
    """Return what words begin with: two and three letters, or one where one is worth a search."""
    starts = {word[:2] for word in words} | {word[:3] for word in words}
    text = " ".join(starts)
    if text.isascii():
        return text
    return f"{text} {' '.join({word[0] for word in words if is_unspaced(word)})}"


def _is_term(word: str) -> bool:
    """Whether a word is found by its beginning; of scripts without spaces it is by each letter."""
    return len(word) > 1 and (word.isascii() or not is_unspaced(word))


def _text_of(body: Body) -> str:
    return text_from_html(body.content) if body.is_html else body.content[:MOST_CHARACTERS]
