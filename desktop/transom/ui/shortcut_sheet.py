"""The list of all shortcuts, laid over the window."""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from transom.ui.shortcuts import SHORTCUTS, Keys, native
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel
from transom.ui.widgets.scrolled import Scrolled

_WIDTH_PX, _HEIGHT_PX = 620, 560


class ShortcutSheet(QFrame):
    """A card in the middle of its window; the keyboard returns to where it was."""

    def __init__(self, window: QWidget, theme: Theme, icons: Icons) -> None:
        super().__init__(window)
        self._window, self._theme = window, theme
        self._before: QWidget | None = None
        self.setProperty("surface", "box")
        self.setAccessibleName("Shortcuts")
        self._close = QPushButton()
        self._close.setProperty("kind", "icon")
        self._close.setAccessibleName("Close the list of shortcuts")
        self._close.setToolTip("Close (Esc)")
        icons.put(self._close, "ph.x", size=16)
        self._close.clicked.connect(self.leave)
        self._lay_out()
        window.installEventFilter(self)
        self.hide()

    @Slot()
    def toggle(self) -> None:
        """Show the list, or put it away."""
        if not self.leave():
            self._before = self.window().focusWidget()
            self._fit()
            self.show()
            self.raise_()
            self._close.setFocus()

    def leave(self) -> bool:
        """Put the list away; say whether it was there."""
        was_open = self.isVisible()
        self.hide()
        if was_open and self._before is not None:
            self._before.setFocus()
        self._before = None
        return was_open

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._fit()
        return False

    def _fit(self) -> None:
        around, px = self._window.rect(), self._theme.px
        width = min(px(_WIDTH_PX), around.width() - px(32))
        height = min(px(_HEIGHT_PX), around.height() - px(32))
        self.setGeometry(
            (around.width() - width) // 2, (around.height() - height) // 2, width, height
        )

    def _lay_out(self) -> None:
        px = self._theme.px
        head = QHBoxLayout()
        head.addWidget(PlainLabel("Shortcuts", "title"), 1)
        head.addWidget(self._close)
        inner = QWidget()
        columns = QHBoxLayout(inner)
        columns.setContentsMargins(0, 0, px(8), 0)
        columns.setSpacing(px(32))
        groups = list(SHORTCUTS.items())
        for part in (groups[:2], groups[2:]):
            column = QVBoxLayout()
            column.setSpacing(px(18))
            for title, entries in part:
                column.addLayout(self._group(title, entries))
            column.addStretch()
            columns.addLayout(column, 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(px(24), px(18), px(16), px(18))
        around.setSpacing(px(14))
        around.addLayout(head)
        around.addWidget(Scrolled(inner), 1)

    def _group(self, title: str, entries: tuple[Keys, ...]) -> QGridLayout:
        px = self._theme.px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(14))
        grid.setVerticalSpacing(px(7))
        grid.addWidget(PlainLabel(title, "section"), 0, 0, 1, 2)
        for row, entry in enumerate(entries, 1):
            keys = PlainLabel("  ".join(map(native, entry.keys)), "strong")
            keys.setMinimumWidth(px(96))
            words = PlainLabel(entry.words, "dim")
            words.set_wrapped()
            grid.addWidget(keys, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, row, 1)
        grid.setColumnStretch(1, 1)
        return grid
