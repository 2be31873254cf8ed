"""Writes contacts into a store as sync would."""

from collections.abc import Sequence

from transom.engine.entities.accounts import Account, Cloud, Registration, RemoteId
from transom.engine.entities.contacts import Contact, ContactFolder, ContactId
from transom.engine.store.store import Store


def person(name: str, **facts: object) -> Contact:
    """Return a contact of that name in the default folder."""
    return Contact(RemoteId(name), RemoteId("own"), name, **facts)  # type: ignore[arg-type]


class Rolodex:
    """Two folders of contacts in a real store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._cursor = 0
        cloud = Cloud("test", "https://127.0.0.1:1", "https://127.0.0.1:1", "https://127.0.0.1:1/r")
        self.account = store.accounts.save_account(
            Account("oid", "tid", "me@c.example", "Me", Registration("client", "common", cloud))
        )
        folders = [
            ContactFolder(RemoteId("own"), "Contacts", is_default=True),
            ContactFolder(RemoteId("family"), "Family"),
        ]
        store.contacts.save_folders(self.account.id, folders, is_whole=True)

    def write(self, *contacts: Contact, removed: Sequence[str] = (), folder: str = "own") -> None:
        self._cursor += 1
        folders = self.store.contacts.read_folders()
        self.store.contacts.save_page(
            self.account.id,
            next(one.id for one in folders if one.remote_id == folder),
            contacts,
            [RemoteId(name) for name in removed],
            f"cursor-{self._cursor}",
            is_round_done=True,
        )

    def find(self, name: str) -> ContactId:
        lines = self.store.contacts.read_lines()
        return next(line.id for line in lines if line.display_name == name)
