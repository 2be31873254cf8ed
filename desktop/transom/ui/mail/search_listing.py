"""One search's findings on their way into the list, and what is known of them so far."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, Signal, Slot

from transom.engine.changes import problem_from_error
from transom.engine.engine import Engine
from transom.engine.entities.mail import MessageId
from transom.engine.entities.search import ServerFound
from transom.engine.errors import TransomError
from transom.engine.parts.search_run import Found, Others
from transom.engine.search.query import Ignored
from transom.ui.bridge import Bridge
from transom.ui.models.messages import MessageListModel

FIRST_ROWS = 40
MORE_ROWS = 160
MOST_OTHERS = 20


class SearchListing(QObject):
    """Asks for page after page; once ended, nothing of it arrives.

    Signals:
        listed: rows came, or there are none.
        learned: more is known: the count, what was left out, events, people, the server's word.
    """

    listed = Signal()
    learned = Signal()

    def __init__(
        self, engine: Engine, bridge: Bridge, model: MessageListModel, words: str, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._engine, self._bridge, self._model = engine, bridge, model
        self._run = engine.search.begin(words)
        self._has_begun = self._is_asking = self._is_whole = self._is_over = False
        self._asked_snippets: set[MessageId] = set()
        self.total: int | None = None
        self.ignored: tuple[Ignored, ...] = self._run.query.ignored
        self.others = Others()
        self.server: ServerFound | None = None
        self.is_asking_server = False
        self._ask_page(FIRST_ROWS)

    @property
    def marks(self) -> str:
        """The words to be marked wherever they stand."""
        return " ".join(wish.text for wish in self._run.query.wanted_words())

    @property
    def has_listed(self) -> bool:
        """Whether the list shows what this search found."""
        return self._has_begun

    def end(self) -> None:
        """Look for nothing more."""
        self._is_over = True  # what was found just now is still on its way here
        self._run.cancel()
        self.deleteLater()

    def ask_more(self) -> None:
        """Bring the rows that follow, if there are any."""
        if not self._is_whole and not self._is_asking:
            self._ask_page(MORE_ROWS)

    def ask_server(self) -> None:
        """Ask the server for the same."""
        self.is_asking_server = True
        self.learned.emit()
        self._bridge.when_done(self._run.ask_server(), self._on_server, self._on_server_failed)

    def show_snippets(self, messages: Iterable[MessageId]) -> None:
        """Show the words where they stand in the texts of these rows."""
        fresh = [one for one in messages if one not in self._asked_snippets]
        if fresh and self._has_begun:
            self._asked_snippets.update(fresh)
            self._bridge.when_done(self._run.snippets(fresh), self._on_snippets)

    def _ask_page(self, rows: int) -> None:
        self._is_asking = True
        last = self._model.found.last() if self._has_begun else None
        self._bridge.when_done(self._run.page(last, rows), self._on_page)

    @Slot(object)
    def _on_page(self, found: Found) -> None:
        if self._is_over:
            return
        self._is_asking, self._is_whole = False, found.is_whole
        if self._has_begun:
            self._model.found.add(found.lines, is_whole=found.is_whole)
        else:
            self._has_begun = True
            self._model.found.show(found.lines, is_whole=found.is_whole)
            self._learn()
        # A scan that found little so far goes on by itself.
        if not found.is_whole and self._model.rowCount() < FIRST_ROWS:
            self._ask_page(FIRST_ROWS)
        self.listed.emit()

    @Slot(object)
    def _on_snippets(self, snippets: Mapping[MessageId, str]) -> None:
        if not self._is_over:
            self._model.found.show_snippets(snippets)

    def _learn(self) -> None:
        self._bridge.when_done(self._run.ignored(), self._on_ignored)
        self._bridge.when_done(self._run.others(MOST_OTHERS), self._on_others)
        self._bridge.when_done(self._run.count(), self._on_counted)

    @Slot(object)
    def _on_ignored(self, ignored: tuple[Ignored, ...]) -> None:
        self.ignored = ignored
        self.learned.emit()

    @Slot(object)
    def _on_others(self, others: Others) -> None:
        self.others = others
        self.learned.emit()

    @Slot(object)
    def _on_counted(self, total: int) -> None:
        self.total = total
        self.learned.emit()

    @Slot(object)
    def _on_server(self, found: ServerFound) -> None:
        if self._is_over:
            return
        self.server, self.is_asking_server = found, False
        lines = self._engine.mail.reader.read_lines_by_ids(found.here)
        self._model.found.add_from_server(lines)
        self.listed.emit()

    @Slot(object)
    def _on_server_failed(self, error: TransomError) -> None:
        self.is_asking_server = False
        self.learned.emit()
        self._bridge.failed.emit(problem_from_error(error))
