"""The door's search: words and operators in what is stored, and on the server when asked."""

from concurrent.futures import Future

from tzlocal import get_localzone

from transom.engine.clock import Clock
from transom.engine.entities.calendar import Event
from transom.engine.entities.contacts import ContactLine
from transom.engine.entities.listing import EVERYTHING, Sieve
from transom.engine.entities.mail import MessageId, MessageLine
from transom.engine.entities.search import SavedSearch, SavedSearchId
from transom.engine.parts.hall import Hall
from transom.engine.parts.search_run import SearchRun
from transom.engine.search.narrowing import narrowed
from transom.engine.search.parsing import parse
from transom.engine.search.query import Ignored, Query
from transom.engine.workers import Lane


class SearchPart:
    """Finds messages, events and contacts; the last word may be half typed."""

    def __init__(self, hall: Hall, lane: Lane, clock: Clock) -> None:
        self._hall = hall
        self._lane = lane
        self._clock = clock

    def understand(self, words: str) -> Query:
        """Return what a search means now, by this computer's zone."""
        return parse(words, self._clock.now().astimezone(get_localzone()))

    def begin(self, words: str, sieve: Sieve = EVERYTHING) -> SearchRun:
        """Begin a search whose findings come by Futures; ``cancel`` ends it."""
        query = narrowed(self.understand(words), sieve)
        return SearchRun(self._hall, self._lane, query)

    def search_messages(
        self, words: str, limit: int = 200, before: MessageId | None = None
    ) -> list[MessageLine]:
        """Return the newest messages that are found, on the calling thread."""
        return self._hall.store.search.search_messages(self.understand(words), limit, before)

    def ignored(self, words: str) -> tuple[Ignored, ...]:
        """Return what of a search does not count, and why."""
        query = self.understand(words)
        return query.ignored + self._hall.store.search.ignored_names(query)

    def search_events(self, words: str, limit: int = 50) -> list[Event]:
        """Return events that are found."""
        return self._hall.store.search.search_events(self.understand(words), limit)

    def search_contacts(self, words: str, limit: int = 50) -> list[ContactLine]:
        """Return contacts that are found."""
        return self._hall.store.search.search_contacts(self.understand(words), limit)

    def is_complete(self) -> bool:
        """Whether all that is stored can be found; False while the index is written anew."""
        if not self._hall.is_open:
            return True
        store = self._hall.store
        return store.reindexer.is_complete() and not store.catching_up.is_index_due()

    def read_saved(self) -> list[SavedSearch]:
        """Return the searches that were kept, by name."""
        return self._hall.store.saved_searches.read_saved() if self._hall.is_open else []

    def save_search(self, name: str, words: str) -> "Future[SavedSearchId]":
        """Keep a search by a name; it comes as SEARCHES."""
        return self._lane.submit(self._hall.store.saved_searches.save_search, name, words)

    def remove_search(self, search: SavedSearchId) -> "Future[None]":
        """Keep a search no longer."""
        return self._lane.submit(self._hall.store.saved_searches.remove_search, search)
