"""How close a body is looked at, and what is looked for in it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QStackedLayout

from transom.ui.web.mouse import MouseWays
from transom.ui.web.text_view import TextView

if TYPE_CHECKING:
    from PySide6.QtWebEngineCore import QWebEngineFindTextResult

    from transom.ui.web.web_view import WebView

_MOST_ZOOM = 5.0
"""The engine takes no more."""


class BodyLens(QObject):
    """Zooms a body's text and page alike, finds words in the one that is shown, and has the mouse.

    Signals:
        found: which of how many hits is shown, counted from 1.
        zoom_wished: Ctrl and the wheel, 1 for larger and -1 for smaller.
        side_pressed: a side button of the mouse, -1 for back and 1 for forward.
    """

    found = Signal(int, int)
    zoom_wished = Signal(int)
    side_pressed = Signal(int)

    def __init__(
        self, text: TextView, layers: QStackedLayout, scale: float, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._text, self._layers, self._scale = text, layers, scale
        self._view: WebView | None = None
        self._zoom = 100
        self.mouse = MouseWays(self, takes_wheel=True)
        self.mouse.side_pressed.connect(self.side_pressed)
        self.mouse.zoom_wished.connect(self.zoom_wished)
        self.mouse.watch(text.viewport())

    def attach(self, view: "WebView | None") -> None:
        """Look at this web view too from now on, or at none any more."""
        self._view = view
        if view is not None:
            view.setZoomFactor(self._factor())
            view.mail_page.findTextFinished.connect(self._on_found)

    def set_zoom(self, percent: int) -> None:
        """Show this and every later body at a size."""
        self._zoom = percent
        self._text.set_zoom(percent)
        if self._view is not None:
            self._view.setZoomFactor(self._factor())

    def _factor(self) -> float:
        """Return the page's zoom: a mail's lengths are absolute, the system's font is not."""
        return min(self._zoom / 100 * self._scale, _MOST_ZOOM)

    @Slot(str, int)
    def find_words(self, words: str, step: int) -> None:
        """Go to the next hit, or the one before if ``step`` is negative; no words end that."""
        if self._view is None or self._layers.currentWidget() is self._text:
            self.found.emit(*self._text.find_words(words, step))
        else:
            self._view.mail_page.find_words(words, step)

    @Slot(object)
    def _on_found(self, result: "QWebEngineFindTextResult") -> None:
        self.found.emit(result.activeMatch(), result.numberOfMatches())
