"""The view of one mail's body: plain text at once, and the web view when it stands ready."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedLayout, QWidget
from typing_extensions import override

from transom.engine.entities.mail import MessageId
from transom.ui.theme import Theme
from transom.ui.web.body_lens import BodyLens
from transom.ui.web.card_deck import CardDeck
from transom.ui.web.document import Document
from transom.ui.web.frame import FetchPicture
from transom.ui.web.page_turner import PageTurner
from transom.ui.web.references import Link
from transom.ui.web.text_view import TextView

if TYPE_CHECKING:
    from transom.ui.web.profile import MailWebPage
    from transom.ui.web.web_view import WebView

_TEXT_AFTER_MS = 250
"""So long the pane may stay blank before the text stands in for a page that loads slowly."""


class _Blank(QWidget):
    """Covers what lies below it, which therefore is not painted."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._theme.color("card"))


class BodyView(QWidget):
    """Shows one Document at a time; a page is uncovered only once it is the one asked for.

    Signals:
        link_hovered: the Link under the pointer, or None.
        link_chosen: the Link that was clicked.
        shown: the MessageId whose body can now be read.
    """

    link_hovered = Signal(object)
    link_chosen = Signal(object)
    shown = Signal(object)

    def __init__(self, theme: Theme, fetch_picture: FetchPicture) -> None:
        super().__init__()
        self._theme = theme
        self.fetch_picture = fetch_picture
        self._view: WebView | None = None
        self._pages: PageTurner | None = None
        self._document: Document | None = None
        self._message = MessageId(0)
        self._marked = ""
        self.deck = CardDeck(theme, self)
        self._blank = _Blank(theme)
        self._text = TextView(theme)
        self._text.link_hovered.connect(self.link_hovered)
        self._text.link_chosen.connect(self.link_chosen)
        # All at once: a hidden web view would show its last picture when it returns.
        self._layers = QStackedLayout(self)
        self._layers.setStackingMode(QStackedLayout.StackingMode.StackAll)
        self._layers.addWidget(self._text)
        self._layers.addWidget(self._blank)
        self._layers.setCurrentWidget(self._blank)
        self.lens = BodyLens(self._text, self._layers, theme.scale, self)
        self._is_closed = False
        self._patience = QTimer(self, singleShot=True, interval=_TEXT_AFTER_MS)
        self._patience.timeout.connect(self._on_patience_ended)
        theme.changed.connect(self._on_theme_changed)

    @property
    def message(self) -> MessageId:
        """Whose body is shown or on its way, 0 for nobody's."""
        return self._message

    @property
    def is_page_shown(self) -> bool:
        """Whether the web view is uncovered and shows the current message."""
        return self._view is not None and self._layers.currentWidget() is self._view

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of the shown mail, by their numbers."""
        return self._document.links if self._document else ()

    @property
    def is_settled(self) -> bool:
        """Whether the body itself can be seen, not a blank or its text meanwhile."""
        is_plain = self._document is not None and self._document.is_plain
        return self.is_page_shown or (is_plain and self._layers.currentWidget() is self._text)

    @property
    def web_page(self) -> "MailWebPage | None":
        """The page of the web view, if it exists."""
        return self._view.mail_page if self._view else None

    def warm(self) -> None:
        """Create the web view; once, after the first paint, for it takes a moment."""
        if self._view is not None or self._is_closed:
            return
        from transom.ui.web.web_view import WebView  # QtWebEngine: not before the first paint

        self._view = WebView(self.fetch_picture, self, self.lens.mouse)
        self.lens.attach(self._view)
        self._pages = PageTurner(self._view, self._theme, self.deck)
        self._pages.painted.connect(self._on_painted)
        self._pages.link_chosen.connect(self.link_chosen)
        self._pages.link_hovered.connect(self.link_hovered)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.close_page)
        self._layers.insertWidget(0, self._view)
        self._layers.setCurrentWidget(self._blank)
        self._show()

    def clear(self) -> None:
        """Show nothing, at once: the next mail's header must not stand over this body."""
        self._document, self._message = None, MessageId(0)
        self._patience.stop()
        self._layers.setCurrentWidget(self._blank)
        self._text.show_runs((), ())
        self._show()
        self.link_hovered.emit(None)

    def turn_to(self, message: MessageId) -> None:
        """Make ready for a message: on its card where that is shown, else on nothing."""
        if not self._is_on_cards(message):
            self.clear()
            return
        self._document, self._message = None, message
        self._text.show_runs((), ())
        self.deck.turn_to(message)

    def show_document(self, message: MessageId, document: Document) -> None:
        """Show a message's body, amid its conversation if the deck holds that."""
        self.deck.put(message, document)
        if self._is_on_cards(message):
            self._document, self._message = document, message
            self._text.show_runs((), ())
            self.deck.turn_to(message)
            return
        self.clear()
        self._document, self._message = document, message
        self.deck.turn_to(message)
        self._show()

    def show_meanwhile(self, message: MessageId, words: str) -> bool:
        """Say on a message's card why there is no body; False where there is no card."""
        self.deck.say(message, words)
        if self._pages is None or not self.deck.holds(message):
            return False
        if not self._is_on_cards(message):
            self._document, self._message = None, message
            self.deck.turn_to(message)
            self._show()
        return True

    def mark(self, words: str) -> None:
        """Mark these words in this and every later body; none end that."""
        if words != self._marked:
            self._marked = words
            self._text.mark(words)
            if self.is_page_shown and self._view is not None:
                self._view.mail_page.mark(words)

    def focus_body(self) -> None:
        """Put the keyboard into what is shown."""
        shown = self._layers.currentWidget()
        if shown is not None and shown is not self._blank:
            shown.setFocus()

    @Slot()
    def close_page(self) -> None:
        """End the web view for good, in the order it needs: page before profile."""
        self._is_closed = True
        if self._pages is not None:
            self._pages.end()
            self._pages = None
        self.lens.attach(None)
        if self._view is not None:
            self._view.end()
            self._view = None

    def _is_on_cards(self, message: MessageId) -> bool:
        """Whether the page of this message's conversation is shown or on its way."""
        is_page = self._pages is not None and self._pages.has_cards
        return is_page and self.deck.holds(self._message) and self.deck.holds(message)

    def _show(self) -> None:
        document, pages = self._document, self._pages
        if pages is not None and self.deck.holds(self._message):
            pages.show_cards()
            self._patience.start()
        elif document is None:
            if pages is not None:
                pages.show_blank()
        elif document.is_plain:
            self._write(document)
            self._uncover(self._text)
        elif pages is None:
            self._write(document)
            self._layers.setCurrentWidget(self._text)
        else:
            pages.show_document(document)
            self._patience.start()

    def _write(self, document: Document) -> None:
        """Lay out the text, which takes a while: only where it is to be seen."""
        self._text.show_runs(document.runs, document.run_links, document.folded)

    def _uncover(self, widget: QWidget) -> None:
        self._patience.stop()
        self._layers.setCurrentWidget(widget)
        if self._document is not None:
            self.shown.emit(self._message)

    @Slot()
    def _on_painted(self) -> None:
        if self._view is not None:
            if self._marked:
                self._view.mail_page.mark(self._marked)
            self._uncover(self._view)

    @Slot()
    def _on_patience_ended(self) -> None:
        if self._document is not None and not self.is_page_shown:
            self._write(self._document)
            self._layers.setCurrentWidget(self._text)

    @Slot()
    def _on_theme_changed(self) -> None:
        if self._message:
            self._layers.setCurrentWidget(self._blank)
        self._show()
