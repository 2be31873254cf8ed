"""Where the sign-in page's parts stand: welcome on the left, one pane at a time in the card."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel
from transom.ui.widgets.scrolled import Scrolled

_TWO_PANES_FROM_PX = 820
_NO_LIMIT = (1 << 24) - 1
"""What Qt calls QWIDGETSIZE_MAX."""


class Stage(QWidget):
    """Shows the welcome and a pane side by side, or one of them where there is no room for both.

    Signals:
        back_requested: return to the welcome from words that offer no other way.
        browser_requested: sign in with the system's browser rather than here.
    """

    back_requested = Signal()
    browser_requested = Signal()

    def __init__(self, welcome: QWidget, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._idle: QWidget | None = None
        self._welcome = Scrolled(welcome)
        self._welcome.setMinimumWidth(theme.px(290))
        self._panes = QStackedWidget()
        self._panes.currentChanged.connect(self._on_pane_changed)
        self._side = QFrame()
        self._side.setProperty("surface", "panel")
        self._back = QPushButton("Back")
        self._back.setProperty("kind", "link")
        self._back.clicked.connect(self.back_requested)
        self._has_back = False
        self._lay_out(icons)

    def add_idle(self, pane: QWidget) -> None:
        """Add the pane that only keeps the welcome company."""
        self._idle = pane
        self._panes.addWidget(pane)

    def show_pane(self, pane: QWidget, *, has_back: bool = False) -> None:
        """Show a pane; ``has_back`` where it offers no way to the welcome itself."""
        self._has_back = has_back
        if self._panes.indexOf(pane) < 0:
            self._panes.addWidget(pane)
        self._panes.setCurrentWidget(pane)
        self._on_pane_changed()

    def remove_pane(self, pane: QWidget) -> None:
        """Take a pane out."""
        self._panes.removeWidget(pane)
        pane.hide()

    def is_shown(self, pane: QWidget) -> bool:
        """Whether this is the pane in the card."""
        return self._panes.currentWidget() is pane

    def _lay_out(self, icons: Icons) -> None:
        card = QFrame()
        card.setProperty("surface", "box")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self._panes)
        self._around = QVBoxLayout(self._side)
        self._around.setSpacing(self._theme.px(14))
        self._around.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        self._around.addWidget(card, 1)
        self._around.addLayout(self._note(icons))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._welcome, 39)
        row.addWidget(self._side, 61)

    def _note(self, icons: Icons) -> QHBoxLayout:
        mark = PlainLabel()
        icons.put(mark, "ph.info", size=16)
        words = PlainLabel(
            "You type your password on the provider's page; Transom does not read it.", "small"
        )
        words.set_wrapped()
        self.browser_button = QPushButton("Prefer your own browser?")
        self.browser_button.setProperty("kind", "link")
        self.browser_button.clicked.connect(self.browser_requested)
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(8))
        row.addWidget(mark)
        row.addWidget(words, 1)
        row.addWidget(self.browser_button)
        return row

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._on_pane_changed()

    @Slot()
    def _on_pane_changed(self) -> None:
        px = self._theme.px
        has_room = self.width() >= px(_TWO_PANES_FROM_PX)
        is_idle = self._panes.currentWidget() is self._idle
        self._welcome.setMaximumWidth(px(560) if has_room else _NO_LIMIT)
        self._welcome.setVisible(has_room or is_idle)
        self._side.setVisible(has_room or not is_idle)
        self._back.setVisible(self._has_back and not has_room)
        side = px(40 if has_room else 12)
        self._around.setContentsMargins(side, px(36 if has_room else 12), side, px(24))
