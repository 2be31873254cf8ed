"""Writes the text index anew from the stored rows, newest first, a few hundred at a time."""

from transom.engine.entities.mail import MessageId
from transom.engine.store.database import Database
from transom.engine.store.message_index import MessageIndex
from transom.engine.store.transaction import Transaction

AT_ONCE = 250


class Reindexer:
    """Pays the index's debt; what is searched meanwhile is found as far as it has come."""

    def __init__(self, database: Database, index: MessageIndex) -> None:
        self._db = database
        self._index = index

    def is_complete(self) -> bool:
        """Whether every stored message can be found."""
        with self._db.reading() as cx:
            return cx.execute("select 1 from index_debt").get is None

    def begin(self) -> None:
        """Throw the index away; ``go_on`` writes it anew."""

        def job(tx: Transaction) -> None:
            tx.run("insert into message_text (message_text) values ('delete-all')")
            tx.run("delete from term")
            tx.run("delete from index_debt")
            tx.run(
                "insert into index_debt select max(id) + 1 from message having max(id) is not null"
            )
            self._index.forget_terms()

        self._db.write(job)

    def go_on(self) -> bool:
        """Index the next few hundred messages; say whether any are left."""
        return self._db.write(self._index_some)

    def _index_some(self, tx: Transaction) -> bool:
        below = tx.run("select below from index_debt").get
        if below is None:
            return False
        rows = tx.run(
            "select id from message where id < ? order by id desc limit ?", (below, AT_ONCE)
        ).fetchall()
        # Oldest first: the index grows by appending.
        for (number,) in reversed(rows):
            self._index.save(tx, MessageId(number))
        if len(rows) < AT_ONCE:
            tx.run("delete from index_debt")
            return False
        tx.run("update index_debt set below = ?", (rows[-1][0],))
        return True
