"""Everybody a message names, line by line, with its times."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QListView, QWidget

from transom.engine.entities.accounts import Person
from transom.engine.entities.mail import Message
from transom.ui import text
from transom.ui.mail.people_line import Named, PeopleLine
from transom.ui.theme import Theme
from transom.ui.widgets.labels import PlainLabel

MOST_NAMED = 24
"""More than these are listed apart: laying ten thousand names out would stop the window."""


class PeopleGrid(QFrame):
    """A line of names for each part somebody has in a message.

    Signals:
        rested, chosen: the (Person, QRect on the screen) of a name.
        all_requested: the (label, Persons) of a line that is too long.
    """

    rested = Signal(object)
    chosen = Signal(object)
    all_requested = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(theme.px(52), 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(10))
        self._grid.setVerticalSpacing(theme.px(3))
        self._grid.setColumnStretch(1, 1)
        self._parts: list[QWidget] = []

    def show_message(self, message: Message, long_subject: str = "") -> None:
        """Show a message's people and times."""
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts = []
        if long_subject:
            self._add("Subject", self._words(long_subject))
        for label, people in (
            ("From", (message.sender,)),
            ("To", message.to),
            ("Cc", message.cc),
            ("Bcc", message.bcc),
            ("Answers go to", message.reply_to),
        ):
            if people:
                self._add(label, self._line(label, people))
        if message.sent_at is not None:
            self._add("Sent", self._words(text.full_date(message.sent_at)))
        self._add("Received", self._words(text.full_date(message.received_at)))

    def _line(self, label: str, people: Sequence[Person]) -> PeopleLine:
        names = [Named(full_name(one, is_isolated=True), one) for one in people[:MOST_NAMED]]
        if len(people) > len(names):
            names.append(Named(f"{text.number(len(people) - len(names))} more", None))
        line = PeopleLine(self._theme, is_wrapped=True, token="text")
        line.show_names(names, label=label)
        line.rested.connect(self.rested)
        line.chosen.connect(self.chosen)
        line.rest_requested.connect(lambda: self.all_requested.emit((label, tuple(people))))
        return line

    def _words(self, words: str) -> PlainLabel:
        label = PlainLabel(style="small", is_selectable=True)
        label.set_wrapped()
        label.set_text(words)
        return label

    def _add(self, label: str, part: QWidget) -> None:
        row = len(self._parts)
        name = PlainLabel(label, "small")
        self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(part, row, 1)
        self._parts += [name, part]


class PeopleList(QListView):
    """Any number of people, one below the other; typing a name leads to it.

    Signals:
        chosen: the Person that was clicked twice, or chosen by Enter.
    """

    chosen = Signal(object)

    def __init__(self, label: str, people: Sequence[Person]) -> None:
        super().__init__()
        self._people = tuple(people)
        self.setAccessibleName(label)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setModel(QStringListModel([full_name(one) for one in people], self))
        self.setMinimumSize(QSize(0, 0))
        self.activated.connect(lambda index: self.chosen.emit(self._people[index.row()]))


def full_name(person: Person, *, is_isolated: bool = False) -> str:
    """Return name and address of somebody."""
    address = text.safe(person.address, is_isolated=is_isolated)
    name = text.safe(person.name, is_isolated=is_isolated)
    return f"{name} <{address}>" if name and address else name or address or "Unknown sender"
