"""One page after another in the web view, each told of once it stands there painted."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QColor

from transom.ui.theme import Theme
from transom.ui.web.card_deck import CardDeck
from transom.ui.web.card_script import CARDS_PAINTED
from transom.ui.web.document import Document
from transom.ui.web.frame import BLANK, PAINTED, BodyPage, PageKind, needs_inversion, page_content

if TYPE_CHECKING:  # QtWebEngine: not before the first paint
    from transom.ui.web.web_view import WebView

_PAINT_POLL_MS, _MOST_PAINT_POLLS = 8, 60
"""A page without anything to paint counts as painted after so many looks."""
_LEFT_AFTER_MS = 40
"""A page that nobody is to see any more is left once the window has painted what covers it."""
_LOADED_AFTER_MS = 1_000
"""A page that is here whole and still loads something by then is shown as it is."""
_IS_WHOLE = "Number(document.readyState !== 'loading')"


class PageTurner(QObject):
    """Lets the view go to a mail's page or to the blank one; only the last page asked for counts.

    Signals:
        painted: the page asked for can be uncovered; again after its cards have changed.
        link_chosen: the Link of the page that was clicked.
        link_hovered: the Link under the pointer, or None.
    """

    painted = Signal()
    link_chosen = Signal(object)
    link_hovered = Signal(object)

    def __init__(self, view: "WebView", theme: Theme, deck: CardDeck) -> None:
        super().__init__(view)
        self._view, self._theme, self._deck = view, theme, deck
        self._page = BLANK
        self._is_begun = self._is_loaded = False
        self._serial = self._polls = self._round = 0
        self._patience = QTimer(self, singleShot=True, interval=_LOADED_AFTER_MS)
        self._patience.timeout.connect(self._on_patience_ended)
        self._leaving = QTimer(self, singleShot=True, interval=_LEFT_AFTER_MS)
        self._leaving.timeout.connect(self._on_left)
        page = view.mail_page
        page.loadFinished.connect(self._on_load_finished)
        page.link_chosen.connect(self._on_link_chosen)
        page.linkHovered.connect(self._on_link_hovered)
        page.button_pressed.connect(deck.press)
        deck.framed.connect(self._on_framed)
        deck.changed.connect(self._on_deck_changed)

    @property
    def has_cards(self) -> bool:
        """Whether the page asked for is a conversation's."""
        return self._page.kind is PageKind.CARDS

    def show_document(self, document: Document) -> None:
        """Go to a mail's page."""
        self._serial += 1
        content = page_content(document, self._theme)
        self._view.invert(needs_inversion(document, self._theme))
        self._go(BodyPage(f"/{self._serial}/", content, document.pictures, document.links))

    def show_cards(self) -> None:
        """Go to the page of the deck's cards."""
        self._serial += 1
        page = self._deck.page(self._serial)
        self._view.invert(self._theme.is_dark)  # what is dark by itself stays as it is
        self._go(page, tuple(self._deck.frames))

    def show_blank(self) -> None:
        """Show no page any more, and soon go to one without anything on it."""
        if not self._is_begun:
            self._go(BLANK)
        elif self._page is not BLANK:
            self._page = BLANK
            self._leaving.start()

    def end(self) -> None:
        """Wait for no page any more: the view is about to go."""
        self._page = BLANK
        self._leaving.stop()

    def _go(self, page: BodyPage, frames: tuple[BodyPage, ...] = ()) -> None:
        self._page, self._is_begun, self._is_loaded = page, True, False
        self._leaving.stop()
        self._view.scheme.offer(page, frames)
        self._view.mail_page.setBackgroundColor(QColor(self._theme.tokens.card))
        self._view.mail_page.go(page.url, [frame.url for frame in frames])
        self._patience.start()

    @Slot()
    def _on_left(self) -> None:
        self._go(BLANK)

    def _is_awaited(self, page: BodyPage) -> bool:
        """Whether the view holds this page, and it is the one to be shown."""
        if page is BLANK or page is not self._page:
            return False
        return self._view.mail_page.url() == page.url

    @Slot(bool)
    def _on_load_finished(self, is_loaded: bool) -> None:
        if is_loaded and not self._is_loaded and self._is_awaited(self._page):
            self._is_loaded = True
            if self.has_cards:
                self._on_deck_changed()
            else:
                self._start_asking()

    @Slot()
    def _on_deck_changed(self) -> None:
        if self.has_cards and self._is_loaded:
            self._view.mail_page.run(self._deck.dealing_script())
            self._start_asking()

    @Slot(object)
    def _on_framed(self, frame: BodyPage) -> None:
        self._view.scheme.add(frame)
        self._view.mail_page.expect_frame(frame.url)

    @Slot()
    def _on_patience_ended(self) -> None:
        # A picture that does not come, or a frame that was left, keeps a page loading for ever.
        if self._page is not BLANK and not self._is_loaded:
            self._view.mail_page.ask_for_paint(_IS_WHOLE, partial(self._on_whole, self._page))

    def _on_whole(self, page: BodyPage, is_whole: bool) -> None:
        if page is not self._page:
            return
        if is_whole and self._is_awaited(page):
            self._on_load_finished(True)
        else:
            self._patience.start()

    def _start_asking(self) -> None:
        self._round += 1
        self._polls = 0
        self._ask_for_paint()

    @Slot()
    def _ask_for_paint(self) -> None:
        # Loaded is not painted: until its first frame stands, the view shows the page before.
        if self._page is not BLANK:
            script = CARDS_PAINTED if self.has_cards else PAINTED
            told = partial(self._on_paint_told, self._page, self._round)
            self._view.mail_page.ask_for_paint(script, told)

    def _on_paint_told(self, page: BodyPage, asked_in: int, is_painted: bool) -> None:
        if not self._is_awaited(page) or asked_in != self._round:
            return
        self._polls += 1
        if not is_painted and self._polls <= _MOST_PAINT_POLLS:
            QTimer.singleShot(_PAINT_POLL_MS, self, self._ask_for_paint)
        elif self.has_cards and (script := self._deck.showing_script()):
            self._view.mail_page.run(script)
            QTimer.singleShot(_PAINT_POLL_MS, self, self._ask_for_paint)
        else:
            self.painted.emit()

    @Slot(str)
    def _on_link_chosen(self, url_text: str) -> None:
        if (link := self._view.scheme.link(url_text)) is not None:
            self.link_chosen.emit(link)

    @Slot(str)
    def _on_link_hovered(self, url_text: str) -> None:
        self.link_hovered.emit(self._view.scheme.link(url_text))
