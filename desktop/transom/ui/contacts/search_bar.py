"""The bar of the people page: a search field, and ways to the panes that have no room."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from transom.ui.theme import Theme
from transom.ui.widgets.buttons import icon_button
from transom.ui.widgets.icons import Icons

TYPING_MS = 120
WIDEST = 620


class SearchBar(QFrame):
    """Filters the list as one types.

    Signals:
        words_changed: the words to search for, some time after the last key.
        list_requested: Down or Enter was pressed in the field.
        side_requested, back_requested: a button was pressed.
    """

    words_changed = Signal(str)
    list_requested = Signal()
    side_requested = Signal()
    back_requested = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setProperty("surface", "bar")
        self.setFixedHeight(theme.px(52))
        self.back = icon_button(icons, "ph.arrow-left", "Back to the list")
        self.back.clicked.connect(self.back_requested)
        self.side = icon_button(icons, "ph.list", "Folders")
        self.side.clicked.connect(self.side_requested)
        self.field = QLineEdit()
        self.field.setProperty("kind", "search")
        self.field.setPlaceholderText("Search contacts  (Ctrl+K)")
        self.field.setAccessibleName("Search contacts")
        self.field.setClearButtonEnabled(True)
        self.field.setMaximumWidth(theme.px(WIDEST))
        icons.put_in_field(self.field, "ph.magnifying-glass")
        self._pause = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._pause.timeout.connect(self._on_paused)
        self.field.textChanged.connect(self._pause.start)
        self.field.returnPressed.connect(self.list_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), 0, theme.px(14), 0)
        row.addWidget(self.back)
        row.addWidget(self.side)
        row.addWidget(self.field, 100)
        row.addStretch(1)
        self.back.hide()
        self.side.hide()

    def focus_field(self) -> None:
        """Put the keyboard into the field."""
        self.field.setFocus()
        self.field.selectAll()

    def clear(self) -> bool:
        """Forget the words at once; say if there were some."""
        had_words = bool(self.field.text())
        self.field.clear()
        self._pause.stop()
        if had_words:
            self.words_changed.emit("")
        return had_words

    @Slot()
    def _on_paused(self) -> None:
        self.words_changed.emit(self.field.text())
