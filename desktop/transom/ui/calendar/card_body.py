"""What stands on an event's card: time, answer, ways in, people and text."""

from dataclasses import dataclass
from datetime import tzinfo

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from transom.engine.entities.calendar import Answer, Event, Recurrence
from transom.engine.files.plain_text import text_of
from transom.ui.calendar.meetings import meeting_of
from transom.ui.calendar.people_list import add_people
from transom.ui.calendar.ways import join_button, place_row
from transom.ui.calendar.words import event_time, recurrence_words
from transom.ui.theme import Theme
from transom.ui.widgets.chip import Chip, Tone
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel, set_tool_tip
from transom.ui.zones import place_words, zone_from_name

MOST_PEOPLE = 60
_OWN_ANSWERS: dict[Answer, tuple[str, Tone]] = {
    Answer.ACCEPTED: ("You said yes", "ok"),
    Answer.TENTATIVE: ("You said maybe", "warn"),
    Answer.DECLINED: ("You said no", "bad"),
    Answer.NOT_ANSWERED: ("You have not answered", "neutral"),
}


@dataclass(frozen=True, slots=True)
class CardContent:
    """Everything a card shows of an event."""

    event: Event
    calendar_name: str
    color: QColor
    recurrence: Recurrence | None = None
    files: tuple[str, ...] = ()
    """Names and sizes, as far as they are known."""


class CardBody(QWidget):
    """The words and buttons of one event, built once.

    Signals:
        close_requested: the cross was pressed.
        details_requested: more than fits on a card is wished for.
        person_requested: an (Attendee, QWidget) tuple, somebody and the name that was pressed.
    """

    person_requested = Signal(object)

    close_requested = Signal()
    details_requested = Signal()

    def __init__(self, theme: Theme, icons: Icons, zone: tzinfo, content: CardContent) -> None:
        super().__init__()
        self._theme, self._icons, self._zone, self._event = theme, icons, zone, content.event
        column = QVBoxLayout(self)
        margin = theme.px(14)
        column.setContentsMargins(margin, theme.px(8), margin, theme.px(8))
        column.setSpacing(theme.px(6))
        self._add_head(column, content)
        marks = marks_row(theme, content.event)
        if marks is not None:
            column.addLayout(marks)
        self._add_ways(column, content.event)
        add_people(column, theme, content.event, MOST_PEOPLE, self.person_requested.emit)
        self._add_files(column, content)
        self._add_text(column, content)
        column.addStretch()

    def _add_head(self, column: QVBoxLayout, content: CardContent) -> None:
        event, px = content.event, self._theme.px
        row = QHBoxLayout()
        row.setSpacing(px(8))
        dot = Dot(self._theme, content.color)
        title = PlainLabel(style="title")
        title.set_wrapped()
        title.set_text(event.subject or "(no subject)")
        close = QPushButton()
        close.setProperty("kind", "icon")
        close.setAccessibleName("Close")
        set_tool_tip(close, "Close (Esc)")
        self._icons.put(close, "ph.x", size=14)
        close.clicked.connect(self.close_requested)
        row.addWidget(dot)
        row.addWidget(title, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        other = zone_from_name(event.start_zone)
        when = event_time(event.span, self._zone, other, place_words(event.start_zone))
        self._add_line(column, when.own, "")
        rule = recurrence_words(content.recurrence) if content.recurrence else ""
        self._add_line(column, " · ".join(part for part in (when.elsewhere, rule) if part), "dim")

    def _add_ways(self, column: QVBoxLayout, event: Event) -> None:
        row = QHBoxLayout()
        meeting = meeting_of(event)
        if meeting is not None:
            row.addWidget(join_button(self._icons, meeting))
        details = QPushButton("Details")
        set_tool_tip(details, "Everything about this event (Alt+Enter)")
        details.clicked.connect(self.details_requested)
        row.addWidget(details)
        row.addStretch()
        column.addSpacing(self._theme.px(4))
        column.addLayout(row)
        if event.location:
            column.addLayout(place_row(self._icons, event.location))

    def _add_files(self, column: QVBoxLayout, content: CardContent) -> None:
        for words in content.files:
            row = QHBoxLayout()
            mark = PlainLabel()
            self._icons.put(mark, "ph.paperclip", size=14)
            row.addWidget(mark)
            row.addWidget(PlainLabel(words, style="dim", is_elided=True), 1)
            column.addLayout(row)

    def _add_text(self, column: QVBoxLayout, content: CardContent) -> None:
        text = text_of(content.event.body) or content.event.preview.strip()
        if text:
            line = QFrame()
            line.setProperty("line", "top")
            line.setFixedHeight(1)
            column.addSpacing(self._theme.px(4))
            column.addWidget(line)
            label = PlainLabel(is_selectable=True)
            label.set_wrapped()
            label.set_text(text)
            column.addWidget(label)
        self._add_line(column, content.calendar_name, "small")

    def _add_line(self, column: QVBoxLayout, words: str, style: str) -> None:
        if words:
            label = PlainLabel(style=style)
            label.set_wrapped()
            label.set_text(words)
            column.addWidget(label)


def marks_row(theme: Theme, event: Event) -> QHBoxLayout | None:
    """Return chips for what is special about an event; None where nothing is."""
    marks: list[tuple[str, Tone]] = []
    if event.is_cancelled:
        marks.append(("Cancelled", "bad"))
    if event.own_answer in _OWN_ANSWERS and not event.is_organizer:
        marks.append(_OWN_ANSWERS[event.own_answer])
    if event.is_private:
        marks.append(("Private", "neutral"))
    if not marks:
        return None
    row = QHBoxLayout()
    for words, tone in marks:
        row.addWidget(Chip(theme, words, tone))
    row.addStretch()
    return row


class Dot(QWidget):
    """A disc in the calendar's colour."""

    def __init__(self, theme: Theme, color: QColor) -> None:
        super().__init__()
        self._side, self._color = theme.px(9), color
        self.setFixedSize(QSize(self._side, self._side))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._color)
        painter.drawEllipse(self.rect())
