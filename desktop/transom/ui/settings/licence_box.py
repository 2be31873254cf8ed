"""Shows the licence of every part Transom is made of, one at a time."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QPlainTextEdit
from typing_extensions import override

from transom.resources import resource_path
from transom.ui.settings.box import Box
from transom.ui.settings.licences import Part, collect_parts
from transom.ui.theme import Theme

_LICENCE_PX = 320
_OF_QT = "These are the words of “Qt, Qt WebEngine, Qt for Python” in this list."


class LicenceBox(Box):
    """A list of parts and the chosen one's words, read when first shown."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme, "Licences", "What Transom is made of, and the terms each comes under."
        )
        self._parts: list[Part] = []
        self.choice = QComboBox()
        self.choice.setAccessibleName("Part")
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setAccessibleName("Licence of the part")
        self.words.setFixedHeight(theme.px(_LICENCE_PX))
        self.choice.currentIndexChanged.connect(self._on_chosen)
        self.add(self.choice)
        self.add(self.words)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._parts:
            self._parts = collect_parts(resource_path("licences"))
            self.choice.addItems([_title(part) for part in self._parts])

    @Slot(int)
    def _on_chosen(self, row: int) -> None:
        self.words.setPlainText(self._parts[row].text or _OF_QT)


def _title(part: Part) -> str:
    return f"{part.name} {part.version}".strip() + f" — {part.licence}"
