"""What is kept on this computer, where, and under which key."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from transom.engine.engine import Engine
from transom.ui import text
from transom.ui.bridge import Bridge
from transom.ui.settings.box import Box
from transom.ui.settings.key_box import KeyBox
from transom.ui.settings.limits_box import LimitsBox
from transom.ui.theme import Theme
from transom.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from transom.engine.store.store import Statistics

_KEY_WORDS = {
    "keyring": "in the system's key ring",
    "passphrase": "protected by your passphrase",
    "key_file": "in the key file you named",
    "session": "in memory only: the copy is deleted when Transom closes",
}


class StorageSection(QWidget):
    """Counts, sizes and places."""

    def __init__(self, engine: Engine, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self._engine, self._bridge = engine, bridge
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(16))
        column.addWidget(PlainLabel("Storage", "title"))
        copy = Box(
            theme,
            "The copy on this computer",
            "Everything stays in one encrypted file, readable without a network.",
        )
        self._rows = {name: PlainLabel(is_selectable=True) for name in _NAMES}
        for name, label in self._rows.items():
            label.set_wrapped()
            copy.add_row(name, label)
        self._folder = QLineEdit(str(engine.profile.directory), readOnly=True)
        self._folder.setProperty("kind", "path")
        self._folder.setCursorPosition(0)
        copy.add_row("Folder", self._folder)
        column.addWidget(copy)
        self.limits_box = LimitsBox(engine, theme)
        column.addWidget(self.limits_box)
        self.key_box = KeyBox(engine, bridge, theme)
        column.addWidget(self.key_box)

    def show_statistics(self) -> None:
        """Count anew, on a worker."""
        self._rows["Key"].set_text(_KEY_WORDS.get(self._engine.key_source, "not unlocked"))
        self.key_box.show_source(self._engine.key_source)
        self._bridge.when_done(self._engine.count_stored(), self._on_counted)

    def _on_counted(self, found: "Statistics") -> None:
        for name, field in _COUNTS.items():
            self._rows[name].set_text(text.number(getattr(found, field)))
        self._rows["Size"].set_text(text.size_words(found.size_bytes))


_COUNTS = {
    "Messages": "messages",
    "Message texts": "bodies",
    "Events": "events",
    "Contacts": "contacts",
    "Not readable": "unreadable",
}
_NAMES = (*_COUNTS, "Size", "Key")
