"""Opens the card of somebody who is named anywhere: asked for, or under a resting pointer."""

from typing import Protocol

from PySide6.QtCore import QObject, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from transom.engine.entities.accounts import AccountId, Person
from transom.engine.entities.contacts import Contact, ContactId
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.person_popup import PersonFacts, PersonPopup
from transom.ui.widgets.photos import pixmap_from_bytes

_LOOK_EVERY_MS = 150
_MOST_LOOKS_AWAY = 2


class ContactSource(Protocol):
    """Where stored contacts are read."""

    def find_contact_by_address(
        self, address: str, account: AccountId | None = None
    ) -> ContactId | None:
        """Return the contact with a mail address."""
        ...

    def read_contact(self, contact: ContactId) -> Contact | None:
        """Return a contact."""
        ...

    def read_photo(self, contact: ContactId) -> bytes | None:
        """Return a contact's picture."""
        ...


class ContactsPlace(Protocol):
    """The part of the engine's door that leads to contacts."""

    @property
    def reader(self) -> ContactSource:
        """The store's reader, for the GUI thread's own connection."""
        ...


class PersonCards(QObject):
    """Knows who is behind a name, and shows one card at a time.

    Signals:
        mail_requested: an address whose mail is wished to be seen.
        contact_requested: a ContactId.
        time_requested: the Person whose free time is wished to be seen.
    """

    mail_requested = Signal(str)
    contact_requested = Signal(object)
    time_requested = Signal(object)

    def __init__(self, contacts: ContactsPlace, theme: Theme, icons: Icons, page: QWidget) -> None:
        super().__init__(page)
        self._contacts, self._theme, self._icons, self._page = contacts, theme, icons, page
        self._hovering: PersonPopup | None = None
        self._anchor = QRect()
        self._looks_away = 0
        self._look = QTimer(self, interval=_LOOK_EVERY_MS)
        self._look.timeout.connect(self._on_look)

    def show_card(self, person: Person, anchor: QRect, remark: str = "") -> PersonPopup:
        """Show somebody's card beside a place on the screen, with the keyboard in it."""
        self.leave()
        popup = self._new_popup(person, remark)
        popup.appear(anchor)
        return popup

    def hover_card(self, person: Person, anchor: QRect) -> PersonPopup:
        """Show a card while the pointer rests on the name or on the card; keys stay elsewhere."""
        self.leave()
        popup = self._new_popup(person, "")
        popup.setWindowFlags(Qt.WindowType.ToolTip)
        popup.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        popup.appear(anchor)
        self._hovering, self._anchor, self._looks_away = popup, anchor, 0
        self._look.start()
        return popup

    @Slot()
    def leave(self) -> None:
        """Take the card away that a resting pointer opened."""
        self._look.stop()
        if self._hovering is not None and isValid(self._hovering):
            self._hovering.close()
        self._hovering = None

    def _new_popup(self, person: Person, remark: str) -> PersonPopup:
        popup = PersonPopup(self._theme, self._icons, self._facts(person, remark), self._page)
        popup.mail_requested.connect(self.mail_requested)
        popup.contact_requested.connect(self.contact_requested)
        popup.time_requested.connect(self.time_requested)
        return popup

    def _facts(self, person: Person, remark: str) -> PersonFacts:
        reader = self._contacts.reader
        number = reader.find_contact_by_address(person.address) if person.address else None
        contact = reader.read_contact(number) if number is not None else None
        photo = reader.read_photo(number) if number is not None else None
        return PersonFacts(person, contact, pixmap_from_bytes(photo) if photo else None, remark)

    @Slot()
    def _on_look(self) -> None:
        popup, at = self._hovering, QCursor.pos()
        if popup is None or not isValid(popup) or not popup.isVisible():
            self.leave()
            return
        room = popup.geometry().united(self._anchor)
        self._looks_away = 0 if room.contains(at) else self._looks_away + 1
        if self._looks_away >= _MOST_LOOKS_AWAY:
            self.leave()
