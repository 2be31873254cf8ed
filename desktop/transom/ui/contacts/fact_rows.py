"""The rows of a person card, each with a button that copies its value."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from transom.ui.contacts.facts import Fact
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel, set_tool_tip

COPIED_MS = 1500
LABEL_WIDTH = 112


class FactRow(QFrame):
    """One fact: icon, label, value, copy.

    Signals:
        copied: the value went to the clipboard; carries the label.
    """

    copied = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, fact: Fact) -> None:
        super().__init__()
        self._fact, self._icons = fact, icons
        self.setProperty("line", "bottom")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(6), 0, theme.px(7))
        row.setSpacing(theme.px(14))
        mark = PlainLabel()
        icons.put(mark, fact.icon, size=18)
        label = PlainLabel(fact.label, style="dim")
        label.setFixedWidth(theme.px(LABEL_WIDTH))
        value = PlainLabel(is_selectable=True)
        value.set_wrapped()
        value.set_text(fact.value)
        value.setAccessibleName(f"{fact.label}: {value.text()}")
        self._button = QPushButton()
        self._button.setProperty("kind", "icon")
        self._button.setAccessibleName(f"Copy {fact.label.lower()}")
        set_tool_tip(self._button, "Copy")
        icons.put(self._button, "ph.copy", size=16)
        self._button.clicked.connect(self._on_clicked)
        self._back = QTimer(self, singleShot=True, interval=COPIED_MS)
        self._back.timeout.connect(self._on_shown_long_enough)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(value, 1)
        row.addWidget(self._button, 0, top)

    @Slot()
    def _on_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._fact.value)
        self._icons.put(self._button, "ph.check", "ok", size=16)
        self._back.start()
        self.copied.emit(self._fact.label)

    @Slot()
    def _on_shown_long_enough(self) -> None:
        self._icons.put(self._button, "ph.copy", size=16)
