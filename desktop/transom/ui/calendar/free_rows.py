"""The rows of the strip: a disc in the gutter, a name over the hours, a way out."""

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from transom.engine.entities.accounts import Person
from transom.engine.entities.availability import Availability, Trouble
from transom.engine.entities.calendar import ShowAs
from transom.ui.calendar.free_ink import paint_state
from transom.ui.calendar.free_strip import FreeStrip
from transom.ui.text import name_of, safe
from transom.ui.theme import Theme
from transom.ui.widgets.avatar import Avatar
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel, set_tool_tip

TROUBLES = {
    Trouble.UNKNOWN_ADDRESS: "Nobody here has this address.",
    Trouble.NO_PERMISSION: "You may not see when this person is free.",
    Trouble.UNREADABLE: "The server could not read this calendar.",
}


class FreeRow(QWidget):
    """One person, or everybody together.

    Signals:
        removed: the Person shall no longer be asked about.
    """

    removed = Signal(object)

    def __init__(
        self, theme: Theme, icons: Icons, person: Person | None, gutter: int, *, is_self: bool
    ) -> None:
        super().__init__()
        self._theme, self.person = theme, person
        px = theme.px
        name = "Free for all" if person is None else "You" if is_self else name_of(person)
        self.strip = FreeStrip(theme)
        self.strip.setAccessibleName(name)
        self._trouble = PlainLabel(style="small", is_elided=True)
        self._trouble.setProperty("tone", "warn")
        head = QHBoxLayout()
        head.setSpacing(px(6))
        head.setContentsMargins(gutter, 0, px(6), 0)
        label = PlainLabel(name, style="strong" if person is None else "small")
        if person is not None:
            set_tool_tip(label, person.address)
        head.addWidget(label)
        if person is not None and not is_self:
            head.addWidget(self._remove_button(icons, name))
        head.addWidget(self._trouble, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(3), 0, px(3))
        column.setSpacing(px(1))
        column.addLayout(head)
        column.addWidget(self.strip)
        if person is not None:
            self._disc = Avatar(theme, 26, self)
            self._disc.show_person(name_of(person))
            self._disc.move((gutter - px(26)) // 2, px(12))

    def show_trouble(self, known: Availability | None) -> None:
        """Say why nothing is known, where nothing is."""
        words = TROUBLES.get(known.trouble, "") if known is not None else ""
        self._trouble.set_text(words)
        if words:
            self.strip.setAccessibleDescription(words)

    def _remove_button(self, icons: Icons, name: str) -> QPushButton:
        button = QPushButton()
        button.setProperty("kind", "icon")
        button.setFixedSize(self._theme.px(20), self._theme.px(18))
        button.setStyleSheet("padding: 0")
        button.setAccessibleName(f"Remove {safe(name)}")
        set_tool_tip(button, "Remove")
        icons.put(button, "ph.x", size=11)
        button.clicked.connect(self._on_removed)
        return button

    @Slot()
    def _on_removed(self) -> None:
        self.removed.emit(self.person)


class Legend(QWidget):
    """What the patterns of the strips mean."""

    _STATES = (
        (ShowAs.BUSY, "Busy"),
        (ShowAs.TENTATIVE, "Tentative"),
        (ShowAs.OUT_OF_OFFICE, "Away"),
        (ShowAs.ELSEWHERE, "Elsewhere"),
    )

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(5))
        for show_as, words in self._STATES:
            row.addWidget(_Swatch(theme, show_as))
            row.addWidget(PlainLabel(words, style="small"))
            row.addSpacing(theme.px(6))


class _Swatch(QWidget):
    """A small piece of a state's pattern."""

    def __init__(self, theme: Theme, show_as: ShowAs) -> None:
        super().__init__()
        self._theme, self._show_as = theme, show_as
        self.setFixedSize(QSize(theme.px(16), theme.px(12)))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_state(QPainter(self), self.rect(), self._show_as, self._theme)
