"""Choices about mail: conversations, what is marked as seen here, which folders are shown."""

from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from transom.engine.engine import Engine
from transom.ui.bridge import Bridge
from transom.ui.settings.box import Box
from transom.ui.settings.conversation_box import ConversationBox
from transom.ui.settings.pictures_box import PicturesBox
from transom.ui.theme import Theme
from transom.ui.widgets.check_box import CheckBox
from transom.ui.widgets.flow import Flow
from transom.ui.widgets.labels import PlainLabel

_SEEN = (
    "Transom only reads: what you read here stays unread on the server, and in every other "
    "program. A mark on this computer alone can tell what you have seen."
)


class MailSection(QWidget):
    """Choices that take effect at once."""

    def __init__(self, engine: Engine, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self._engine, self._bridge, self._theme = engine, bridge, theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(16))
        self.column.addWidget(PlainLabel("Mail", "title"))
        self._forgotten = PlainLabel("No message is marked as seen here any more.", "small")
        self._forgotten.hide()
        self.conversations = ConversationBox(engine, theme)
        self.column.addWidget(self.conversations)
        self.column.addWidget(self._seen_box())
        self.column.addWidget(self._folder_box())
        self.pictures = PicturesBox(engine, bridge, theme)
        self.column.addWidget(self.pictures)

    def show_choices(self) -> None:
        """Bring the boxes in line with what was chosen elsewhere."""
        settings = self._engine.settings
        for box, is_on in (
            (self.marks, settings.seen_marks),
            (self.counts, settings.seen_counts),
            (self.hidden, settings.hidden_folders),
        ):
            was_blocked = box.blockSignals(True)
            box.setChecked(is_on)
            box.blockSignals(was_blocked)
        self._forgotten.hide()
        self.pictures.show_allowances()
        self.conversations.show_choices()

    def _seen_box(self) -> Box:
        theme = self._theme
        box = Box(theme, "Seen here", _SEEN)
        self.marks = CheckBox(theme, "Mark what I read as seen here")
        self.counts = CheckBox(theme, "Leave what was seen here out of the counts beside folders")
        self.marks.toggled.connect(self._on_marks_toggled)
        self.counts.toggled.connect(self._on_counts_toggled)
        forget = QPushButton("Forget all marks")
        forget.clicked.connect(self._on_forget_clicked)
        row = Flow(theme.px(8))
        row.add(forget)
        for part in (self.marks, self.counts, row, self._forgotten):
            box.add(part)
        return box

    def _folder_box(self) -> Box:
        box = Box(self._theme, "Folders")
        self.hidden = CheckBox(self._theme, "Show folders that the server hides")
        self.hidden.toggled.connect(self._on_hidden_toggled)
        box.add(self.hidden)
        return box

    @Slot(bool)
    def _on_marks_toggled(self, is_on: bool) -> None:
        settings = self._engine.settings
        self._engine.save_settings(replace(settings, seen_marks=is_on, seen_explained=True))

    @Slot(bool)
    def _on_counts_toggled(self, is_on: bool) -> None:
        self._engine.save_settings(replace(self._engine.settings, seen_counts=is_on))

    @Slot(bool)
    def _on_hidden_toggled(self, is_on: bool) -> None:
        self._engine.save_settings(replace(self._engine.settings, hidden_folders=is_on))

    @Slot()
    def _on_forget_clicked(self) -> None:
        self._bridge.when_done(self._engine.marks.forget_seen(), self._on_forgotten)

    def _on_forgotten(self, _nothing: None) -> None:
        self._forgotten.show()
