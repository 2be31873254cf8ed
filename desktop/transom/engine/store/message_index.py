"""Keeps the full-text index of messages in step with their rows, inside the same transaction.

One table has the words and where they stand, for words and phrases; another has the first two and
three letters of them, once a message, for what was typed so far. Both number messages by place.
"""

from collections.abc import Collection, Iterable
from typing import Any

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
        self._known: dict[AccountId, dict[str, int]] = {}

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
        receivers: list[str] = []
        for pairs in json_from_text(recipients) or ():
            receivers += [word for pair in pairs for word in pair]
        columns = [
            index_words([subject]),
            index_words([name, address]),
            index_words(receivers),
            index_words([(_text_of(body) if body else self._body(tx, message)) or preview]),
            index_words(self._files(tx, message) if has_files else ()),
        ]
        words = set().union(*columns)
        texts = (" ".join(some) for some in columns)
        tx.cx.execute(_WRITE_TEXT, (place, *texts, f"a{account} f{folder}"))
        starts = f"{' '.join(starts_of(words))} {PLACE_MARK}a{account} {PLACE_MARK}f{folder}"
        tx.cx.execute(_WRITE_STARTS, (place, starts))
        tx.cx.execute("delete from index_due where id = ?", (message,))
        in_subject, in_sender, in_receivers, _, in_files = columns
        fields = _fields_of(in_subject, (*in_sender, *in_receivers), in_files)
        self._save_terms(tx, account, words, fields)

    def remove(self, tx: Transaction, message: MessageId) -> None:
        """Take a message out, before its row goes or changes its place."""
        forget_words(tx, "id = ?", message)

    def forget_terms(self) -> None:
        """Drop the memory of stored terms, because rows of them are gone."""
        self._known.clear()

    def _save_terms(
        self, tx: Transaction, account: AccountId, words: set[str], fields: dict[str, int]
    ) -> None:
        known = self._known.setdefault(account, {})
        new = {word: fields.get(word, 0) for word in words.difference(known) if _is_term(word)}
        for word, some in fields.items():
            before = known.get(word)
            if before is not None and before | some != before:
                new[word] = before | some
        if not new:
            return
        tx.cx.executemany(_WRITE_TERM, [(account, *one) for one in sorted(new.items())])

        def remember() -> None:
            if len(known) > _MOST_KNOWN_TERMS:
                known.clear()
            known.update(new)

        tx.after_commit(remember)

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


def starts_of(words: Collection[str]) -> set[str]:
    """Return what words begin with: two and three letters, or one where one is worth a search."""
    starts = {word[:2] for word in words} | {word[:3] for word in words}
    if not all(map(str.isascii, starts)):
        starts |= {word[0] for word in words if is_unspaced(word)}
    return starts


def _fields_of(
    subject: Iterable[str], people: Iterable[str], files: Iterable[str]
) -> dict[str, int]:
    fields: dict[str, int] = {}
    for some, where in ((subject, IN_SUBJECT), (people, IN_PEOPLE), (files, IN_FILES)):
        for word in some:
            if _is_term(word):
                fields[word] = fields.get(word, 0) | where
    return fields


def _is_term(word: str) -> bool:
    """Whether a word is found by its beginning; of scripts without spaces it is by each letter."""
    return len(word) > 1 and (word.isascii() or not is_unspaced(word))


def _text_of(body: Body) -> str:
    return text_from_html(body.content) if body.is_html else body.content[:MOST_CHARACTERS]
