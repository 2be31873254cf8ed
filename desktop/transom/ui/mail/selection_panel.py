"""What stands in the reader's place while several messages are chosen."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from transom.engine.entities.mail import MessageLine
from transom.ui import text
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel


class SelectionPanel(QFrame):
    """How many there are, and what can be done with them.

    Signals:
        copy_requested: as text, into the clipboard.
        addresses_requested: who wrote them, into the clipboard.
        attachments_requested: all their files are to be saved.
        sources_requested: the messages are to be saved as files.
    """

    copy_requested = Signal()
    addresses_requested = Signal()
    attachments_requested = Signal()
    sources_requested = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        mark = PlainLabel()
        icons.put(mark, "ph.stack", "faint", size=32)
        self.title = PlainLabel(style="strong")
        self.facts = PlainLabel(style="dim")
        self.facts.set_wrapped()
        column = QVBoxLayout()
        column.setSpacing(theme.px(8))
        for label in (mark, self.title, self.facts):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addSpacing(theme.px(8))
        self.buttons: list[QPushButton] = []
        for icon, words, signal in (
            ("ph.copy", "Copy as text", self.copy_requested),
            ("ph.at", "Copy addresses", self.addresses_requested),
            ("ph.download-simple", "Save attachments…", self.attachments_requested),
            ("ph.envelope-simple", "Save as .eml files…", self.sources_requested),
        ):
            button = QPushButton(words)
            button.setMinimumWidth(theme.px(200))
            button.clicked.connect(signal)
            icons.put(button, icon, "text", size=16)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            self.buttons.append(button)
        around = QVBoxLayout(self)
        around.setContentsMargins(theme.px(20), 0, theme.px(20), 0)
        around.addStretch()
        around.addLayout(column)
        around.addStretch()

    def show_lines(self, lines: Sequence[MessageLine], count: int) -> None:
        """Say what is chosen; ``count`` counts in what closed conversations hide."""
        self.title.set_text(f"{text.counted(count, 'message', 'messages')} selected")
        is_all_seen = count == len(lines)  # of what is hidden, only the unread are known
        facts = (
            (sum(map(_fresh_in, lines)), "unread"),
            (sum(line.is_flagged for line in lines) * is_all_seen, "flagged"),
            (sum(line.has_attachments for line in lines) * is_all_seen, "with attachments"),
        )
        words = ", ".join(f"{text.number(number)} {what}" for number, what in facts if number)
        self.facts.set_text(words)
        self.setAccessibleName(f"{self.title.text()}. {words}")


def _fresh_in(line: MessageLine) -> int:
    return line.group.fresh_count if line.group is not None else int(line.is_fresh)


class ReadingSide(QStackedWidget):
    """The reader, or in its place the panel for several messages."""

    def __init__(self, reading: QWidget, panel: SelectionPanel) -> None:
        super().__init__()
        self._panel = panel
        self.addWidget(reading)
        self.addWidget(panel)

    def show_panel(self, is_shown: bool) -> None:
        """Show the panel, or the reader again."""
        self.setCurrentIndex(int(is_shown))
