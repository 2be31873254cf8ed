"""Opens the card of somebody who was invited."""

from PySide6.QtCore import QObject, QPoint, QRect, Signal, Slot
from PySide6.QtWidgets import QWidget

from transom.engine.engine import Engine
from transom.engine.entities.calendar import Attendee
from transom.ui.calendar.people_list import answer_words
from transom.ui.calendar.words import ANSWERS
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.person_cards import PersonCards


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
        self._cards = PersonCards(engine.contacts, theme, icons, page)
        self._cards.mail_requested.connect(self.mail_requested)
        self._cards.contact_requested.connect(self.contact_requested)
        self._cards.time_requested.connect(self.time_requested)

    @Slot(object)
    def show_person(self, asked: tuple[Attendee, QWidget]) -> None:
        """Show somebody's card beside the name that was pressed."""
        attendee, name = asked
        remark = "" if attendee.answer not in ANSWERS else answer_words(attendee)
        anchor = QRect(name.mapToGlobal(QPoint()), name.size())
        self._cards.show_card(attendee.person, anchor, f"This event: {remark}")
