"""Heads of messages in the store: kept once they were fetched, with the body or for themselves."""

import json

from transom.engine.entities.mail import Header, Headers, MessageId
from transom.engine.store.columns import pack, unpack
from transom.engine.store.database import Database
from transom.engine.store.transaction import Transaction

WRITE_HEAD = (
    "insert into head values (?, ?) on conflict (id) do update set content = excluded.content"
)


class HeaderStore:
    """Reads heads by key on any thread, and keeps those that were asked for."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def read_headers(self, message: MessageId) -> Headers | None:
        """Return a message's head, None until it was fetched; an empty one if there is none."""
        with self._db.reading() as cx:
            content = cx.execute("select content from head where id = ?", (message,)).get
        if content is None:
            return None
        return tuple(Header(name, value) for name, value in json.loads(unpack(content)))

    def save_headers(self, message: MessageId, headers: Headers) -> None:
        """Keep a message's head, if the message is still there."""
        content = packed_headers(headers)

        def job(tx: Transaction) -> None:
            if tx.run("select 1 from message where id = ?", (message,)).get is not None:
                tx.run(WRITE_HEAD, (message, content))

        self._db.write(job)


def packed_headers(headers: Headers) -> bytes:
    """Press a message's head together."""
    return pack(json.dumps([(one.name, one.value) for one in headers], ensure_ascii=False))
