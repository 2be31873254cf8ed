"""The photos of those who write, where an address is a contact's."""

from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QPixmap

from transom.engine.changes import Change, Kind
from transom.engine.entities.accounts import AccountId
from transom.engine.entities.contacts import ContactId
from transom.ui.bridge import Bridge
from transom.ui.widgets.photos import PhotoShelf, PhotoSource


class AddressSource(PhotoSource, Protocol):
    """Where stored contacts are found by their addresses."""

    def find_contact_by_address(
        self, address: str, account: AccountId | None = None
    ) -> ContactId | None:
        """Return the contact with a mail address."""
        ...


class ContactsDoor(Protocol):
    """The part of the engine's door that leads to contacts."""

    @property
    def reader(self) -> AddressSource:
        """The store's reader, for the GUI thread's own connection."""
        ...


class SenderPhotos(QObject):
    """Knows the photos of the addresses it was asked to fetch.

    Signals:
        filled: photos came that were not here before, or went.
    """

    filled = Signal()

    def __init__(self, door: ContactsDoor, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._door = door
        self._shelf = PhotoShelf(door, self)
        self._contacts: dict[str, ContactId | None] = {}
        bridge.changed.connect(self._on_changed)

    def photo(self, address: str) -> QPixmap | None:
        """Return a sender's photo if it is already here."""
        contact = self._contacts.get(address)
        return self._shelf.photo(contact) if contact is not None else None

    def fetch(self, addresses: set[str]) -> None:
        """Look these addresses up and decode their photos, a screenful at most."""
        fresh = addresses - self._contacts.keys()
        for address in fresh:
            self._contacts[address] = self._door.reader.find_contact_by_address(address)
        known = [self._contacts[one] for one in fresh]
        self._shelf.fetch([contact for contact in known if contact is not None])
        if any(self.photo(address) for address in fresh):
            self.filled.emit()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.kind in (Kind.CONTACTS, Kind.PHOTOS, Kind.ACCOUNTS) and self._contacts:
            self._contacts.clear()
            self._shelf.forget(change.ids if change.kind is Kind.PHOTOS else ())
            self.filled.emit()
