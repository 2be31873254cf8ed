"""Where a link leads: told before it is followed, and what is never followed."""

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from transom.ui.theme import Theme
from transom.ui.web.references import Link, plain_url
from transom.ui.widgets.labels import PlainLabel


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
        self.set_text(f"{warning}{target_words(link)}")
        self.settle()
        self.raise_()

    def settle(self) -> None:
        """Lie at the foot of the body, as wide as the words need."""
        parent = self.parentWidget()
        if parent is not None and self.isVisible():
            size = self.sizeHint()
            width = min(size.width(), parent.width())
            self.setGeometry(0, parent.height() - size.height(), width, size.height())


def target_words(link: Link) -> str:
    """Return a link's target, with its host before it where the address alone could hide that."""
    host, target = link.host, link.target
    if link.detour:
        return f"{host}, by way of {link.detour} · {target[:300]}"
    is_plain = host and f"://{host}" in target[:120].lower()
    return target[:300] if is_plain or not host else f"{host} · {target[:300]}"


_FOLLOWED = ("http", "https", "mailto", "tel")


def refusal(link: Link) -> str:
    """Say why a link is not followed; nothing if it may be."""
    scheme, colon, _rest = plain_url(link.target).partition(":")
    if colon and scheme.lower() in _FOLLOWED:
        return ""
    named = f" This one begins with “{scheme[:20]}:”." if colon else ""
    return f"Only links to web pages, mail addresses and telephone numbers are followed.{named}"


def open_link(link: Link) -> bool:
    """Hand a link to the system's browser or mail program; False where none takes it."""
    url = QUrl(link.target, QUrl.ParsingMode.StrictMode)
    return not refusal(link) and url.isValid() and QDesktopServices.openUrl(url)
