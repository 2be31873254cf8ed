"""What may be read off a provider's page: an error's number, or that there is nothing."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWebEngineCore import QWebEnginePage

LOOK_EVERY_MS = 1500
_BLANK_LOOKS = 5
_OWN_WORLD = 1  # QWebEngineScript.ApplicationWorld: the page cannot see what runs there
# Fields and their contents are never looked at: only the number that the page itself prints.
_LOOK = r"""
(() => {
  const text = document.body ? document.body.innerText : "";
  const found = /AADSTS(\d{4,8})/.exec(text);
  const isBlank = document.readyState === "complete" && !text.trim()
    && !document.querySelector("input, img, svg, canvas, iframe, video");
  return (found ? found[1] : "") + (isBlank ? " blank" : "");
})()
"""


@dataclass(frozen=True, slots=True)
class PageState:
    """The number of the error a page shows, if any; ``is_blank`` once it stayed empty for long."""

    code: str = ""
    is_blank: bool = False


class PageReader(QObject):
    """Looks at a page now and then, because providers change theirs without loading anew.

    Signals:
        state_changed: the PageState, whenever it is another than before.
    """

    state_changed = Signal(object)

    def __init__(self, page: QWebEnginePage) -> None:
        super().__init__(page)
        self._page = page
        self._state = PageState()
        self._blank_looks = 0
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    @Slot()
    def look(self) -> None:
        """Look now; what is found is told as ever."""
        self._page.runJavaScript(_LOOK, _OWN_WORLD, self._on_looked)

    def _on_looked(self, found: object) -> None:
        if not isinstance(found, str) or not self._timer.isActive():
            return
        code, _, blank = found.partition(" ")
        self._blank_looks = self._blank_looks + 1 if blank else 0
        state = PageState(code, self._blank_looks >= _BLANK_LOOKS)
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)
