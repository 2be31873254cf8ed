"""The mail page's search: from the field to the list, and back to where one was."""

from PySide6.QtCore import QObject, Signal, Slot

from transom.engine.engine import Engine
from transom.engine.entities.mail import FolderId, MessageId
from transom.ui.mail.list_words import MOST_FOUND
from transom.ui.mail.message_list import MessageList
from transom.ui.mail.search_field import MailBar
from transom.ui.models.messages import MessageListModel


class MailSearch(QObject):
    """Lists what has the words in the field, and remembers what was listed before.

    Signals:
        searched: the list shows other findings, or none are asked for any more.
    """

    searched = Signal()

    def __init__(
        self, engine: Engine, bar: MailBar, model: MessageListModel, view: MessageList
    ) -> None:
        super().__init__(bar)
        self._engine, self._bar, self._model, self._view = engine, bar, model, view
        self._words = ""
        self._folder: FolderId | None = None
        self._part: bool | None = None
        self._message: MessageId | None = None
        bar.words_changed.connect(self._on_words_changed)
        bar.entered.connect(self._on_entered)

    @property
    def words(self) -> str:
        """What the list was searched for, empty while it shows a folder."""
        return self._words

    def end(self) -> None:
        """Forget the words, without a way back."""
        self._words = ""
        self._bar.field.clear()
        self._view.mark("")

    @Slot()
    def focus_field(self) -> None:
        """Put the keyboard into the field."""
        self._bar.field.setFocus()
        self._bar.field.selectAll()

    @Slot(str)
    def _on_words_changed(self, words: str) -> None:
        before, self._words = self._words, words.strip() and words
        if self._words and not before:
            self._folder, self._part = self._model.folder, self._model.only_focused
            self._message = self._view.selected
        self._view.mark(self._words)
        if self._words:
            self._model.show_found(self._engine.search.search_messages(words, MOST_FOUND))
        elif before and self._folder is not None:
            self._model.show_folder(self._folder, self._part)
            self._view.select(self._message)
        self.searched.emit()

    @Slot()
    def _on_entered(self) -> None:
        if self._model.rowCount():
            self._view.setFocus()
            if self._view.selected is None:
                self._view.step(1)
