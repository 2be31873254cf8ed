"""What stands where nothing is: a sentence and at most one action."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel


class EmptyState(QWidget):
    """An icon, a title, a sentence and an optional action in the middle of a pane."""

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
        middle = QWidget()
        middle.setMaximumWidth(theme.px(420))
        words = QVBoxLayout(middle)
        words.setSpacing(theme.px(8))
        for label in (self._mark, self._title, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            words.addWidget(label)
        words.addWidget(self._action, 0, Qt.AlignmentFlag.AlignHCenter)
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
    ) -> None:
        """Say what is (not) here, and what can be done about it."""
        self._icons.put(self._mark, icon, "faint", size=32)
        self._title.set_text(title)
        self._sentence.set_text(sentence)
        self._sentence.setVisible(bool(sentence))
        self._slot = action[1] if action else None
        self._action.setText(action[0] if action else "")
        self._action.setVisible(action is not None)
        self.setAccessibleName(f"{title}. {sentence}")

    def _on_clicked(self) -> None:
        if self._slot is not None:
            self._slot()
