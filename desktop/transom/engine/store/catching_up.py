"""What a first round leaves for later: texts that one page may bring, lines not indexed yet."""

from collections.abc import Sequence

from transom.engine.entities.accounts import AccountId, RemoteId
from transom.engine.entities.mail import MessageId
from transom.engine.store.database import Database
from transom.engine.store.message_index import MessageIndex
from transom.engine.store.transaction import Transaction

AT_ONCE = 200


class CatchingUp:
    """Reads what is missing, and indexes what waits for its text in vain."""

    def __init__(self, database: Database, index: MessageIndex) -> None:
        self._db = database
        self._index = index

    def last_within(self, account: AccountId, newest: MessageId, size: int) -> MessageId:
        """Return the oldest of an account's ``size`` messages from ``newest`` on."""
        with self._db.reading() as cx:
            found = cx.execute(
                "select min(id) from (select id from message where account = ? and id <= ?"
                " order by id desc limit ?)",
                (account, newest, size),
            ).get
            return newest if found is None else MessageId(found)

    def meetings(self, messages: Sequence[MessageId]) -> set[MessageId]:
        """Return those of the messages that speak of a meeting."""
        marks = ", ".join("?" * len(messages))
        with self._db.reading() as cx:
            rows = cx.execute(
                f"select id from message where id in ({marks}) and kind <> 'mail'",  # noqa: S608
                tuple(messages),
            )
            return {MessageId(row[0]) for row in rows}

    def without_text(
        self, messages: Sequence[MessageId], first: MessageId
    ) -> list[tuple[MessageId, RemoteId]]:
        """Return those of the messages whose text is wanted, from ``first`` on, and not here."""
        marks = ", ".join("?" * len(messages))
        with self._db.reading() as cx:
            rows = cx.execute(
                f"select id, remote_id from message where id in ({marks})"  # noqa: S608
                " and has_body = 0 and id >= ? order by id desc",
                (*messages, first),
            )
            return [(MessageId(row[0]), RemoteId(str(row[1]))) for row in rows]

    def is_index_due(self) -> bool:
        """Whether lines wait to be indexed."""
        with self._db.reading() as cx:
            return cx.execute("select 1 from index_due limit 1").get is not None

    def index_some(self) -> bool:
        """Index the newest lines that wait, without their texts; say whether any are left."""
        return self._db.write(self._index_some)

    def _index_some(self, tx: Transaction) -> bool:
        rows = tx.run("select id from index_due order by id desc limit ?", (AT_ONCE,)).fetchall()
        for (number,) in tx.courtesy.between(reversed(rows)):
            self._index.save(tx, MessageId(number))
            tx.run("delete from index_due where id = ?", (number,))
        return len(rows) == AT_ONCE
