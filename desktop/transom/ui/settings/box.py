"""A titled box, the building block of every section."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from transom.ui.theme import Theme
from transom.ui.widgets.labels import PlainLabel


class Box(QFrame):
    """A heading, an optional sentence, and rows below."""

    def __init__(self, theme: Theme, title: str, sentence: str = "") -> None:
        super().__init__()
        self.setProperty("surface", "box")
        self._theme = theme
        px = theme.px
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(20), px(18), px(20), px(18))
        self._column.setSpacing(px(12))
        self._column.addWidget(PlainLabel(title, "strong"))
        if sentence:
            words = PlainLabel(sentence, "dim")
            words.set_wrapped()
            self._column.addWidget(words)

    def add(self, part: QWidget) -> None:
        """Put a widget below what is there."""
        self._column.addWidget(part)

    def add_row(self, label: str, part: QWidget) -> None:
        """Put a labelled widget below what is there."""
        row = QHBoxLayout()
        name = PlainLabel(label, "dim")
        name.setFixedWidth(self._theme.px(150))
        row.addWidget(name)
        row.addWidget(part, 1)
        self._column.addLayout(row)
