"""The few words beside a sender on whether it is the sender, and the card with the reasons."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from transom.ui.mail.trust_words import TrustLine
from transom.ui.theme import Theme
from transom.ui.widgets.chip import Tone
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel

_INKS: dict[Tone, str] = {
    "neutral": "dim",
    "accent": "accent",
    "ok": "ok",
    "warn": "warn",
    "bad": "bad",
}


class TrustMark(QPushButton):
    """A quiet button: whether the sender was verified; pressed, it opens the card."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self.setProperty("kind", "mark")
        self.setCheckable(True)
        self.hide()

    def show_line(self, line: TrustLine | None) -> None:
        """Show a verdict's short words, or nothing."""
        self.setVisible(line is not None)
        if line is None:
            self.setChecked(False)
            return
        self.setText(line.title)
        self.setAccessibleName(f"{line.title}: show why")
        self.setProperty("tone", line.tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self._icons.put(self, line.icon, _INKS[line.tone], size=15)


class TrustCard(QFrame):
    """Lists what a verdict rests on, a line for each check."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self.setProperty("surface", "box")
        self.setAccessibleName("What is known of the sender")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        self._rows: QWidget | None = None
        self.hide()

    def show_lines(self, lines: Sequence[TrustLine]) -> None:
        """Replace what is listed."""
        if self._rows is not None:
            self._rows.hide()
            self._rows.deleteLater()
        self._rows = QWidget()
        grid = QGridLayout(self._rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self._theme.px(10))
        grid.setVerticalSpacing(self._theme.px(7))
        grid.setColumnStretch(2, 1)
        for row, line in enumerate(lines):
            self._add(grid, row, line)
        self._column.addWidget(self._rows)

    @property
    def words(self) -> str:
        """All that is listed, as it is read out."""
        labels = self._rows.findChildren(PlainLabel) if self._rows is not None else []
        return " ".join(label.text() for label in labels if label.text())

    def _add(self, grid: QGridLayout, row: int, line: TrustLine) -> None:
        top = Qt.AlignmentFlag.AlignTop
        mark = PlainLabel()
        self._icons.put(mark, line.icon, _INKS[line.tone], size=16)
        grid.addWidget(mark, row, 0, top)
        title = PlainLabel(line.title, "strong" if row == 0 else "", is_selectable=True)
        title.setMaximumWidth(self._theme.px(190))
        title.set_wrapped()
        grid.addWidget(title, row, 1, top)
        sentence = PlainLabel(style="dim", is_selectable=True)
        sentence.set_wrapped()
        sentence.set_text(line.sentence)
        grid.addWidget(sentence, row, 2, top)

    @Slot(bool)
    def set_open(self, is_open: bool) -> None:
        """Show the card, or put it away."""
        self.setVisible(is_open)
