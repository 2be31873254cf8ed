"""Searches that were kept, in the store because names and words are private."""

from transom.engine.changes import Change, Kind
from transom.engine.entities.search import SavedSearch, SavedSearchId
from transom.engine.store.database import Database
from transom.engine.store.transaction import Transaction

_COLUMNS = "id, name, words"


class SavedSearchStore:
    """Keeps searches by name; each call that writes is one transaction and one piece of news."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def read_saved(self) -> list[SavedSearch]:
        """Return all, by name."""
        with self._db.reading() as cx:
            rows = cx.execute(f"select {_COLUMNS} from saved_search order by name collate nocase")  # noqa: S608
            return [SavedSearch(name, words, number) for number, name, words in rows]

    def save_search(self, name: str, words: str) -> SavedSearchId:
        """Keep a search; one of the same name is replaced."""

        def job(tx: Transaction) -> SavedSearchId:
            tx.run(
                "insert into saved_search (name, words) values (?, ?)"
                " on conflict (name) do update set words = excluded.words",
                (name, words),
            )
            tx.tell(Change(Kind.SEARCHES))
            return SavedSearchId(tx.run("select id from saved_search where name = ?", (name,)).get)

        return self._db.write(job)

    def remove_search(self, search: SavedSearchId) -> None:
        """Keep a search no longer."""

        def job(tx: Transaction) -> None:
            tx.run("delete from saved_search where id = ?", (search,))
            tx.tell(Change(Kind.SEARCHES))

        self._db.write(job)
