"""The address book of one user."""

from dataclasses import replace

from transom.demo.mailbox.changes import BadChangeError
from transom.demo.mailbox.ids import Ref
from transom.demo.mailbox.items import Contact, ContactFolder
from transom.demo.mailbox.log import Log

LIVE = 1 << 20


class ContactShelf:
    """Holds the contacts and their folders; the first folder is the default one."""

    def __init__(
        self, folders: tuple[ContactFolder, ...], contacts: list[Contact], log: Log
    ) -> None:
        self.folders = {folder.key: folder for folder in folders}
        self.default = folders[0].key
        self._contacts = {contact.key: contact for contact in contacts}
        self._log = log
        self._next_key = LIVE

    def contacts(self, folder: int) -> list[Contact]:
        found = [contact for contact in self._contacts.values() if contact.folder == folder]
        return sorted(found, key=lambda contact: contact.key)

    def contact(self, key: int) -> Contact | None:
        return self._contacts.get(key)

    def find(self, ref: Ref | None) -> Contact | None:
        return self._contacts.get(ref.key) if ref and ref.kind == "p" else None

    def add(self, contact: Contact) -> int:
        key, self._next_key = self._next_key, self._next_key + 1
        self._contacts[key] = replace(contact, key=key)
        self._log.add("contacts", contact.folder, key, is_created=True)
        return key

    def change(self, contact: Contact) -> None:
        version = self._contacts[contact.key].version + 1
        self._contacts[contact.key] = replace(contact, version=version)
        self._log.add("contacts", contact.folder, contact.key)

    def remove(self, key: int) -> None:
        contact = self._contacts.pop(key, None)
        if contact is None:
            raise BadChangeError("no such contact")
        self._log.add("contacts", contact.folder, key, is_removed=True)
