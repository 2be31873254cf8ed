"""Everybody invited, each with an answer."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from transom.engine.entities.calendar import Answer, Attendee, Event
from transom.ui.calendar.words import ANSWERS, answers_summary
from transom.ui.text import counted, name_of
from transom.ui.theme import Theme
from transom.ui.widgets.avatar import Avatar
from transom.ui.widgets.chip import Chip
from transom.ui.widgets.labels import PlainLabel, set_tool_tip


def people_of(event: Event) -> Sequence[Attendee]:
    """Return the organizer first, then everybody invited, people before rooms."""
    organizer = event.organizer.address.casefold()
    others = [
        attendee
        for attendee in event.attendees
        if not organizer or attendee.person.address.casefold() != organizer
    ]
    others.sort(key=lambda attendee: attendee.is_resource)
    if not others or not (event.organizer.address or event.organizer.name):
        return others
    return [Attendee(event.organizer, Answer.ORGANIZER), *others]


def add_people(
    column: QVBoxLayout,
    theme: Theme,
    event: Event,
    most: int,
    chosen: Callable[[tuple[Attendee, QWidget]], None],
) -> None:
    """Put the summary and one row for each of the first ``most`` people below each other.

    Who is pressed is ``chosen``, with the button that was pressed.
    """
    people = people_of(event)
    if not people:
        return
    column.addSpacing(theme.px(4))
    column.addWidget(PlainLabel(answers_summary(people), style="small"))
    for attendee in people[:most]:
        column.addLayout(_row(theme, attendee, chosen))
    rest = len(people) - most
    if rest > 0:
        words = f"and {counted(rest, 'person', 'people')} more"
        column.addWidget(PlainLabel(words, style="small"))


def answer_words(attendee: Attendee) -> str:
    """Say how somebody answered, or what part they have."""
    if attendee.is_resource and attendee.answer is Answer.ACCEPTED:
        return "Booked"
    if attendee.is_optional and attendee.answer in (Answer.NONE, Answer.NOT_ANSWERED):
        return "Optional"
    return ANSWERS[attendee.answer][0]


class NameButton(QPushButton):
    """A name as long as there is room, which opens a card."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setText(name.replace("&", "&&"))
        self.setProperty("kind", "name")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = event.size().width() - self.fontMetrics().averageCharWidth()
        shown = self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))


def _row(
    theme: Theme, attendee: Attendee, chosen: Callable[[tuple[Attendee, QWidget]], None]
) -> QHBoxLayout:
    name = name_of(attendee.person)
    row = QHBoxLayout()
    row.setSpacing(theme.px(9))
    disc = Avatar(theme, 26)
    disc.show_person(name)
    row.addWidget(disc)
    button = NameButton(name)
    set_tool_tip(button, f"{name} {attendee.person.address}".strip())
    button.clicked.connect(lambda: chosen((attendee, button)))
    row.addWidget(button, 1)
    row.addWidget(_answer_chip(theme, attendee))
    return row


def _answer_chip(theme: Theme, attendee: Attendee) -> Chip:
    return Chip(theme, answer_words(attendee), ANSWERS[attendee.answer][1])
