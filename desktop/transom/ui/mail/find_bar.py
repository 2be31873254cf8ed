"""The bar that finds words in the message that is shown."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit
from typing_extensions import override

from transom.ui import text
from transom.ui.theme import Theme
from transom.ui.widgets.buttons import icon_button
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel


class FindBar(QFrame):
    """A field, the count of hits, and the way from one to the next.

    Signals:
        wished: the words to find, and 1 for the next hit, -1 for the one before.
        left: the bar is gone, and with it its marks.
    """

    wished = Signal(str, int)
    left = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        px = theme.px
        self.setProperty("surface", "card")
        self.setProperty("line", "bottom")
        self.setAccessibleName("Find in message")
        self.field = QLineEdit()
        self.field.setProperty("kind", "search")
        self.field.setPlaceholderText("Find in message")
        self.field.setAccessibleName("Find in message")
        self.field.setMaxLength(200)
        self.field.setMaximumWidth(px(340))
        icons.put_in_field(self.field, "ph.magnifying-glass")
        self.field.textChanged.connect(self._on_text_changed)
        self._count = PlainLabel(style="small")
        self._before = icon_button(
            icons, "ph.caret-up", "Previous hit (Shift+Enter)", token="dim", size=16
        )
        self._after = icon_button(icons, "ph.caret-down", "Next hit (Enter)", token="dim", size=16)
        close = icon_button(icons, "ph.x", "Close (Esc)", token="dim", size=16)
        self._before.clicked.connect(self.go_back)
        self._after.clicked.connect(self.go_on)
        close.clicked.connect(self.leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(26), px(6), px(20), px(6))
        row.setSpacing(px(6))
        row.addWidget(self.field, 10)
        row.addWidget(self._count)
        row.addWidget(self._before)
        row.addWidget(self._after)
        row.addStretch(1)
        row.addWidget(close)
        self.hide()

    @property
    def words(self) -> str:
        """What is looked for."""
        return self.field.text()

    def open(self) -> None:
        """Show the bar, with the keyboard in its field and the words of last time chosen."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._on_text_changed()

    @Slot()
    def leave(self) -> bool:
        """Put the bar away; False if it was not there."""
        if self.isHidden():
            return False
        self.hide()
        self.left.emit()
        return True

    @Slot(int, int)
    def show_found(self, place: int, count: int) -> None:
        """Say which of how many hits is shown."""
        words = f"{text.number(place)} of {text.number(count)}" if count else "Not found"
        self._count.set_text(words if self.words else "")
        self._before.setEnabled(count > 0)
        self._after.setEnabled(count > 0)

    @Slot()
    def go_on(self) -> None:
        """Go to the next hit."""
        self.wished.emit(self.words, 1)

    @Slot()
    def go_back(self) -> None:
        """Go to the hit before."""
        self.wished.emit(self.words, -1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3):
            is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.wished.emit(self.words, -1 if is_back else 1)
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_text_changed(self) -> None:
        self.show_found(0, 0)
        self._count.set_text("")
        self.wished.emit(self.words, 1)
