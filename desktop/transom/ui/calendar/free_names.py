"""Whom a few typed letters may mean: contacts at once, then whoever the server knows."""

from collections.abc import Iterable
from concurrent.futures import Future

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from transom.engine.engine import Engine
from transom.engine.entities.accounts import Person
from transom.engine.entities.contacts import Contact
from transom.ui.bridge import Bridge
from transom.ui.calendar.question import Question

SETTLE_MS = 350
_MOST, _LEAST_LETTERS = 12, 2


class NameFinder(QObject):
    """Finds people with an address; the server is asked where that was turned on.

    Signals:
        found: a list of Persons for the words typed last, more of them as answers come.
    """

    found = Signal(object)

    def __init__(self, engine: Engine, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._engine, self._bridge = engine, bridge
        self._words = ""
        self._people: dict[str, Person] = {}
        self._questions: list[Question] = []
        self._settled = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settled.timeout.connect(self._ask)

    @Slot(str)
    def look(self, words: str) -> None:
        """Look for people with these words, known ones first."""
        self._forget()
        self._words, self._people = words.strip(), {}
        self._take(self.contacts(self._words))
        if len(self._words) >= _LEAST_LETTERS:
            self._settled.start()

    def contacts(self, words: str) -> list[Person]:
        """Return stored contacts with these words who have an address."""
        if not words.strip():
            return []
        lines = self._engine.search.search_contacts(words, _MOST)
        reader = self._engine.contacts.reader
        known = [reader.read_contact(line.id) for line in lines]
        return _people_of(one for one in known if one is not None)

    def best(self, words: str) -> Person | None:
        """Return whom the words mean most likely, of those found so far."""
        people = self.contacts(words) or [
            one for one in self._people.values() if self._words == words.strip()
        ]
        return people[0] if people else None

    @Slot()
    def _ask(self) -> None:
        people = self._engine.people
        for account in people.that_search():
            self._listen(people.search_directory(account, self._words))
        for account in people.that_rank():
            self._listen(people.list_relevant(account.id))
        for account in people.that_have_rooms():
            self._listen(people.list_rooms(account.id))

    def _listen(self, future: Future[list[Contact]]) -> None:
        question = Question(self)
        question.answered.connect(self._on_answered)
        self._questions.append(question)
        self._bridge.when_done(future, question.answer, question.fail)

    def _forget(self) -> None:
        self._settled.stop()
        for question in self._questions:
            question.blockSignals(True)
            question.deleteLater()
        self._questions = []

    @Slot(object)
    def _on_answered(self, contacts: list[Contact]) -> None:
        wanted = self._words.casefold().split()
        people = _people_of(contacts)
        self._take(
            one
            for one in people
            if all(word in f"{one.name} {one.address}".casefold() for word in wanted)
        )

    def _take(self, people: Iterable[Person]) -> None:
        for person in people:
            self._people.setdefault(person.address.casefold(), person)
        self.found.emit(list(self._people.values())[: 2 * _MOST])


def _people_of(contacts: Iterable[Contact]) -> list[Person]:
    return [Person(one.display_name, one.emails[0].address) for one in contacts if one.emails]
