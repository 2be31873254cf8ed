"""Opens the card of somebody who was invited."""

from PySide6.QtCore import QObject, QPoint, QRect, Signal, Slot
from PySide6.QtWidgets import QWidget

from transom.engine.engine import Engine
from transom.engine.entities.calendar import Attendee
from transom.ui.calendar.people_list import answer_words
from transom.ui.calendar.words import ANSWERS
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.person_popup import PersonFacts, PersonPopup
from transom.ui.widgets.photos import pixmap_from_bytes


class PersonDesk(QObject):
    """Knows who is behind a name in an event.

    Signals:
        mail_requested: an address whose mail is wished to be seen.
        contact_requested: a ContactId.
        time_requested: the Person whose free time is wished to be seen.
    """

    mail_requested = Signal(str)
    contact_requested = Signal(object)
    time_requested = Signal(object)

    def __init__(self, engine: Engine, theme: Theme, icons: Icons, page: QWidget) -> None:
        super().__init__(page)
        self._engine, self._theme, self._icons, self._page = engine, theme, icons, page

    @Slot(object)
    def show_person(self, asked: tuple[Attendee, QWidget]) -> None:
        """Show somebody's card beside the name that was pressed."""
        attendee, name = asked
        popup = PersonPopup(self._theme, self._icons, self._facts_of(attendee), self._page)
        popup.mail_requested.connect(self.mail_requested)
        popup.contact_requested.connect(self.contact_requested)
        popup.time_requested.connect(self.time_requested)
        popup.appear(QRect(name.mapToGlobal(QPoint()), name.size()))

    def _facts_of(self, attendee: Attendee) -> PersonFacts:
        reader = self._engine.contacts.reader
        person = attendee.person
        number = reader.find_contact_by_address(person.address) if person.address else None
        contact = reader.read_contact(number) if number is not None else None
        photo = reader.read_photo(number) if number is not None else None
        remark = "" if attendee.answer not in ANSWERS else answer_words(attendee)
        return PersonFacts(
            person, contact, pixmap_from_bytes(photo) if photo else None, f"This event: {remark}"
        )
