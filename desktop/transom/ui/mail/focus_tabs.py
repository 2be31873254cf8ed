"""Focused and Other: the two parts an inbox is shown in where the server sorts it so."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from transom.ui.theme import Theme


class FocusTabs(QWidget):
    """Two tabs.

    Signals:
        part_selected: True for Focused, False for Other.
    """

    part_selected = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(2))
        self._buttons: dict[bool, QPushButton] = {}
        for is_focused, words in ((True, "Focused"), (False, "Other")):
            button = QPushButton(words)
            button.setCheckable(True)
            button.setProperty("kind", "tab")
            button.setFixedHeight(theme.px(43))
            button.clicked.connect(partial(self.part_selected.emit, is_focused))
            group.addButton(button)
            row.addWidget(button)
            self._buttons[is_focused] = button

    def show_part(self, is_focused: bool) -> None:
        """Mark a part as the one shown."""
        self._buttons[is_focused].setChecked(True)
