"""One search's findings on their way into the list, and what is known of them so far."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, Signal, Slot

from transom.engine.changes import problem_from_error
from transom.engine.engine import Engine
from transom.engine.entities.listing import FoundOrder, Sieve, SortKey
from transom.engine.entities.mail import MessageId, MessageLine
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
        self,
        engine: Engine,
        bridge: Bridge,
        model: MessageListModel,
        words: str,
        parent: QObject,
        server: ServerFound | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine, self._bridge, self._model = engine, bridge, model
        self._manner = model.found.manner
        self._run = engine.search.begin(words, self._manner.sieve)
        self._order: FoundOrder | None = None
        self._reached = 0
        self._has_begun = self._is_asking = self._is_whole = self._is_over = False
        self._asked_snippets: set[MessageId] = set()
        self.total: int | None = None
        self.ignored: tuple[Ignored, ...] = self._run.query.ignored
        self.others = Others()
        self.server = server
        self.is_asking_server = False
        self._begin()

    @property
    def marks(self) -> str:
        """The words to be marked wherever they stand."""
        return " ".join(wish.text for wish in self._run.query.wanted_words())

    @property
    def sieve(self) -> Sieve:
        """What this search leaves in."""
        return self._manner.sieve

    @property
    def has_listed(self) -> bool:
        """Whether the list shows what this search found."""
        return self._has_begun

    @property
    def is_sorting(self) -> bool:
        """Whether all that is found is being put into an order."""
        return self._is_ordered and self._order is None

    @property
    def is_cut(self) -> bool:
        """Whether there is more than one order holds."""
        return self._order is not None and self._order.is_cut

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

    @property
    def _is_ordered(self) -> bool:
        return self._manner.sort is not SortKey.DATE or self._manner.is_grouped

    def _begin(self) -> None:
        if not self._is_ordered:
            self._ask_page(FIRST_ROWS)
            return
        self._is_asking = True
        here = self.server.here if self.server is not None else ()
        self._bridge.when_done(self._run.order(self._manner, here), self._on_order)

    def _ask_page(self, rows: int) -> None:
        self._is_asking = True
        if self._order is not None:
            heads = self._order.ids[self._reached : self._reached + rows]
            self._reached += len(heads)
            self._bridge.when_done(self._run.rows(self._order, heads), self._on_rows)
            return
        last = self._model.found.last() if self._has_begun else None
        way = self._manner.is_descending
        self._bridge.when_done(self._run.page(last, rows, is_descending=way), self._on_page)

    @Slot(object)
    def _on_order(self, order: FoundOrder) -> None:
        if not self._is_over:
            self._order, self._reached = order, 0
            self._has_begun = False
            self._ask_page(FIRST_ROWS)

    @Slot(object)
    def _on_rows(self, lines: list[MessageLine]) -> None:
        is_whole = self._order is None or self._reached >= len(self._order.ids)
        self._on_page(Found(tuple(lines), is_whole))

    @Slot(object)
    def _on_page(self, found: Found) -> None:
        if self._is_over:
            return
        self._is_asking, self._is_whole = False, found.is_whole
        rows = self._model.found
        if self._has_begun:
            rows.add(found.lines, is_whole=found.is_whole)
        else:
            self._has_begun = True
            rows.show(found.lines, is_whole=found.is_whole, order=self._order)
            self._add_from_server()
            self._learn()
        # A scan that found little so far goes on by itself.
        if not found.is_whole and rows.count < FIRST_ROWS:
            self._ask_page(FIRST_ROWS)
        self.listed.emit()

    def _add_from_server(self) -> None:
        if self.server is not None and self._order is None:
            lines = self._engine.mail.reader.read_lines_by_ids(self.server.here)
            self._model.found.add_from_server(lines)

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
        if self._is_ordered:
            self._begin()  # each has its place there
        elif self._has_begun:
            self._add_from_server()
        self.listed.emit()

    @Slot(object)
    def _on_server_failed(self, error: TransomError) -> None:
        self.is_asking_server = False
        self.learned.emit()
        self._bridge.failed.emit(problem_from_error(error))
