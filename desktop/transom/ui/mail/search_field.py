"""The bar above list and message: the way back, the search field, and a look for news."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from transom.ui.theme import Theme
from transom.ui.widgets.buttons import icon_button
from transom.ui.widgets.icons import Icons

_TYPING_MS = 20
"""A search that is under way gives way to the next: only a burst of keys is one search."""


class MailBar(QFrame):
    """Search as you type.

    Signals:
        words_changed: what to search for, an empty string for nothing.
        entered: Enter in the field, or the arrow down: on to the results.
        back_requested, folders_requested, refresh_requested: a button was pressed.
    """

    words_changed = Signal(str)
    entered = Signal()
    back_requested = Signal()
    folders_requested = Signal()
    refresh_requested = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setProperty("surface", "bar")
        self.setFixedHeight(theme.px(52))
        self._pause = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._pause.timeout.connect(self._on_pause_ended)
        self.field = QLineEdit()
        self.field.setProperty("kind", "search")
        self.field.setPlaceholderText("Search mail  (Ctrl+K)")
        self.field.setAccessibleName("Search mail")
        self.field.setClearButtonEnabled(True)
        self.field.setMaxLength(400)
        self.field.setMaximumWidth(theme.px(525))
        icons.put_in_field(self.field, "ph.magnifying-glass")
        self.field.textChanged.connect(self._on_text_changed)
        self.field.returnPressed.connect(self._on_return_pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), 0, theme.px(14), 0)
        row.setSpacing(theme.px(6))
        self._folders = icon_button(icons, "ph.list", "Folders")
        self._folders.clicked.connect(self.folders_requested)
        self._back = icon_button(icons, "ph.arrow-left", "Back to the list (Esc)")
        self._back.clicked.connect(self.back_requested)
        refresh = icon_button(icons, "ph.arrows-clockwise", "Look for news (F5)")
        refresh.clicked.connect(self.refresh_requested)
        row.addWidget(self._folders)
        row.addWidget(self._back)
        row.addWidget(self.field, 10)
        row.addStretch(1)
        row.addWidget(refresh)
        self.show_ways(has_drawer=False, has_back=False)

    def show_ways(self, *, has_drawer: bool, has_back: bool) -> None:
        """Offer the folders and the way back where they are not in sight."""
        self._folders.setVisible(has_drawer)
        self._back.setVisible(has_back)

    def set_words(self, words: str) -> None:
        """Search for these words now."""
        self.field.setText(words)
        self._pause.stop()
        self.words_changed.emit(words.lstrip())

    @Slot()
    def _on_text_changed(self) -> None:
        self._pause.start()

    @Slot()
    def _on_pause_ended(self) -> None:
        self.words_changed.emit(self.field.text().lstrip())

    @Slot()
    def _on_return_pressed(self) -> None:
        self._pause.stop()
        self.words_changed.emit(self.field.text().lstrip())
        self.entered.emit()
