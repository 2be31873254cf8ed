"""The few words beside a sender on whether it is the sender, and the card with the reasons."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

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
        if self.property("tone") != line.tone:
            self.setProperty("tone", line.tone)
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
        self._lines: tuple[TrustLine, ...] = ()
        self._rows: QWidget | None = None
        self.hide()

    def show_lines(self, lines: Sequence[TrustLine]) -> None:
        """Replace what is listed; what nobody looks at is not laid out."""
        self._lines = tuple(lines)
        if not self.isHidden():
            self._lay_out()

    @property
    def words(self) -> str:
        """All that is listed, as it is read out."""
        return " ".join(f"{line.title} {line.sentence}".strip() for line in self._lines)

    def _lay_out(self) -> None:
        if self._rows is not None:
            self._rows.hide()
            self._rows.deleteLater()
        self._rows = QWidget()
        rows = QVBoxLayout(self._rows)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(self._theme.px(8))
        for place, line in enumerate(self._lines):
            rows.addLayout(self._row(line, "strong" if place == 0 else ""))
        self._column.addWidget(self._rows)

    def _row(self, line: TrustLine, style: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(10))
        mark = PlainLabel()
        self._icons.put(mark, line.icon, _INKS[line.tone], size=16)
        mark.setFixedWidth(self._theme.px(18))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(PlainLabel(line.title, style, is_selectable=True))
        if line.sentence:
            sentence = PlainLabel(style="dim", is_selectable=True)
            sentence.set_wrapped()
            sentence.set_text(line.sentence)
            words.addWidget(sentence)
        row.addLayout(words, 1)
        return row

    @Slot(bool)
    def set_open(self, is_open: bool) -> None:
        """Show the card, or put it away."""
        if is_open:
            self._lay_out()
        self.setVisible(is_open)
