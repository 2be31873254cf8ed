"""Writes an account's tree of mail folders."""

from collections.abc import Collection, Sequence

from transom.engine.changes import Change, Kind
from transom.engine.entities.accounts import AccountId, RemoteId
from transom.engine.entities.mail import Folder
from transom.engine.store.message_index import forget_words
from transom.engine.store.transaction import Transaction, cleaned


class FolderTreeWriter:
    """Folders of one account within one transaction."""

    def __init__(self, tx: Transaction, account: AccountId) -> None:
        self._tx = tx
        self._account = account

    def save(self, folders: Sequence[Folder]) -> None:
        """Add and renew; folders that stand as they stood make no news."""
        for folder in folders:
            row = cleaned(
                (
                    folder.parent_remote_id,
                    folder.name,
                    folder.well_known,
                    folder.unread_count,
                    folder.total_count,
                    int(folder.is_hidden),
                )
            )
            self._save_row(folder.remote_id, row)

    def _save_row(self, remote_id: RemoteId, row: tuple[object, ...]) -> None:
        old = self._tx.cx.execute(
            "select parent_remote_id, name, well_known, unread_count, total_count, is_hidden"
            " from folder where account = ? and remote_id = ?",
            (self._account, remote_id),
        ).fetchone()
        if old == row:
            return
        number = self._tx.cx.execute(
            "insert into folder (account, remote_id, parent_remote_id, name, well_known,"
            " unread_count, total_count, is_hidden) values (?, ?, ?, ?, ?, ?, ?, ?)"
            " on conflict (account, remote_id) do update set"
            " parent_remote_id = excluded.parent_remote_id, name = excluded.name,"
            " well_known = excluded.well_known, unread_count = excluded.unread_count,"
            " total_count = excluded.total_count, is_hidden = excluded.is_hidden returning id",
            (self._account, remote_id, *row),
        ).get
        self._tx.tell(Change(Kind.FOLDERS, self._account, None, (number,)))

    def remove_all_but(self, remote_ids: Collection[RemoteId]) -> None:
        """Remove the folders not named, with their messages."""
        rows = self._tx.cx.execute(
            "select id, remote_id from folder where account = ?", (self._account,)
        ).fetchall()
        gone = [row[0] for row in rows if row[1] not in remote_ids]
        for number in gone:
            assert isinstance(number, int)
            forget_words(self._tx, "folder = ?", number)
            self._tx.run("delete from folder where id = ?", (number,))
            self._tx.tell(Change(Kind.FOLDERS, self._account))
            self._tx.tell(Change(Kind.MESSAGES, self._account, number))
