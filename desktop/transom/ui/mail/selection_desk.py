"""What can be done with the chosen messages without changing any: copied, saved."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from transom.engine.engine import Engine
from transom.engine.entities.mail import Attachment, Message, MessageId, MessageLine
from transom.engine.errors import TransomError
from transom.ui import text
from transom.ui.bridge import Bridge
from transom.ui.mail.message_list import MessageList
from transom.ui.mail.notice import Notice
from transom.ui.mail.selection_panel import ReadingSide, SelectionPanel
from transom.ui.mail.source_saving import SourceSaver
from transom.ui.models.messages import MessageListModel
from transom.ui.shortcuts import bind
from transom.ui.widgets.file_saving import FileSaver

MOST_MESSAGES = 1000
"""With so many something is done at once, conversations' hidden messages counted in."""


class SelectionDesk(QObject):
    """Joins the list's choice to the panel and to the engine."""

    def __init__(
        self,
        engine: Engine,
        bridge: Bridge,
        view: MessageList,
        messages: MessageListModel,
        side: ReadingSide,
        panel: SelectionPanel,
        saver: FileSaver,
        notice: Notice,
    ) -> None:
        super().__init__(view)
        self._engine, self._bridge, self._view = engine, bridge, view
        self._messages, self._side, self._panel = messages, side, panel
        self._saver, self._notice = saver, notice
        self.sources = SourceSaver(engine, bridge, panel)
        view.several_selected.connect(self._on_several_selected)
        panel.copy_requested.connect(self.copy)
        panel.addresses_requested.connect(self._on_addresses_requested)
        panel.attachments_requested.connect(self._on_attachments_requested)
        panel.sources_requested.connect(self._on_sources_requested)
        self.sources.saved.connect(self._on_saved)
        self.sources.failed.connect(self._on_failed)
        bind(view, "Ctrl+C", self.copy)

    @Slot()
    def copy(self) -> None:
        """Put the chosen messages into the clipboard, as text."""
        ids = [line.id for line in self._lines()]
        if ids:
            future = self._engine.mail.read_texts(ids)
            self._bridge.when_done(future, self._on_texts, self._on_error)

    def _rows(self) -> list[MessageLine]:
        one = (self._view.selected,) if self._view.selected is not None else ()
        places = (self._messages.row_of(number) for number in self._view.selection.chosen or one)
        lines = (self._messages.line_at(row) for row in places)
        return [line for line in lines if line is not None]

    def _lines(self) -> list[MessageLine]:
        """Return the chosen messages, with those that closed conversations hide."""
        found: dict[MessageId, MessageLine] = {}
        for row in self._rows():
            for line in self._messages.lines_in(row):
                found[line.id] = line
            if len(found) >= MOST_MESSAGES:
                break
        return list(found.values())[:MOST_MESSAGES]

    @Slot(object)
    def _on_several_selected(self, chosen: Sequence[MessageId]) -> None:
        rows = self._rows() if chosen else []
        if rows:
            count = sum(self._messages.count_in(row) for row in rows)
            self._panel.show_lines(rows, count)
        self._side.show_panel(bool(rows))

    def _on_texts(self, read: list[tuple[Message, str]]) -> None:
        parts = [_as_text(message, words) for message, words in read]
        QGuiApplication.clipboard().setText(f"\n\n{'-' * 40}\n\n".join(parts))
        self._say(f"Copied {text.counted(len(parts), 'message', 'messages')} as text.")

    @Slot()
    def _on_addresses_requested(self) -> None:
        people = dict.fromkeys(line.sender for line in self._lines() if line.sender.address)
        words = (
            f"{text.safe(one.name)} <{text.safe(one.address)}>"
            if one.name
            else text.safe(one.address)
            for one in people
        )
        QGuiApplication.clipboard().setText("; ".join(words))
        self._say(f"Copied {text.counted(len(people), 'address', 'addresses')}.")

    @Slot()
    def _on_attachments_requested(self) -> None:
        reader = self._engine.mail.reader
        wanted: list[Attachment] = [
            one
            for line in self._lines()
            if line.has_attachments
            for one in reader.read_attachments(line.id)
            if not one.is_inline
        ]
        if wanted:
            self._saver.ask(wanted)
        else:
            self._say("None of these has an attachment that is known of yet.")

    @Slot()
    def _on_sources_requested(self) -> None:
        self.sources.ask([line.id for line in self._lines()])

    @Slot(str)
    def _on_saved(self, words: str) -> None:
        self._notice.say(words, "ph.check-circle", ("Open folder", self.sources.open_place))

    @Slot(str)
    def _on_failed(self, words: str) -> None:
        self._notice.say(words, "ph.warning-circle", None)

    def _on_error(self, error: TransomError) -> None:
        self._on_failed(f"{error.title}. {error.message}")

    def _say(self, words: str) -> None:
        self._notice.say(words, "ph.check-circle", None)


def _as_text(message: Message, words: str) -> str:
    people = "; ".join(text.name_of(person) for person in message.to)
    head = (
        f"From: {text.name_of(message.sender)} <{text.safe(message.sender.address)}>",
        f"To: {people}" if people else "",
        f"Date: {text.full_date(message.received_at)}",
        f"Subject: {text.safe(message.subject)}",
    )
    return "\n".join([*filter(None, head), "", text.safe_lines(words)])
