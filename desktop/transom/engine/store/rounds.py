"""Delta rounds of a collection: where the next page begins, and the shadow of a round begun anew.

A round's own links are kept apart from the link that ended the last whole round, so that a lost
page link costs one round and not the collection. In shadow, pages are stored as always and their
ids noted; with the last page, whatever was not noted is known to be gone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import apsw

from transom.engine.entities.accounts import AccountId, RemoteId
from transom.engine.entities.mail import FolderId
from transom.engine.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class RoundTable:
    """Where a kind of collection keeps its links and its shadow; names are ours, never a server's.

    ``keys`` find the collection in ``table``, ``shadow_keys`` the same one in ``shadow``.
    """

    table: str
    keys: tuple[str, ...]
    shadow: str
    shadow_keys: tuple[str, ...]


MAIL_FOLDERS = RoundTable("folder", ("id",), "folder_shadow", ("folder",))
CONTACT_FOLDERS = RoundTable("contact_folder", ("id",), "contact_shadow", ("folder",))
CALENDAR_WINDOWS = RoundTable(
    "calendar_window",
    ("calendar", "starts_at", "ends_at"),
    "calendar_shadow",
    ("calendar", "starts_at", "ends_at"),
)


@dataclass(frozen=True, slots=True)
class OpenRounds:
    """Mail folders of which not all was ever fetched, and those amid a round of pages."""

    first: frozenset[FolderId]
    amid: frozenset[FolderId]


def open_rounds(cx: apsw.Connection, account: AccountId) -> OpenRounds:
    """Return which of an account's folders have something left of a round."""
    rows: list[Any] = cx.execute(
        "select id, delta_cursor is null, page_cursor is not null from folder"
        " where account = ? and (delta_cursor is null or page_cursor is not null)",
        (account,),
    ).fetchall()
    return OpenRounds(
        frozenset(FolderId(number) for number, is_first, _ in rows if is_first),
        frozenset(FolderId(number) for number, _, is_amid in rows if is_amid),
    )


class Round:
    """The delta round of one collection within one transaction."""

    def __init__(self, tx: Transaction, table: RoundTable, *key: int) -> None:
        self._tx = tx
        self._table = table
        self._key = key

    def exists(self) -> bool:
        """Whether the collection is still there."""
        return self._read("1") is not None

    def cursor(self) -> object:
        """Return the link to the next round; None while there is none, or pages are to come."""
        return self._read("iif(page_cursor is null, delta_cursor, null)")

    def save_cursor(self, cursor: str, *, is_done: bool) -> None:
        """Keep the link that leads on."""
        if is_done:
            self._update("delta_cursor = ?, page_cursor = null", cursor)
        else:
            self._update("page_cursor = ?", cursor)

    def forget_page(self) -> None:
        """Drop the link within the round; a first or shadow round begins anew in shadow.

        Without an older link to go back to, nobody would tell what vanished since the first pages.
        """
        self._update("page_cursor = null, is_shadow = max(is_shadow, delta_cursor is null)")
        self._forget_seen()

    def begin_shadow(self) -> None:
        """Drop every link and note from now on what the pages name."""
        self._update("delta_cursor = null, page_cursor = null, is_shadow = 1")
        self._forget_seen()

    def note_seen(self, remote_ids: Iterable[RemoteId]) -> None:
        """Note what a page named, if in shadow."""
        if not self.is_shadow():
            return
        marks = ", ?" * len(self._key)
        for remote_id in remote_ids:
            # Names come from the constants above.
            self._tx.run(
                f"insert or ignore into {self._table.shadow}"  # noqa: S608
                f" ({', '.join(self._table.shadow_keys)}, remote_id) values ({marks[2:]}, ?)",
                (*self._key, remote_id),
            )

    def is_shadow(self) -> bool:
        """Whether a full round runs behind what is shown."""
        return bool(self._read("is_shadow"))

    def seen(self) -> set[str]:
        """Return the ids noted since the shadow began."""
        rows = self._tx.run(
            f"select remote_id from {self._table.shadow}"  # noqa: S608
            f" where {_where(self._table.shadow_keys)}",
            self._key,
        )
        return {str(row[0]) for row in rows}

    def end_shadow(self) -> None:
        """Show the round as it is from now on."""
        self._forget_seen()
        self._update("is_shadow = 0")

    def _forget_seen(self) -> None:
        where = _where(self._table.shadow_keys)
        self._tx.run(f"delete from {self._table.shadow} where {where}", self._key)  # noqa: S608

    def _read(self, column: str) -> object:
        where = _where(self._table.keys)
        return self._tx.run(
            f"select {column} from {self._table.table} where {where}",  # noqa: S608
            self._key,
        ).get

    def _update(self, change: str, *values: str) -> None:
        where = _where(self._table.keys)
        self._tx.run(
            f"update {self._table.table} set {change} where {where}",  # noqa: S608
            (*values, *self._key),
        )


def _where(keys: tuple[str, ...]) -> str:
    return " and ".join(f"{key} = ?" for key in keys)
