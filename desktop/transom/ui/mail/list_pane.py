"""The middle pane: what is listed, the list, and words where it is empty."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout

from transom.ui.mail.filter_strip import FilterStrip
from transom.ui.mail.focus_tabs import FocusTabs
from transom.ui.mail.list_menu import ListMenu
from transom.ui.mail.message_list import MessageList
from transom.ui.mail.search_strip import SearchStrip
from transom.ui.theme import Theme
from transom.ui.widgets.empty import EmptyState
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel


class ListPane(QFrame):
    """A title with a count above the list."""

    def __init__(
        self,
        messages: MessageList,
        menu: ListMenu,
        filters: FilterStrip,
        strip: SearchStrip,
        theme: Theme,
        icons: Icons,
    ) -> None:
        super().__init__()
        px = theme.px
        self.setProperty("surface", "panel")
        self._title = PlainLabel(style="strong", is_elided=True)
        self.tabs = FocusTabs(theme)
        self.tabs.hide()
        self._count = PlainLabel(style="small")
        head = QFrame()
        head.setProperty("line", "bottom")
        head.setFixedHeight(px(44))
        row = QHBoxLayout(head)
        row.setContentsMargins(px(16), 0, px(8), 0)
        row.addWidget(self.tabs)
        row.addWidget(self._title, 1)
        row.addWidget(self._count)
        row.addWidget(menu)
        self._empty = EmptyState(theme, icons)
        self._stack = QStackedWidget()
        self._stack.addWidget(messages)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(filters)
        column.addWidget(strip)
        column.addWidget(self._stack, 1)

    def show_title(self, title: str, count: str) -> None:
        """Name what is listed."""
        self._title.set_text(title)
        self._count.set_text(count)

    def show_part(self, is_focused: bool | None) -> None:
        """Offer Focused and Other in place of the title; None where there are no parts."""
        self.tabs.setVisible(is_focused is not None)
        if is_focused is not None:
            self.tabs.show_part(is_focused)

    def show_list(self) -> None:
        """Show the rows."""
        self._stack.setCurrentIndex(0)

    def show_empty(
        self,
        title: str,
        sentence: str,
        icon: str = "ph.tray",
        action: tuple[str, Callable[[], None]] | None = None,
    ) -> None:
        """Show words instead of rows."""
        self._empty.show_words(title, sentence, icon, action)
        self._stack.setCurrentIndex(1)
