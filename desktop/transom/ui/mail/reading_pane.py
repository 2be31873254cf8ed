"""The reading pane: header, notices, body and attachments of one message."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from transom.engine.entities.mail import Message, MessageId
from transom.engine.trust.file_names import mentions_password
from transom.ui import text
from transom.ui.mail.body_loader import Reading
from transom.ui.mail.category_colors import CategoryColors
from transom.ui.mail.find_bar import FindBar
from transom.ui.mail.held_banner import HeldBanner
from transom.ui.mail.link_line import LinkLine, open_link, refusal
from transom.ui.mail.reader_actions import ReaderActions
from transom.ui.mail.reader_header import ReaderHeader
from transom.ui.mail.reader_panel import ReaderPanel
from transom.ui.theme import Theme
from transom.ui.web.body import BodyView
from transom.ui.web.frame import FetchPicture
from transom.ui.web.references import Link
from transom.ui.widgets.attachments import AttachmentStrip
from transom.ui.widgets.chip import Banner
from transom.ui.widgets.empty import EmptyState
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.yielding import Yielding

_LEAST_HEAD_PX = 96


class ReadingPane(QFrame):
    """Shows one message, or words where there is none.

    Signals:
        fetch_requested: the person wants the missing text now.
        calendar_requested: the meeting this message is about is to be seen in the calendar.
        message_shown: the Message whose header is shown now, or None for nobody's.
        reading_shown: the Reading whose body is shown now.
    """

    fetch_requested = Signal()
    message_shown = Signal(object)
    reading_shown = Signal(object)
    calendar_requested = Signal()

    def __init__(
        self, theme: Theme, icons: Icons, colors: CategoryColors, fetch_picture: FetchPicture
    ) -> None:
        super().__init__()
        self.theme, self.icons = theme, icons
        self._message: MessageId | None = None
        self.setProperty("surface", "card")
        self.tools = ReaderActions(icons, self)
        self.header = ReaderHeader(theme, icons, colors)
        self.header.add_tool(self.tools.button)
        self.panel = ReaderPanel(theme, icons)
        self.meeting = Banner(theme, icons, "accent")
        self.held = HeldBanner(theme, icons)
        self.deceit = Banner(theme, icons, "bad")
        self.finder = FindBar(theme, icons)
        self.body = BodyView(theme, fetch_picture)
        self.strip = AttachmentStrip(theme, icons)
        self._nothing = EmptyState(theme, icons)
        self._waiting = EmptyState(theme, icons)
        self._link_line = LinkLine(theme, self.body)
        self._bodies, self._stack = QStackedWidget(), QStackedWidget()
        self._above = QVBoxLayout()
        self._below: QWidget = self.body
        self._lay_out()
        self.panel.closed.connect(self._on_panel_closed)
        self.body.link_hovered.connect(self._link_line.show_link)
        self.body.link_chosen.connect(self.follow_link)
        self.show_nothing("Nothing selected", "Choose a message to read it here.")

    @property
    def message(self) -> MessageId | None:
        """Whose header is shown."""
        return self._message

    def show_nothing(self, title: str, sentence: str = "", icon: str = "ph.envelope-open") -> None:
        """Show words instead of a message."""
        self._message = None
        self.panel.leave()
        self.body.clear()
        self.tools.show_message(False)
        self._nothing.show_words(title, sentence, icon)
        self._stack.setCurrentIndex(1)
        self.message_shown.emit(None)

    def add_notice(self, notice: QWidget) -> None:
        """Put a banner of somebody's own below those between header and body."""
        self._above.addWidget(notice)

    def show_panel(self, title: str, widget: QWidget, tools: Sequence[QWidget] = ()) -> None:
        """Show a widget in place of the body until Esc, its button, or another message."""
        if self._message is not None:
            self.panel.hold(title, widget, tools)
            self._bodies.setCurrentWidget(self.panel)
            self.panel.take_focus()

    def escape(self) -> bool:
        """Leave what lies over the message; False if nothing does."""
        return self.panel.leave() or self.finder.leave()

    def end(self) -> None:
        """End the web views for good, the one over the message too."""
        self.panel.leave()
        self.body.close_page()

    def focus_body(self) -> None:
        """Put the keyboard into what is shown of the message."""
        if self.panel.held is not None:
            self.panel.take_focus()
        else:
            self.body.focus_body()

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
            self.panel.leave()
            self.body.turn_to(message.id)
            self.held.hide()
            self.deceit.hide()
            self.meeting.hide()
            self.strip.show_attachments(())
            self._show_below(self.body)
        self._message = message.id
        today = text.now().date()
        self.header.show_message(message, own_address, conversation_size, zone_name, today)
        self.header.show_photo(photo)
        self.tools.show_message(True)
        self._stack.setCurrentIndex(0)
        self.message_shown.emit(message)

    def show_reading(self, reading: Reading) -> None:
        """Show what belongs under the header, if it is still this message's."""
        if reading.message != self._message or reading.document is None:
            return
        document = reading.document
        self._show_below(self.body)
        self.body.show_document(reading.message, document)
        listed = [one for one in reading.attachments if one.id not in document.pictures]
        said = bool(listed) and mentions_password("".join(run.text for run in document.runs))
        self.strip.show_attachments(listed, mentions_password=said)
        self.held.show_held(document, reading.consent)
        self.reading_shown.emit(reading)

    @Slot(str)
    def show_missing(self, sentence: str) -> None:
        """Say why there is no text yet."""
        if self._message is None:
            return
        if self.body.show_meanwhile(self._message, sentence):
            self._show_below(self.body)
        else:
            self._waiting.show_words(
                "No text yet", sentence, "ph.cloud-arrow-down", ("Try again", self._on_try_again)
            )
            self._show_below(self._waiting)

    def _lay_out(self) -> None:
        px = self.theme.px
        top = self._above
        top.setContentsMargins(px(26), px(18), px(26), px(8))
        top.setSpacing(px(10))
        for part in (self.header, self.meeting, self.held, self.deceit):
            top.addWidget(part)
        self._bodies.addWidget(self.body)
        self._bodies.addWidget(self._waiting)
        self._bodies.addWidget(self.panel)
        message = QWidget()
        column = QVBoxLayout(message)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QWidget()
        head.setLayout(top)
        column.addWidget(Yielding(head, px(_LEAST_HEAD_PX)))
        column.addWidget(self.finder)
        column.addWidget(self._bodies, 1)
        column.addWidget(self.strip)
        self._stack.addWidget(message)
        self._stack.addWidget(self._nothing)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._stack)

    def _show_below(self, widget: QWidget) -> None:
        """Show the body or words in its place, below what may lie over it."""
        self._below = widget
        if self.panel.held is None:
            self._bodies.setCurrentWidget(widget)

    @Slot()
    def _on_panel_closed(self) -> None:
        self._bodies.setCurrentWidget(self._below)

    def _on_try_again(self) -> None:
        self.fetch_requested.emit()

    @Slot(object)
    def follow_link(self, link: Link) -> None:
        """Open a link outside, ask about one that deceives, and say why others are not opened."""
        if words := refusal(link):
            self.deceit.show_words(words, "ph.prohibit", (("Dismiss", self.deceit.hide),))
        elif not link.claimed_host:
            self._open_link(link)
        else:
            place = link.host or link.target
            words = f"The text says {link.claimed_host}, but the link leads to {place}."
            actions = (
                (f"Open {place}", lambda: self._open_link(link)),
                ("Dismiss", self.deceit.hide),
            )
            self.deceit.show_words(words, "ph.warning", actions)

    def _open_link(self, link: Link) -> None:
        self.deceit.hide()
        if not open_link(link):
            words = "No program on this computer opens this link."
            self.deceit.show_words(words, "ph.warning", (("Dismiss", self.deceit.hide),))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._link_line.settle()
