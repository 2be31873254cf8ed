"""Small rounded labels, and the banner that says what needs attention."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Literal

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from transom.ui.text import safe
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel

Tone = Literal["neutral", "accent", "ok", "warn", "bad"]

_TONES: dict[str, tuple[str, str]] = {
    "neutral": ("line", "dim"),
    "accent": ("accent_soft", "accent"),
    "ok": ("ok_soft", "ok"),
    "warn": ("warn_soft", "warn"),
    "bad": ("bad_soft", "bad"),
}


class Chip(QWidget):
    """A few words on a soft ground, with an optional dot of any colour before them."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        tone: Tone = "neutral",
        *,
        dot_color: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._text, self._tone, self._dot = theme, safe(text), tone, dot_color
        self.setAccessibleName(self._text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_theme_changed)

    @property
    def text(self) -> str:
        """The words shown."""
        return self._text

    @Slot()
    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        words = QFontMetrics(self._theme.font(12, 500)).horizontalAdvance(self._text)
        width = words + self._theme.px(18)
        width += self._theme.px(14) if self._dot else 0
        return QSize(min(width, self._theme.px(260)), self._theme.px(22))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        ground, ink = _TONES[self._tone]
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(ground))
        painter.drawRoundedRect(self.rect(), theme.px(6), theme.px(6))
        room = self.rect().adjusted(theme.px(8), 0, -theme.px(8), 0)
        if self._dot:
            side = theme.px(8)
            painter.setBrush(self._dot)
            painter.drawEllipse(room.left(), (self.height() - side) // 2, side, side)
            room.setLeft(room.left() + theme.px(14))
        painter.setPen(theme.color(ink))
        painter.setFont(theme.font(12, 500))
        line = painter.fontMetrics().elidedText(
            self._text, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)


class Banner(QWidget):
    """A bar across a pane: an icon, a sentence, and what can be done about it."""

    def __init__(self, theme: Theme, icons: Icons, tone: Tone = "warn") -> None:
        super().__init__()
        self._theme, self._icons, self._tone = theme, icons, tone
        self._mark = PlainLabel()
        self._words = PlainLabel()
        self._words.setProperty("tone", tone)
        self._words.set_wrapped()
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self)
        margin = theme.px(12)
        self._row.setContentsMargins(margin, theme.px(8), margin, theme.px(8))
        self._row.setSpacing(theme.px(10))
        self._row.addWidget(self._mark)
        self._row.addWidget(self._words, 1)
        self._buttons: list[QPushButton] = []
        # What comes late would be last in the order of Tab: this keeps the buttons' place.
        self._place = QWidget(self)
        self._place.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._place.hide()
        theme.changed.connect(self.update)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._words.text()

    def show_words(
        self,
        text: str,
        icon: str = "ph.warning",
        actions: Sequence[tuple[str, Callable[[], None]]] = (),
        *,
        tone: Tone | None = None,
    ) -> None:
        """Show a sentence and its actions, replacing what was shown, in another tone if need be."""
        if tone is not None and tone != self._tone:
            self._tone = tone
            self._words.setProperty("tone", tone)
            self._words.style().polish(self._words)
        for button in self._buttons:
            button.deleteLater()
        self._buttons = [self._button(label, slot) for label, slot in actions]
        for before, after in pairwise((self._place, *self._buttons)):
            QWidget.setTabOrder(before, after)
        self._icons.put(self._mark, icon, self._ink, size=18)
        self._words.set_text(text)
        self.setAccessibleName(self._words.text())
        self.show()

    @property
    def _ink(self) -> str:
        return _TONES[self._tone][1]

    def _button(self, label: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(label)
        button.setProperty("kind", "warn" if self._tone == "warn" else "link")
        button.clicked.connect(slot)
        self._row.addWidget(button)
        return button

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(_TONES[self._tone][0]))
        painter.drawRoundedRect(self.rect(), self._theme.px(9), self._theme.px(9))
