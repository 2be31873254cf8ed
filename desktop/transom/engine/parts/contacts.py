"""The door's contacts: stored ones are read at once, a missing picture is wished for."""

from typing import TYPE_CHECKING

from transom.engine.entities.contacts import ContactId
from transom.engine.parts.hall import Hall

if TYPE_CHECKING:
    from transom.engine.store.contacts import ContactReader


class ContactsPart:
    """Contacts and their pictures."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._asked: set[ContactId] = set()

    @property
    def reader(self) -> "ContactReader":
        """Reads stored contacts on the calling thread."""
        return self._hall.store.contacts

    def open_contact(self, contact: ContactId) -> None:
        """Ask once for a picture that is not stored; it comes as PHOTOS."""
        known = self.reader.read_contact(contact)
        if known is None or contact in self._asked or self.reader.read_photo(contact) is not None:
            return
        mailbox = self._hall.opened.mailbox(known.account)
        if mailbox is not None:
            self._asked.add(contact)
            self._hall.opened.schedule.wish(mailbox.contacts.photo_task(contact))
