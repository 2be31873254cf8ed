"""The right of the people page: somebody's card, or that nobody is selected."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QStackedWidget

from transom.engine.engine import Engine
from transom.engine.entities.contacts import Contact
from transom.ui import text
from transom.ui.contacts.beyond import Beyond
from transom.ui.contacts.card import CardContent, PersonCard
from transom.ui.contacts.lately import lately
from transom.ui.models.found_people import FoundPerson, name_of
from transom.ui.theme import Theme
from transom.ui.widgets.empty import EmptyState
from transom.ui.widgets.icons import Icons


class CardSide(QStackedWidget):
    """Fills the card from what is stored, and lets the directory complete it."""

    def __init__(self, engine: Engine, beyond: Beyond, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._engine, self._beyond = engine, beyond
        self.person: FoundPerson | None = None
        self.card = PersonCard(theme, icons)
        self.card.person_requested.connect(self._on_person_requested)
        self._nobody = EmptyState(theme, icons)
        self._nobody.show_words("Nobody selected", "Choose a contact to see more.", "ph.user")
        self.setProperty("surface", "card")
        self.addWidget(self._nobody)
        self.addWidget(self.card)

    def show_person(
        self, person: FoundPerson, name: str = "", photo: QPixmap | None = None, offset: int = 0
    ) -> None:
        """Show a card, scrolled to ``offset``; the name is the contact's own if none is given."""
        now = text.now()
        contact, self.person = person.contact, person
        items = lately(self._engine.search, contact, now)
        content = CardContent(contact, name or name_of(contact), photo, items, now.date())
        self.card.show_content(content)
        self.card.verticalScrollBar().setValue(offset)
        self.setCurrentWidget(self.card)
        address = contact.emails[0].address if contact.emails else ""
        self._beyond.complete(self.card, person.account, address)

    def show_nobody(self) -> None:
        """Say that nobody is selected."""
        self.person = None
        self.setCurrentWidget(self._nobody)

    @Slot(object)
    def _on_person_requested(self, contact: Contact) -> None:
        if self.person is not None:
            self.show_person(FoundPerson(self.person.account, contact))
