"""Writes one page of contacts within one transaction: added, changed, moved, removed."""

from collections.abc import Collection, Iterable, Sequence

from transom.engine.changes import Change, Kind
from transom.engine.entities.accounts import AccountId, RemoteId
from transom.engine.entities.contacts import Contact, ContactFolderId
from transom.engine.store.contact_rows import CONTACT_COLUMNS, row_from_contact
from transom.engine.store.transaction import Transaction, cleaned

_COLUMNS = CONTACT_COLUMNS.split(", ")
_INSERT = f"insert into contact ({CONTACT_COLUMNS}) values ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608
_UPDATE = f"update contact set {', '.join(f'{name} = ?' for name in _COLUMNS)} where id = ?"  # noqa: S608
_SELECT = f"select id, {CONTACT_COLUMNS} from contact where account = ? and remote_id = ?"  # noqa: S608
_FOLDER = _COLUMNS.index("folder")


class ContactWriter:
    """Contacts of one folder within one transaction."""

    def __init__(self, tx: Transaction, account: AccountId, folder: ContactFolderId) -> None:
        self._tx = tx
        self._account = account
        self._folder = folder

    def save(self, contacts: Sequence[Contact]) -> None:
        """Add or renew contacts; of several with one id the last one counts."""
        for contact in {contact.remote_id: contact for contact in contacts}.values():
            row = cleaned(row_from_contact(contact, self._account, self._folder))
            old = self._tx.run(_SELECT, (self._account, contact.remote_id)).fetchone()
            if old is None:
                self._tx.cx.execute(_INSERT, row)
                number = self._tx.cx.last_insert_rowid()
            elif old[1:] == row:
                continue
            else:
                number = old[0]
                self._tx.cx.execute(_UPDATE, (*row, number))
                # The photo may have changed with it: ask again where there was none.
                self._tx.run(
                    "delete from contact_photo where contact = ? and content is null", (number,)
                )
                self._tell(old[1 + _FOLDER], number)
            self._save_addresses(number, contact)
            self._tell(self._folder, number)

    def remove(self, remote_ids: Iterable[RemoteId]) -> None:
        """Remove contacts that still lie in this folder; one that moved on is left alone."""
        for remote_id in remote_ids:
            number = self._tx.run(
                "delete from contact where account = ? and remote_id = ? and folder = ?"
                " returning id",
                (self._account, remote_id, self._folder),
            ).get
            if isinstance(number, int):
                self._tell(self._folder, number)

    def remove_all_but(self, seen: Collection[str]) -> None:
        """Remove what lies in this folder without having been named."""
        rows = self._tx.run("select remote_id from contact where folder = ?", (self._folder,))
        self.remove([RemoteId(str(row[0])) for row in rows if row[0] not in seen])

    def _save_addresses(self, number: int, contact: Contact) -> None:
        self._tx.run("delete from contact_address where contact = ?", (number,))
        for person in contact.emails:
            if address := person.address.strip().casefold():
                self._tx.run(
                    "insert or ignore into contact_address values (?, ?)", (address, number)
                )

    def _tell(self, folder: object, number: int) -> None:
        assert isinstance(folder, int)
        self._tx.tell(Change(Kind.CONTACTS, self._account, folder, (number,)))
