"""The mail page's search: from the field to the list, and back to where one was."""

from PySide6.QtCore import QObject, Signal, Slot

from transom.engine.changes import Change, Kind
from transom.engine.engine import Engine
from transom.engine.entities.mail import FolderId, MessageId
from transom.engine.entities.search import ServerFound
from transom.ui.bridge import Bridge
from transom.ui.mail.message_list import MessageList
from transom.ui.mail.search_field import MailBar
from transom.ui.mail.search_listing import SearchListing
from transom.ui.mail.search_strip import SearchStrip
from transom.ui.mail.search_words import count_words, cut_words, ignored_words, server_words
from transom.ui.models.messages import MessageListModel


class MailSearch(QObject):
    """Lists what has the words in the field, and remembers what was listed before.

    Signals:
        searched: the list shows other findings, or none are asked for any more.
    """

    searched = Signal()

    def __init__(
        self,
        engine: Engine,
        bridge: Bridge,
        bar: MailBar,
        strip: SearchStrip,
        model: MessageListModel,
        view: MessageList,
    ) -> None:
        super().__init__(bar)
        self._engine, self._bridge = engine, bridge
        self._bar, self._strip, self._model, self._view = bar, strip, model, view
        self._words = ""
        self._listing: SearchListing | None = None
        self._folder: FolderId | None = None
        self._part: bool | None = None
        self._message: MessageId | None = None
        strip.hide()
        bar.words_changed.connect(self._on_words_changed)
        bar.entered.connect(self._on_entered)
        model.more_wanted.connect(self._on_more_wanted)
        model.found.arranged.connect(self._on_arranged)
        strip.server_asked.connect(self._on_server_asked)
        strip.keeping_changed.connect(self._on_keeping_changed)
        bridge.changed.connect(self._on_changed)

    @property
    def words(self) -> str:
        """What the list was searched for, empty while it shows a folder."""
        return self._words

    @property
    def marks(self) -> str:
        """The words of the search that are marked wherever they stand."""
        return self._listing.marks if self._listing else ""

    @property
    def is_settled(self) -> bool:
        """Whether the list shows what the field asks for."""
        return self._listing is None or self._listing.has_listed

    @property
    def count(self) -> str:
        """How many were found, in words."""
        if self._listing is None or not self._listing.has_listed:
            is_sorting = self._listing is not None and self._listing.is_sorting
            return "Sorting…" if is_sorting else ""
        return count_words(self._listing, self._model.found)

    def end(self) -> None:
        """Forget the words, without a way back."""
        self._words = ""
        self._look_for("")
        self._bar.field.clear()

    def show_snippets(self, first: int, last: int) -> None:
        """Show the words where they stand in the texts of the rows in sight."""
        if self._listing is not None:
            lines = (self._model.line_at(row) for row in range(first, last + 1))
            self._listing.show_snippets(line.id for line in lines if line is not None)

    @Slot()
    def focus_field(self) -> None:
        """Put the keyboard into the field."""
        self._bar.field.setFocus()
        self._bar.field.selectAll()

    def _look_for(self, words: str) -> None:
        """Give up the search under way, and begin another unless there are no words."""
        if self._listing is not None:
            self._listing.end()
        self._listing = None
        if words:
            self._list(words, None)
        self._view.mark(self.marks)
        self._tell()

    def _list(self, words: str, server: ServerFound | None) -> SearchListing:
        listing = SearchListing(self._engine, self._bridge, self._model, words, self, server)
        listing.listed.connect(self._on_listed)
        listing.learned.connect(self._on_learned)
        self._listing = listing
        return listing

    def _tell(self) -> None:
        """Bring the strip up to date."""
        listing = self._listing
        self._strip.setVisible(listing is not None)
        if listing is None:
            return
        self._strip.show_others(listing.others)
        is_new = listing.server is None
        asking = "Asking…" if listing.is_asking_server else "Ask the server"
        self._strip.show_server(asking if is_new else "", may_ask=not listing.is_asking_server)
        kept = {one.words for one in self._engine.search.read_saved()}
        self._strip.show_keeping(is_kept=self._words in kept)
        is_complete = self._engine.search.is_complete()
        late = "" if is_complete else "Older mail is still being indexed and may be missing."
        self._strip.show_notes(
            ignored_words(listing.ignored), server_words(listing), cut_words(listing), late
        )

    @Slot(str)
    def _on_words_changed(self, words: str) -> None:
        before, self._words = self._words, words.strip() and words
        if self._words and not before:
            self._folder, self._part = self._model.folder, self._model.only_focused
            self._message = self._view.selected
        self._look_for(self._words)
        if not self._words and before and self._folder is not None:
            self._model.show_folder(self._folder, self._part)
            self._view.select(self._message)
        if not self._words:
            self.searched.emit()

    @Slot()
    def _on_listed(self) -> None:
        self._tell()
        self.searched.emit()

    @Slot()
    def _on_learned(self) -> None:
        self._tell()
        self.searched.emit()

    @Slot()
    def _on_arranged(self) -> None:
        """List the same findings in another manner; what a server added stays, if it still fits."""
        was = self._listing
        if was is None:
            return
        was.end()
        is_same = was.sieve == self._model.found.manner.sieve
        listing = self._list(self._words, was.server if is_same else None)
        if was.is_asking_server:
            listing.ask_server()
        self._tell()
        self.searched.emit()

    @Slot()
    def _on_more_wanted(self) -> None:
        if self._listing is not None:
            self._listing.ask_more()

    @Slot()
    def _on_server_asked(self) -> None:
        if self._listing is not None:
            self._listing.ask_server()

    @Slot(bool)
    def _on_keeping_changed(self, keeps: bool) -> None:
        # A space at the end says that the last word is whole.
        search, words = self._engine.search, self._words
        if keeps and words:
            self._bridge.when_done(search.save_search(words.strip(), words), self._on_kept)
            return
        for one in search.read_saved():
            if one.words == words:
                self._bridge.when_done(search.remove_search(one.id), self._on_kept)

    @Slot(object)
    def _on_kept(self, _number: object) -> None:
        self._tell()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.kind is Kind.SEARCHES:
            self._tell()

    @Slot()
    def _on_entered(self) -> None:
        if self._model.rowCount():
            self._view.setFocus()
            if self._view.selected is None:
                self._view.step(1)
