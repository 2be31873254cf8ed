"""The door's search: words in what is stored, on the calling thread."""

from transom.engine.entities.calendar import Event
from transom.engine.entities.contacts import ContactLine
from transom.engine.entities.mail import MessageId, MessageLine
from transom.engine.parts.hall import Hall


class SearchPart:
    """Finds messages, events and contacts by words."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    def search_messages(
        self, words: str, limit: int = 200, before: MessageId | None = None
    ) -> list[MessageLine]:
        """Return messages that hold all words, the last one perhaps half typed; newest first."""
        return self._hall.store.search.search_messages(words, limit, before)

    def search_events(self, words: str, limit: int = 50) -> list[Event]:
        """Return events that hold all words."""
        return self._hall.store.search.search_events(words, limit)

    def search_contacts(self, words: str, limit: int = 50) -> list[ContactLine]:
        """Return contacts that hold all words."""
        return self._hall.store.search.search_contacts(words, limit)
