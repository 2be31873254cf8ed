"""Above the list: what it is narrowed to and sorted by, each a button that takes it back."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from transom.engine.entities.listing import ListWish, SortKey
from transom.ui.mail.order_words import order_words, sieve_parts
from transom.ui.theme import Theme
from transom.ui.widgets.flow import Flow
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import set_tool_tip

_MOST_LETTERS = 40


class FilterStrip(QFrame):
    """Small buttons in a row; hidden while the list is as usual.

    Signals:
        undone: something is to be taken back; how the list is to be arranged instead.
    """

    undone = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._manner: ListWish | None = None
        self.setProperty("line", "bottom")
        self._flow = Flow(theme.px(6))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(14), theme.px(6), theme.px(14), theme.px(6))
        column.addWidget(self._flow)
        self.hide()

    def show_manner(self, manner: ListWish) -> None:
        """Name what is not as usual."""
        if manner == self._manner:
            return
        self._manner = manner
        self._flow.clear()
        parts = [
            (words, replace(manner, sieve=sieve)) for words, sieve in sieve_parts(manner.sieve)
        ]
        if words := order_words(manner):
            parts.append((words, replace(manner, sort=SortKey.DATE, is_descending=True)))
        for words, without in parts:
            button = self._button(words, without)
            self._flow.add(button)
            button.show()
        self.setVisible(bool(parts))
        self._flow.updateGeometry()

    def _button(self, words: str, without: ListWish) -> QPushButton:
        shown = words if len(words) <= _MOST_LETTERS else f"{words[:_MOST_LETTERS]}…"
        button = QPushButton(shown.replace("&", "&&"))
        button.setProperty("kind", "filter")
        # The cross stands behind the words.
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        ltr, rtl = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
        button.setLayoutDirection(ltr if is_rtl else rtl)
        button.setAccessibleName(f"{words}: take back")
        set_tool_tip(button, f"{words}: take back")
        button.clicked.connect(partial(self.undone.emit, without))
        self._icons.put(button, "ph.x", "accent", size=12)
        return button
