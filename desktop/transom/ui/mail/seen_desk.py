"""Seen here: a mark of this computer's own, for the server's unread marks stay as they are."""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Slot

from transom.engine.engine import Engine
from transom.engine.entities.mail import Message, MessageId
from transom.ui.mail.reader_actions import Part
from transom.ui.mail.reading_pane import ReadingPane
from transom.ui.theme import Theme
from transom.ui.widgets.chip import Banner
from transom.ui.widgets.icons import Icons

_SEEN_AFTER_MS = 1_500
_EXPLAINED = (
    "Transom only reads, so this message stays unread on the server. It can be marked as seen on "
    "this computer."
)


class SeenDesk(QObject):
    """Explains once that reading never writes, and keeps the marks of who wants them."""

    def __init__(self, engine: Engine, pane: ReadingPane, theme: Theme, icons: Icons) -> None:
        super().__init__(pane)
        self._engine = engine
        self._message: MessageId | None = None
        self._is_unread = False
        self.banner = Banner(theme, icons, "accent")
        pane.add_notice(self.banner)
        self.action = pane.tools.add(Part.READ, "Mark as seen here", self.toggle, "M")
        self._pause = QTimer(self, singleShot=True, interval=_SEEN_AFTER_MS)
        self._pause.timeout.connect(self._on_pause_ended)
        pane.tools.opening.connect(self._on_menu_opening)
        pane.message_shown.connect(self._on_message_shown)

    def toggle(self) -> None:
        """Mark the message as seen here, or as not seen any more."""
        self._pause.stop()
        if self._message is not None and self._is_unread:
            self._engine.marks.mark_seen([self._message], is_seen=not self._is_seen())

    @Slot(object)
    def _on_message_shown(self, message: Message | None) -> None:
        number = message.id if message is not None else None
        self._is_unread = message is not None and not message.is_read
        if number == self._message:
            return
        self._message = number
        self._pause.stop()
        self.banner.hide()
        if not self._is_unread or self._is_seen():
            return
        settings = self._engine.settings
        if settings.seen_marks:
            self._pause.start()
        elif not settings.seen_explained:
            actions = (("Mark as seen here", self._on_marks_wanted), ("Got it", self._on_got_it))
            self.banner.show_words(_EXPLAINED, "ph.eye", actions)

    def _is_seen(self) -> bool:
        ids = [] if self._message is None else [self._message]
        lines = self._engine.mail.reader.read_lines_by_ids(ids)
        return bool(lines) and lines[0].is_seen

    def _settle(self, *, wants_marks: bool) -> None:
        self.banner.hide()
        settings = self._engine.settings
        wanted = replace(settings, seen_explained=True, seen_marks=wants_marks)
        self._engine.save_settings(wanted)

    def _on_marks_wanted(self) -> None:
        self._settle(wants_marks=True)
        self._on_pause_ended()

    def _on_got_it(self) -> None:
        self._settle(wants_marks=self._engine.settings.seen_marks)

    @Slot()
    def _on_pause_ended(self) -> None:
        if self._message is not None and self._is_unread:
            self._engine.marks.mark_seen([self._message])

    @Slot()
    def _on_menu_opening(self) -> None:
        words = "Mark as not seen here" if self._is_seen() else "Mark as seen here"
        self.action.setText(words if self._is_unread else "Read on the server")
        self.action.setEnabled(self._is_unread)
