"""What the directory tells on a person's card: managers, direct reports and groups."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from transom.engine.entities.contacts import Contact
from transom.engine.entities.people import ReportingLine
from transom.ui.models.found_people import name_of
from transom.ui.text import safe
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel

_MOST_SHOWN = 12


class ReportingBox(QWidget):
    """Empty until a line is known; each name leads to that person.

    Signals:
        person_requested: the Contact whose card is wished to be seen.
    """

    person_requested = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(4))
        self.hide()

    def show_groups(self, names: Sequence[str]) -> None:
        """Show the groups somebody is in, once."""
        if not names:
            return
        self._column.addSpacing(self._theme.px(24))
        self._column.addWidget(PlainLabel("Groups", style="strong"))
        words = PlainLabel(style="dim", is_selectable=True)
        words.set_wrapped()
        words.set_text(", ".join(map(safe, names)))
        self._column.addWidget(words)
        self.show()

    def show_line(self, line: ReportingLine) -> None:
        """Show a line, once."""
        if line.is_empty:
            return
        self._column.addSpacing(self._theme.px(24))
        if line.manager is not None:
            self._add("Reports to", (line.manager,))
        if line.reports:
            self._add("Direct reports", line.reports)
        self.show()

    def _add(self, title: str, people: tuple[Contact, ...]) -> None:
        self._column.addWidget(PlainLabel(title, style="strong"))
        for contact in people[:_MOST_SHOWN]:
            words = [safe(name_of(contact)), safe(contact.job_title)]
            button = QPushButton(" · ".join(word for word in words if word).replace("&", "&&"))
            button.setProperty("kind", "link")
            button.setAccessibleName(f"{title}: {name_of(contact)}")
            self._icons.put(button, "ph.user", "accent", size=16)
            button.clicked.connect(partial(self.person_requested.emit, contact))
            self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if len(people) > _MOST_SHOWN:
            more = PlainLabel(f"and {len(people) - _MOST_SHOWN} more", style="small")
            self._column.addWidget(more)
