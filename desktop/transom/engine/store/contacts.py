"""Contacts in the store: read by name on any thread, written page by page with their cursor."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from transom.engine.changes import Change, Kind
from transom.engine.entities.accounts import AccountId, RemoteId
from transom.engine.entities.contacts import (
    Contact,
    ContactFolder,
    ContactFolderId,
    ContactId,
    ContactLine,
)
from transom.engine.store.contact_page import ContactWriter
from transom.engine.store.contact_rows import (
    FOLDER_COLUMNS,
    LINE_COLUMNS,
    contact_from_row,
    folder_from_row,
    line_from_row,
)
from transom.engine.store.database import Database
from transom.engine.store.odd_items import drop_unseen, note_odd_things
from transom.engine.store.rounds import CONTACT_FOLDERS, Round
from transom.engine.store.transaction import Transaction

_CONTACT = (
    "select c.id, f.remote_id, c.account, c.folder, c.remote_id, c.record"
    " from contact c join contact_folder f on f.id = c.folder"
)


class ContactReader:
    """Reads contacts on the calling thread."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def read_folders(self, account: AccountId | None = None) -> list[ContactFolder]:
        """Return the contact folders of one account, or of all, the default one first."""
        with self._db.reading() as cx:
            rows = cx.execute(
                f"select {FOLDER_COLUMNS},"  # noqa: S608
                " (select count(*) from contact c where c.folder = contact_folder.id)"
                " from contact_folder where ?1 is null or account = ?1"
                " order by account, is_default desc, id",
                (account,),
            )
            return [folder_from_row(row) for row in rows]

    def read_lines(
        self,
        folder: ContactFolderId | None = None,
        after: ContactLine | None = None,
        limit: int = -1,
    ) -> list[ContactLine]:
        """Return lines by name, of one folder or of all; from ``after`` on, at most ``limit``."""
        conditions, values = ["1"], list[int | str]()
        if folder is not None:
            conditions.append("c.folder = ?")
            values.append(folder)
        if after is not None:
            conditions.append("(c.sort_key, c.id) > (?, ?)")
            values += [after.sort_key, after.id]
        with self._db.reading() as cx:
            rows = cx.execute(
                f"select {LINE_COLUMNS} from contact c where {' and '.join(conditions)}"  # noqa: S608
                " order by c.sort_key, c.id limit ?",
                (*values, limit),
            )
            return [line_from_row(row) for row in rows]

    def read_lines_by_ids(self, ids: Sequence[ContactId]) -> list[ContactLine]:
        """Return those of the named lines that exist, by name."""
        marks = ", ".join("?" * len(ids))
        with self._db.reading() as cx:
            rows = cx.execute(
                f"select {LINE_COLUMNS} from contact c where c.id in ({marks})"  # noqa: S608
                " order by c.sort_key, c.id",
                tuple(ids),
            )
            return [line_from_row(row) for row in rows]

    def read_contact(self, contact: ContactId) -> Contact | None:
        """Return all that is known of a contact but the photo."""
        with self._db.reading() as cx:
            row = cx.execute(f"{_CONTACT} where c.id = ?", (contact,)).fetchone()
            return None if row is None else contact_from_row(row)

    def read_photo(self, contact: ContactId) -> bytes | None:
        """Return a contact's picture, if there is one and it was fetched."""
        with self._db.reading() as cx:
            row = cx.execute(
                "select content from contact_photo where contact = ?", (contact,)
            ).fetchone()
            return None if row is None else row[0]

    def find_contact_by_address(
        self, address: str, account: AccountId | None = None
    ) -> ContactId | None:
        """Return the contact with a mail address, whatever its case; of several the first."""
        with self._db.reading() as cx:
            found = cx.execute(
                "select a.contact from contact_address a join contact c on c.id = a.contact"
                " where a.address = ?1 and (?2 is null or c.account = ?2)"
                " order by a.contact limit 1",
                (address.strip().casefold(), account),
            ).get
            return None if found is None else ContactId(found)

    def missing_photos(self, account: AccountId, limit: int) -> list[tuple[ContactId, RemoteId]]:
        """Return contacts of which nobody knows yet whether the server has a picture."""
        with self._db.reading() as cx:
            rows = cx.execute(
                "select id, remote_id from contact c where account = ? and not exists"
                " (select 1 from contact_photo p where p.contact = c.id) order by id limit ?",
                (account, limit),
            )
            return [(ContactId(number), RemoteId(remote)) for number, remote in rows]

    def read_cursor(self, folder: ContactFolderId) -> str | None:
        """Return the link that leads on: within the round under way, else to the next round."""
        with self._db.reading() as cx:
            cursor = cx.execute(
                "select coalesce(page_cursor, delta_cursor) from contact_folder where id = ?",
                (folder,),
            ).get
            return None if cursor is None else str(cursor)


class ContactStore(ContactReader):
    """Writes contacts; each call is one transaction and one piece of news."""

    def save_folders(
        self, account: AccountId, folders: Sequence[ContactFolder], *, is_whole: bool
    ) -> list[ContactFolder]:
        """Add and renew folders; when they are all, those not named go with their contacts.

        An empty whole list is not believed: every mailbox has a default folder.
        """

        def job(tx: Transaction) -> None:
            before = self._rows(tx, account)
            for one in folders:
                _save_folder(tx, account, one)
            if is_whole and folders:
                named = {one.remote_id for one in folders}
                for row in before:
                    if row[2] not in named:
                        tx.run("delete from contact_folder where id = ?", (row[0],))
                        tx.tell(Change(Kind.CONTACTS, account, row[0]))
            if self._rows(tx, account) != before:
                tx.tell(Change(Kind.CONTACT_FOLDERS, account))

        self._db.write(job)
        return self.read_folders(account)

    def save_page(
        self,
        account: AccountId,
        folder: ContactFolderId,
        items: Sequence[Contact],
        removed: Iterable[RemoteId],
        cursor: str,
        *,
        is_round_done: bool,
        odd: Mapping[RemoteId, bytes] = MappingProxyType({}),
    ) -> None:
        """Store a delta page together with the link that leads on.

        The last page of a shadow round also removes what the round did not name; what it named and
        could not be read (``odd``) stays as it was. A folder that vanished meanwhile takes
        nothing in.
        """

        gone = list(removed)

        def job(tx: Transaction) -> None:
            walk = Round(tx, CONTACT_FOLDERS, folder)
            if not walk.exists():
                return
            writer = ContactWriter(tx, account, folder)
            writer.remove(gone)
            writer.save(items)
            walk.note_seen([*(item.remote_id for item in items), *odd])
            settled = [*gone, *(item.remote_id for item in items)]
            note_odd_things(tx, account, "contacts", folder, odd, settled)
            if is_round_done and walk.is_shadow():
                writer.remove_all_but(walk.seen())
                drop_unseen(tx, account, "contacts", folder, walk.seen())
                walk.end_shadow()
            walk.save_cursor(cursor, is_done=is_round_done)

        self._db.write(job)

    def begin_shadow(self, folder: ContactFolderId) -> None:
        """Begin a full round behind the contacts that are shown; ``save_page`` finishes it."""
        self._db.write(lambda tx: Round(tx, CONTACT_FOLDERS, folder).begin_shadow())

    def forget_page(self, folder: ContactFolderId) -> None:
        """Give up the round under way and go back to the link that ended the last one."""
        self._db.write(lambda tx: Round(tx, CONTACT_FOLDERS, folder).forget_page())

    def save_photo(self, contact: ContactId, content: bytes | None) -> None:
        """Keep a picture, or that the server has none; a contact that vanished is let go."""
        self.save_photos({contact: content})

    def save_photos(self, photos: Mapping[ContactId, bytes | None]) -> None:
        """Keep several contacts' pictures in one transaction; see ``save_photo``."""

        def job(tx: Transaction) -> None:
            for contact, content in photos.items():
                account = tx.run("select account from contact where id = ?", (contact,)).get
                if not isinstance(account, int):
                    continue
                tx.run("insert or replace into contact_photo values (?, ?)", (contact, content))
                if content is not None:
                    tx.tell(Change(Kind.PHOTOS, AccountId(account), None, (contact,)))

        if photos:
            self._db.write(job)

    def _rows(self, tx: Transaction, account: AccountId) -> list[tuple[Any, ...]]:
        return tx.run(
            f"select {FOLDER_COLUMNS} from contact_folder where account = ? order by id",  # noqa: S608
            (account,),
        ).fetchall()


def _save_folder(tx: Transaction, account: AccountId, one: ContactFolder) -> None:
    tx.run(
        "insert into contact_folder (account, remote_id, name, is_default) values (?, ?, ?, ?)"
        " on conflict (account, remote_id) do update set name = excluded.name,"
        " is_default = excluded.is_default",
        (account, one.remote_id, one.name, int(one.is_default)),
    )
