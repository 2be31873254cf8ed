"""The words inside attachments: what is still to be read, and what was read of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from transom.engine.entities.accounts import AccountId, RemoteId
from transom.engine.entities.mail import AttachmentId, AttachmentKind, MessageId
from transom.engine.store.columns import pack
from transom.engine.store.database import Database
from transom.engine.store.message_index import MessageIndex
from transom.engine.store.transaction import Transaction

FORGOTTEN_AT_ONCE = 200


class TextState(IntEnum):
    """What is known of the words in a file."""

    UNKNOWN = 0
    HERE = 1
    NONE = 2
    TOO_LARGE = 3


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """An attachment that nobody looked into yet."""

    id: AttachmentId
    message_remote_id: RemoteId
    remote_id: RemoteId
    kind: AttachmentKind
    name: str
    content_type: str
    size_bytes: int
    is_inline: bool


class AttachmentTextStore:
    """Reads on the calling thread, writes on the writer's lane.

    ``most_bytes`` is how large a file may be to be fetched for its words; 0 if none is wanted.
    """

    def __init__(self, database: Database, index: MessageIndex) -> None:
        self._db = database
        self._index = index
        self.most_bytes = 0

    def read_unread(self, account: AccountId, limit: int) -> list[UnreadFile]:
        """Return files that nobody looked into, the newest mail's first."""
        with self._db.reading() as cx:
            rows = cx.execute(
                "select a.id, m.remote_id, a.remote_id, a.kind, a.name, a.content_type,"
                " a.size_bytes, a.is_inline from attachment a indexed by attachment_unread"
                " join message m on m.id = a.message where a.text_state = 0 and m.account = ?"
                " order by a.message desc limit ?",
                (account, limit),
            ).fetchall()
        return [
            UnreadFile(
                AttachmentId(int(str(row[0]))),
                RemoteId(str(row[1])),
                RemoteId(str(row[2])),
                AttachmentKind(str(row[3])),
                str(row[4]),
                str(row[5]),
                int(str(row[6])),
                bool(row[7]),
            )
            for row in rows
        ]

    def note(self, files: Iterable[AttachmentId], state: TextState) -> None:
        """Remember why these have no words here."""
        numbers = list(files)

        def job(tx: Transaction) -> None:
            for number in numbers:
                tx.run("update attachment set text_state = ? where id = ?", (int(state), number))

        if numbers:
            self._db.write(job)

    def save_words(self, file: AttachmentId, words: str) -> None:
        """Keep a file's words and find its message by them; one that vanished is let go."""

        def job(tx: Transaction) -> None:
            message = tx.run("select message from attachment where id = ?", (file,)).get
            if not isinstance(message, int):
                return
            tx.run("insert or replace into attachment_text values (?, ?)", (file, pack(words)))
            tx.run("update attachment set text_state = 1 where id = ?", (file,))
            self._index.save(tx, MessageId(message))

        self._db.write(job)

    def ask_again(self) -> None:
        """What was too large may not be any more."""
        self._db.write(
            lambda tx: tx.run("update attachment set text_state = 0 where text_state = 3")
        )

    def forget_some(self) -> bool:
        """Let go of some files' words, and of them in the index; say whether any are left."""

        def job(tx: Transaction) -> bool:
            rows = tx.run(
                "select t.id, a.message from attachment_text t join attachment a on a.id = t.id"
                " limit ?",
                (FORGOTTEN_AT_ONCE,),
            ).fetchall()
            for number, _ in rows:
                tx.run("delete from attachment_text where id = ?", (number,))
                tx.run("update attachment set text_state = 0 where id = ?", (number,))
            for message in {int(str(row[1])) for row in rows}:
                self._index.save(tx, MessageId(message))
            return len(rows) == FORGOTTEN_AT_ONCE

        return self._db.write(job)
