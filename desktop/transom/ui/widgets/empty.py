"""What stands where nothing is: a sentence, an action, and rarely another way."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel


class EmptyState(QWidget):
    """An icon, a title, a sentence and optional actions in the middle of a pane."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._slot: Callable[[], None] | None = None
        self._mark = PlainLabel()
        self._title = PlainLabel(style="strong")
        self._sentence = PlainLabel(style="dim")
        self._sentence.set_wrapped()
        self._action = QPushButton()
        self._action.clicked.connect(self._on_clicked)
        self._action.hide()
        self._other_slot: Callable[[], None] | None = None
        self._other = QPushButton()
        self._other.setProperty("kind", "link")
        self._other.clicked.connect(self._on_other_clicked)
        self._other.hide()
        middle = QWidget()
        middle.setMaximumWidth(theme.px(420))
        words = QVBoxLayout(middle)
        words.setSpacing(theme.px(8))
        for label in (self._mark, self._title, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            words.addWidget(label)
        words.addWidget(self._action, 0, Qt.AlignmentFlag.AlignHCenter)
        words.addWidget(self._other, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(middle, 100)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch()
        column.addLayout(row)
        column.addStretch()

    def show_words(
        self,
        title: str,
        sentence: str = "",
        icon: str = "ph.tray",
        action: tuple[str, Callable[[], None]] | None = None,
        other: tuple[str, Callable[[], None]] | None = None,
    ) -> None:
        """Say what is (not) here, and what can be done about it; ``other`` is the second choice."""
        self._icons.put(self._mark, icon, "faint", size=32)
        self._title.set_text(title)
        self._sentence.set_text(sentence)
        self._sentence.setVisible(bool(sentence))
        self._slot = action[1] if action else None
        self._action.setText(action[0] if action else "")
        self._action.setVisible(action is not None)
        self._other_slot = other[1] if other else None
        self._other.setText(other[0] if other else "")
        self._other.setVisible(other is not None)
        self.setAccessibleName(f"{title}. {sentence}")

    def _on_clicked(self) -> None:
        if self._slot is not None:
            self._slot()

    def _on_other_clicked(self) -> None:
        if self._other_slot is not None:
            self._other_slot()
