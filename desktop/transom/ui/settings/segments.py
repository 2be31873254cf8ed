"""A choice of few words: buttons side by side, of which one is down."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget


def segments(labels: Sequence[str], chosen: int, on_chosen: Callable[[int], None]) -> QWidget:
    """Return buttons side by side, one of them down; -1 for none."""
    row_widget = QWidget()
    group = QButtonGroup(row_widget)
    row = QHBoxLayout(row_widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    for place, label in enumerate(labels):
        button = QPushButton(label)
        button.setCheckable(True)
        button.setChecked(place == chosen)
        button.setProperty("kind", "segment")
        button.setProperty("end", {0: "first", len(labels) - 1: "last"}.get(place, ""))
        button.clicked.connect(partial(on_chosen, place))
        group.addButton(button, place)
        row.addWidget(button)
    row.addStretch()
    return row_widget
