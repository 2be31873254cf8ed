"""Keeps the full-text index of messages in step with their rows, inside the same transaction."""

from transom.engine.entities.accounts import AccountId
from transom.engine.entities.mail import Body, MessageId
from transom.engine.store.columns import json_from_text, unpack
from transom.engine.store.html_text import MOST_CHARACTERS, text_from_html
from transom.engine.store.transaction import Transaction
from transom.engine.store.words import index_words

TERM_LENGTH = 4
"""From here on a typed prefix is looked up among the terms; the index itself knows shorter ones."""

_MOST_KNOWN_TERMS = 300_000


class MessageIndex:
    """Writes index rows; remembers which terms are stored, so as not to store them again."""

    def __init__(self) -> None:
        self._known: dict[AccountId, set[str]] = {}

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
        row = tx.cx.execute(
            "select account, folder, subject, sender_name, sender_address, recipients, preview"
            " from message where id = ?",
            (message,),
        ).get
        if row is None:
            return
        account, folder, subject, name, address, recipients, preview = row
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
        tx.cx.execute(
            "insert or replace into message_text"
            " (rowid, subject, sender, receivers, body, files, place)"
            " values (?, ?, ?, ?, ?, ?, ?)",
            (message, *(" ".join(words) for words in columns), f"a{account} f{folder}"),
        )
        tx.cx.execute("delete from index_due where id = ?", (message,))
        self._save_terms(tx, account, set().union(*columns))

    def remove(self, tx: Transaction, message: MessageId) -> None:
        """Take a message out."""
        tx.cx.execute("delete from message_text where rowid = ?", (message,))

    def forget_terms(self) -> None:
        """Drop the memory of stored terms, because rows of them are gone."""
        self._known.clear()

    def _save_terms(self, tx: Transaction, account: AccountId, words: set[str]) -> None:
        known = self._known.setdefault(account, set())
        new = sorted(word for word in words - known if len(word) >= TERM_LENGTH)
        if not new:
            return
        tx.cx.executemany(
            "insert or ignore into term (account, term) values (?, ?)",
            [(account, word) for word in new],
        )

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


def _text_of(body: Body) -> str:
    return text_from_html(body.content) if body.is_html else body.content[:MOST_CHARACTERS]
