"""Everybody invited, each with an answer."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

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


def add_people(column: QVBoxLayout, theme: Theme, event: Event, most: int) -> None:
    """Put the summary and one row for each of the first ``most`` people below each other."""
    people = people_of(event)
    if not people:
        return
    column.addSpacing(theme.px(4))
    column.addWidget(PlainLabel(answers_summary(people), style="small"))
    for attendee in people[:most]:
        column.addLayout(_row(theme, attendee))
    rest = len(people) - most
    if rest > 0:
        words = f"and {counted(rest, 'person', 'people')} more"
        column.addWidget(PlainLabel(words, style="small"))


def _row(theme: Theme, attendee: Attendee) -> QHBoxLayout:
    name = name_of(attendee.person)
    row = QHBoxLayout()
    row.setSpacing(theme.px(9))
    disc = Avatar(theme, 26)
    disc.show_person(name)
    row.addWidget(disc)
    label = PlainLabel(name, is_elided=True)
    set_tool_tip(label, f"{name} {attendee.person.address}".strip())
    row.addWidget(label, 1)
    row.addWidget(_answer_chip(theme, attendee))
    return row


def _answer_chip(theme: Theme, attendee: Attendee) -> Chip:
    words, tone = ANSWERS[attendee.answer]
    if attendee.is_resource and attendee.answer is Answer.ACCEPTED:
        words = "Booked"
    elif attendee.is_optional and attendee.answer in (Answer.NONE, Answer.NOT_ANSWERED):
        words = "Optional"
    return Chip(theme, words, tone)
