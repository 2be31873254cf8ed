"""The cards of those a message names."""

from PySide6.QtCore import QObject, QPoint, QRect, Signal, Slot

from transom.engine.engine import Engine
from transom.engine.entities.accounts import Person
from transom.ui import text
from transom.ui.mail.people_grid import PeopleList
from transom.ui.mail.reading_pane import ReadingPane
from transom.ui.widgets.person_cards import PersonCards


class PeopleDesk(QObject):
    """Shows a card where a name in the header is pointed at or chosen, and lists of many names.

    Signals:
        mail_requested: an address whose mail is wished to be seen.
        contact_requested: a ContactId.
        time_requested: the Person whose free time is wished to be seen.
    """

    mail_requested = Signal(str)
    contact_requested = Signal(object)
    time_requested = Signal(object)

    def __init__(self, engine: Engine, pane: ReadingPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self.cards = PersonCards(engine.contacts, pane.theme, pane.icons, pane)
        self.cards.mail_requested.connect(self.mail_requested)
        self.cards.contact_requested.connect(self.contact_requested)
        self.cards.time_requested.connect(self.time_requested)
        pane.header.person_rested.connect(self._on_rested)
        pane.header.person_chosen.connect(self._on_chosen)
        pane.header.all_requested.connect(self._on_all_requested)
        pane.message_shown.connect(self.cards.leave)

    @Slot(object)
    def _on_rested(self, asked: tuple[Person, QRect]) -> None:
        if self._pane.isActiveWindow():
            self.cards.hover_card(*asked)

    @Slot(object)
    def _on_chosen(self, asked: tuple[Person, QRect]) -> None:
        self.cards.show_card(*asked)

    @Slot(object)
    def _on_all_requested(self, asked: tuple[str, tuple[Person, ...]]) -> None:
        label, people = asked
        listed = PeopleList(label, people)
        listed.chosen.connect(lambda person: self._show_listed(listed, person))
        count = text.counted(len(people), "person", "people")
        self._pane.show_panel(f"{label}: {count}", listed)

    def _show_listed(self, listed: PeopleList, person: Person) -> None:
        rect = listed.visualRect(listed.currentIndex())
        corner = listed.viewport().mapToGlobal(rect.topLeft() + QPoint(20, 0))
        self.cards.show_card(person, QRect(corner, rect.size()))
