"""Numbered instructions, and lines to copy into somebody else's form."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from transom.ui.theme import Theme
from transom.ui.widgets.labels import PlainLabel

_COPIED_MS = 2500


class CopyLine(QWidget):
    """A text that cannot be changed here, and a button that copies it."""

    def __init__(self, theme: Theme, name: str, text: str = "") -> None:
        super().__init__()
        self.field = QLineEdit(readOnly=True)
        self.field.setProperty("kind", "address")
        self.field.setAccessibleName(name)
        self.button = QPushButton("Copy")
        self.button.setAccessibleName(f"Copy: {name}")
        self.button.clicked.connect(self._on_clicked)
        self._copied = QTimer(self, singleShot=True, interval=_COPIED_MS)
        self._copied.timeout.connect(partial(self.button.setText, "Copy"))
        self.show_text(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.field, 1)
        row.addWidget(self.button)

    def show_text(self, text: str) -> None:
        """Offer another text."""
        self.field.setText(text)
        self.field.setCursorPosition(0)

    @Slot()
    def _on_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.field.text())
        self.button.setText("Copied")
        self._copied.start()


class Instructions(QWidget):
    """A title, a sentence, and what to do, one number after the other."""

    def __init__(self, theme: Theme, title: str, sentence: str) -> None:
        super().__init__()
        self._theme = theme
        self._count = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(14))
        for text, style in ((title, "subject"), (sentence, "dim")):
            label = PlainLabel(style=style)
            label.set_wrapped()
            label.set_text(text)
            self._column.addWidget(label)
        self.setAccessibleName(f"{title}. {sentence}")

    def add(self, sentence: str, *parts: QWidget) -> PlainLabel:
        """Add the next thing to do, with what helps to do it below; return the words."""
        self._count += 1
        px = self._theme.px
        number, words = PlainLabel(str(self._count), "strong"), PlainLabel()
        number.setProperty("tone", "accent")
        number.setFixedWidth(px(26))
        number.setAlignment(Qt.AlignmentFlag.AlignTop)
        words.set_wrapped()
        words.set_text(sentence)
        right = QVBoxLayout()
        right.setSpacing(px(6))
        right.addWidget(words)
        for part in parts:
            right.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(px(4))
        row.addWidget(number)
        row.addLayout(right, 1)
        self._column.addLayout(row)
        return words

    def add_note(self, sentence: str) -> None:
        """Add a sentence that is not a thing to do."""
        note = PlainLabel(style="small")
        note.set_wrapped()
        note.set_text(sentence)
        self._column.addWidget(note)
