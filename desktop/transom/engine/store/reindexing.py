"""Writes the text index anew from the stored rows, newest first, and joins its pieces."""

from transom.engine.entities.mail import MessageId
from transom.engine.store.database import Database
from transom.engine.store.message_index import TABLES, MessageIndex
from transom.engine.store.transaction import Transaction

AT_ONCE = 250

_PAGES_AT_ONCE = 64
_LARGEST_SHARE = 0.6
_FEW_PAGES = 100


class Reindexer:
    """Pays the index's debt; what is searched meanwhile is found as far as it has come."""

    def __init__(self, database: Database, index: MessageIndex) -> None:
        self._db = database
        self._index = index
        self._scattered: str | None = None

    def is_complete(self) -> bool:
        """Whether every stored message can be found."""
        with self._db.reading() as cx:
            return cx.execute("select 1 from index_debt").get is None

    def begin(self) -> None:
        """Throw the index away; ``go_on`` writes it anew."""

        def job(tx: Transaction) -> None:
            for table in TABLES:
                tx.run(f"insert into {table} ({table}) values ('delete-all')")  # noqa: S608
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

    def join_some(self) -> bool:
        """Join the pieces a first sync left, some pages at a time; say whether any are left.

        Each word is looked for in every piece, so that a search takes twice as long in ten.
        """
        return self._db.write(self._join_some)

    def _join_some(self, tx: Transaction) -> bool:
        if self._scattered is None:
            self._scattered = next((one for one in TABLES if _is_scattered(tx, one)), None)
        if (table := self._scattered) is None:
            return False
        before = tx.cx.total_changes()
        # Below nought it goes on until one piece is left.
        tx.run(f"insert into {table} ({table}, rank) values ('merge', ?)", (-_PAGES_AT_ONCE,))  # noqa: S608
        if tx.cx.total_changes() - before < 2:  # so FTS5 says that there was nothing to do
            self._scattered = None
        return True

    def _index_some(self, tx: Transaction) -> bool:
        below = tx.run("select below from index_debt").get
        if below is None:
            return False
        rows = tx.run(
            "select id from message where id < ? order by id desc limit ?", (below, AT_ONCE)
        ).fetchall()
        # Oldest first: the index grows by appending.
        for (number,) in tx.courtesy.between(reversed(rows)):
            self._index.save(tx, MessageId(number))
        if len(rows) < AT_ONCE:
            tx.run("delete from index_debt")
            return False
        tx.run("update index_debt set below = ?", (rows[-1][0],))
        return True


def _is_scattered(tx: Transaction, table: str) -> bool:
    """Whether the largest piece is not most of the index."""
    rows = tx.run(f"select count(*) from {table}_idx group by segid")  # noqa: S608
    pages = [int(str(row[0])) for row in rows]
    return sum(pages) >= _FEW_PAGES and max(pages) < _LARGEST_SHARE * sum(pages)
