"""One page after another in the web view, each told of once it stands there painted."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QColor

from transom.ui.theme import Theme
from transom.ui.web.document import Document
from transom.ui.web.frame import BLANK, BodyPage, needs_inversion, page_content

if TYPE_CHECKING:  # QtWebEngine: not before the first paint
    from transom.ui.web.web_view import WebView

_PAINT_POLL_MS, _MOST_PAINT_POLLS = 8, 60
"""A page without anything to paint counts as painted after so many looks."""


class PageTurner(QObject):
    """Lets the view go to a mail's page or to the blank one; only the last page asked for counts.

    Signals:
        painted: the page asked for can be uncovered.
    """

    painted = Signal()

    def __init__(self, view: "WebView", theme: Theme) -> None:
        super().__init__(view)
        self._view, self._theme = view, theme
        self._page = BLANK
        self._serial = self._polls = 0
        view.mail_page.loadFinished.connect(self._on_load_finished)

    def show_document(self, document: Document) -> None:
        """Go to a mail's page."""
        self._serial += 1
        content = page_content(document, self._theme)
        self._view.invert(needs_inversion(document, self._theme))
        self._go(BodyPage(f"/{self._serial}/", content, document.pictures))

    def show_blank(self) -> None:
        """Go to a page without anything on it."""
        self._go(BLANK)

    def end(self) -> None:
        """Wait for no page any more: the view is about to go."""
        self._page = BLANK

    def _go(self, page: BodyPage) -> None:
        self._page = page
        self._view.scheme.offer(page)
        self._view.mail_page.setBackgroundColor(QColor(self._theme.tokens.card))
        self._view.mail_page.go(page.url)

    def _is_awaited(self, page: BodyPage) -> bool:
        """Whether the view holds this page, and it is the one to be shown."""
        if page is BLANK or page is not self._page:
            return False
        return self._view.mail_page.url() == page.url

    @Slot(bool)
    def _on_load_finished(self, is_loaded: bool) -> None:
        if self._is_awaited(self._page) and is_loaded:
            self._polls = 0
            self._ask_for_paint()

    @Slot()
    def _ask_for_paint(self) -> None:
        # Loaded is not painted: until its first frame stands, the view shows the page before.
        if self._page is not BLANK:
            self._view.mail_page.ask_for_paint(partial(self._on_paint_told, self._page))

    def _on_paint_told(self, page: BodyPage, is_painted: bool) -> None:
        if not self._is_awaited(page):
            return
        self._polls += 1
        if is_painted or self._polls > _MOST_PAINT_POLLS:
            self.painted.emit()
        else:
            QTimer.singleShot(_PAINT_POLL_MS, self, self._ask_for_paint)
