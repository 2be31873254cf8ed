"""A word at the foot of the page on what was just done; it leaves by itself."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from transom.ui.theme import Theme
from transom.ui.widgets.chip import Banner
from transom.ui.widgets.icons import Icons

_SAY_FOR_MS = 8_000


class Notice(QObject):
    """One banner over the lower right corner of a page."""

    def __init__(self, page: QWidget, theme: Theme, icons: Icons) -> None:
        super().__init__(page)
        self._page, self._theme = page, theme
        self._banner = Banner(theme, icons, "ok")
        self._banner.setParent(page)
        self._quiet = QTimer(self, singleShot=True, interval=_SAY_FOR_MS)
        self._quiet.timeout.connect(self._banner.hide)

    def say(self, words: str, icon: str, action: tuple[str, Callable[[], None]] | None) -> None:
        """Say something for a few seconds."""
        actions = [action] if action else []
        self._banner.show_words(words, icon, [*actions, ("Dismiss", self._banner.hide)])
        margin = self._theme.px(20)
        width = min(self._page.width() - 2 * margin, self._theme.px(620))
        self._banner.setFixedWidth(width)
        self._banner.adjustSize()
        left = self._page.width() - width - margin
        self._banner.move(left, self._page.height() - self._banner.height() - margin)
        self._banner.raise_()
        self._quiet.start()
