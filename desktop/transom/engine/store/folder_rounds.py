"""Delta rounds of a mail folder: where the next page begins, and the shadow of a round begun anew.

A round's own links are kept apart from the link that ended the last whole round, so that a lost
page link costs one round and not the folder. While a folder is in shadow, its pages are stored as
always and their ids noted; with the last page, whatever was not noted is known to be gone.
"""

from collections.abc import Iterable

from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.mail import FolderId
from transom.engine.store.transaction import Transaction


def save_cursor(tx: Transaction, folder: FolderId, cursor: str, *, is_round_done: bool) -> None:
    """Keep the link that leads on."""
    if is_round_done:
        sql = "update folder set delta_cursor = ?, page_cursor = null where id = ?"
    else:
        sql = "update folder set page_cursor = ? where id = ?"
    tx.run(sql, (cursor, folder))


def forget_cursor(tx: Transaction, folder: FolderId) -> None:
    """Drop every link."""
    tx.run("update folder set delta_cursor = null, page_cursor = null where id = ?", (folder,))


def forget_page(tx: Transaction, folder: FolderId) -> None:
    """Drop the link within the round; a shadow round begins its notes again."""
    tx.run("update folder set page_cursor = null where id = ?", (folder,))
    tx.run("delete from folder_shadow where folder = ?", (folder,))


def begin_shadow(tx: Transaction, folder: FolderId) -> None:
    """Drop every link and note from now on what the pages name."""
    forget_cursor(tx, folder)
    tx.run("delete from folder_shadow where folder = ?", (folder,))
    tx.run("update folder set is_shadow = 1 where id = ?", (folder,))


def note_seen(tx: Transaction, folder: FolderId, remote_ids: Iterable[RemoteId]) -> None:
    """Note what a page named, if the folder is in shadow."""
    if _is_shadow(tx, folder):
        for remote_id in remote_ids:
            tx.run("insert or ignore into folder_shadow values (?, ?)", (folder, remote_id))


def finish_shadow(tx: Transaction, folder: FolderId) -> list[RemoteId]:
    """End the shadow and return what lies in the folder without having been named."""
    if not _is_shadow(tx, folder):
        return []
    rows = tx.run(
        "select remote_id from message m where folder = ?1 and not exists (select 1"
        " from folder_shadow s where s.folder = ?1 and s.remote_id = m.remote_id)",
        (folder,),
    ).fetchall()
    tx.run("delete from folder_shadow where folder = ?", (folder,))
    tx.run("update folder set is_shadow = 0 where id = ?", (folder,))
    return [RemoteId(str(row[0])) for row in rows]


def _is_shadow(tx: Transaction, folder: FolderId) -> bool:
    return bool(tx.run("select is_shadow from folder where id = ?", (folder,)).get)
