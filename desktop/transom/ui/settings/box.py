"""A titled box, the building block of every section."""

from PySide6.QtWidgets import QFormLayout, QFrame, QVBoxLayout, QWidget

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
        heading = PlainLabel(title, "strong")
        heading.set_wrapped()
        self._column.addWidget(heading)
        if sentence:
            words = PlainLabel(sentence, "dim")
            words.set_wrapped()
            self._column.addWidget(words)
        self._rows = QFormLayout()
        self._rows.setSpacing(px(10))
        self._rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._column.addLayout(self._rows)

    def add(self, part: QWidget) -> None:
        """Put a widget below what is there."""
        self._column.addWidget(part)

    def add_row(self, label: str, part: QWidget) -> None:
        """Put a labelled widget below what is there."""
        name = PlainLabel(label, "dim")
        name.setMinimumWidth(self._theme.px(120))
        part.setAccessibleName(part.accessibleName() or label)
        self._rows.addRow(name, part)
