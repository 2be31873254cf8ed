"""The reading pane: header, notices, body and attachments of one message."""

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from transom.engine.entities.mail import Meeting, Message, MessageId
from transom.ui import text
from transom.ui.mail.body_loader import Reading
from transom.ui.mail.category_colors import CategoryColors
from transom.ui.mail.reader_header import ReaderHeader
from transom.ui.theme import Theme
from transom.ui.web.body import BodyView
from transom.ui.web.frame import FetchPicture
from transom.ui.web.references import Held, Link
from transom.ui.widgets.attachments import AttachmentStrip
from transom.ui.widgets.chip import Banner
from transom.ui.widgets.empty import EmptyState
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel

_ICON_HELD = "ph.eye-slash"


class ReadingPane(QFrame):
    """Shows one message, or words where there is none.

    Signals:
        fetch_requested: the person wants the missing text now.
        calendar_requested: the meeting this message is about is to be seen in the calendar.
    """

    fetch_requested = Signal()
    calendar_requested = Signal()

    def __init__(
        self, theme: Theme, icons: Icons, colors: CategoryColors, fetch_picture: FetchPicture
    ) -> None:
        super().__init__()
        self._theme = theme
        self._message: MessageId | None = None
        self.setProperty("surface", "card")
        self.header = ReaderHeader(theme, icons, colors)
        self.meeting = Banner(theme, icons, "accent")
        self.held = Banner(theme, icons, "warn")
        self.deceit = Banner(theme, icons, "bad")
        self.body = BodyView(theme, fetch_picture)
        self.strip = AttachmentStrip(theme, icons)
        self._nothing = EmptyState(theme, icons)
        self._waiting = EmptyState(theme, icons)
        self._link_line = LinkLine(theme, self.body)
        self._bodies, self._stack = QStackedWidget(), QStackedWidget()
        self._lay_out()
        self.body.link_hovered.connect(self._link_line.show_link)
        self.body.link_chosen.connect(self._on_link_chosen)
        self.show_nothing("Nothing selected", "Choose a message to read it here.")

    @property
    def message(self) -> MessageId | None:
        """Whose header is shown."""
        return self._message

    def show_nothing(self, title: str, sentence: str = "", icon: str = "ph.envelope-open") -> None:
        """Show words instead of a message."""
        self._message = None
        self.body.clear()
        self._nothing.show_words(title, sentence, icon)
        self._stack.setCurrentIndex(1)

    def show_header(
        self,
        message: Message,
        own_address: str,
        conversation_size: int,
        zone_name: str,
        photo: QPixmap | None = None,
    ) -> None:
        """Show a message's header over an empty body."""
        if message.id != self._message:
            self.body.clear()
            self.held.hide()
            self.deceit.hide()
            self.meeting.hide()
            self.strip.show_attachments(())
            self._bodies.setCurrentIndex(0)
        self._message = message.id
        today = text.now().date()
        self.header.show_message(message, own_address, conversation_size, zone_name, today)
        self.header.show_photo(photo)
        self._stack.setCurrentIndex(0)

    def show_reading(self, reading: Reading) -> None:
        """Show what belongs under the header, if it is still this message's."""
        if reading.message != self._message or reading.document is None:
            return
        document = reading.document
        self._bodies.setCurrentIndex(0)
        self.body.show_document(reading.message, document)
        listed = [one for one in reading.attachments if one.id not in document.pictures]
        self.strip.show_attachments(listed)
        if reading.meeting is not None:
            action = ("Show in calendar", self.calendar_requested.emit)
            self.meeting.show_words(meeting_line(reading.meeting), "ph.calendar-blank", [action])
        words = held_words(document.held)
        if document.is_simplified:
            words = f"This message is too complicated to lay out: only its text is shown. {words}"
        if words:
            self.held.show_words(words.strip(), _ICON_HELD)

    @Slot(str)
    def show_missing(self, sentence: str) -> None:
        """Say why there is no text yet."""
        if self._message is not None:
            self._waiting.show_words(
                "No text yet", sentence, "ph.cloud-arrow-down", ("Try again", self._on_try_again)
            )
            self._bodies.setCurrentIndex(1)

    def _lay_out(self) -> None:
        px = self._theme.px
        top = QVBoxLayout()
        top.setContentsMargins(px(26), px(18), px(26), px(8))
        top.setSpacing(px(10))
        for part in (self.header, self.meeting, self.held, self.deceit):
            top.addWidget(part)
        self._bodies.addWidget(self.body)
        self._bodies.addWidget(self._waiting)
        message = QWidget()
        column = QVBoxLayout(message)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._bodies, 1)
        column.addWidget(self.strip)
        self._stack.addWidget(message)
        self._stack.addWidget(self._nothing)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._stack)

    def _on_try_again(self) -> None:
        self.fetch_requested.emit()

    @Slot(object)
    def _on_link_chosen(self, link: Link) -> None:
        if not link.claimed_host:
            open_link(link)
            return
        place = link.host or link.target
        words = f"The text says {link.claimed_host}, but the link leads to {place}."
        self.deceit.show_words(
            words,
            "ph.warning",
            ((f"Open {place}", lambda: open_link(link)), ("Dismiss", self.deceit.hide)),
        )

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._link_line.settle()


class LinkLine(PlainLabel):
    """The true target of the link under the pointer, at the foot of the body."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(style="small", parent=parent)
        self._theme = theme
        self.setAutoFillBackground(True)
        self.setContentsMargins(theme.px(8), theme.px(3), theme.px(8), theme.px(3))
        self.hide()

    @Slot(object)
    def show_link(self, link: Link | None) -> None:
        """Show where a link leads, with a warning where its words say otherwise."""
        self.setVisible(link is not None)
        if link is None:
            return
        self.setProperty("tone", "bad" if link.claimed_host else "")
        self.style().polish(self)
        warning = f"The text says {link.claimed_host}. " if link.claimed_host else ""
        self.set_text(f"{warning}{link.target[:300]}")
        self.settle()
        self.raise_()

    def settle(self) -> None:
        """Lie at the foot of the body, as wide as the words need."""
        parent = self.parentWidget()
        if parent is not None and self.isVisible():
            size = self.sizeHint()
            width = min(size.width(), parent.width())
            self.setGeometry(0, parent.height() - size.height(), width, size.height())


def open_link(link: Link) -> None:
    """Hand a link to the system's browser or mail program."""
    QDesktopServices.openUrl(QUrl(link.target, QUrl.ParsingMode.StrictMode))


def meeting_line(meeting: Meeting) -> str:
    """Return when and where: Thursday 26 November · 13:00 – 15:00 · Room Baltic."""
    where = text.safe(meeting.location)
    when = text.span_words(meeting.span)
    return f"{when} · {where}" if where else when


def held_words(held: Held) -> str:
    """Say what was not loaded, with counts; nothing if there was nothing."""
    parts = [
        text.counted(held.pictures, "remote picture", "remote pictures") if held.pictures else "",
        text.counted(held.pixels, "tracking pixel", "tracking pixels") if held.pixels else "",
        text.counted(held.others, "remote style", "remote styles") if held.others else "",
    ]
    named = [part for part in parts if part]
    if not named:
        return ""
    list_words = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    verb = "was" if held.count == 1 else "were"
    return f"{list_words} {verb} not loaded."
