"""The few words beside a sender on whether it is the sender, and the card with the reasons."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from transom.ui.mail.trust_words import TrustLine
from transom.ui.theme import Theme
from transom.ui.widgets.chip import Tone
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel
from transom.ui.widgets.scrolled import Scrolled

_TALLEST_PX = 260

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
        self._area = Scrolled(QWidget())
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # nothing within it leads to the rest
        self._area.setAccessibleName(self.accessibleName())
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(14), theme.px(12), theme.px(8), theme.px(12))
        column.addWidget(self._area)
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
        self._rows = QWidget()  # the area deletes what it held before
        rows = QVBoxLayout(self._rows)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(self._theme.px(8))
        for place, line in enumerate(self._lines):
            rows.addLayout(self._row(line, "strong" if place == 0 else ""))
        self._area.setWidget(self._rows)
        self._rows.setAutoFillBackground(False)
        self._fit()

    def _fit(self) -> None:
        """Be as tall as the lines need, and leave room for the message."""
        lines = self._rows.layout() if self._rows is not None else None
        if lines is not None:
            needed = lines.heightForWidth(self._area.viewport().width())
            self._area.setFixedHeight(min(needed, self._theme.px(_TALLEST_PX)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

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
