"""What stands on an event's card: time, answer, ways in, people and text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from PySide6.QtCore import QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QColor, QDesktopServices, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from transom.engine.entities.calendar import Answer, Attendee, Event, Recurrence
from transom.engine.files.plain_text import text_of
from transom.ui.calendar.words import ANSWERS, answers_summary, event_time, recurrence_words
from transom.ui.text import counted, name_of, safe
from transom.ui.theme import Theme
from transom.ui.widgets.avatar import Avatar
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


class CardBody(QWidget):
    """The words and buttons of one event, built once.

    Signals:
        close_requested: the cross was pressed.
    """

    close_requested = Signal()

    def __init__(self, theme: Theme, icons: Icons, zone: tzinfo, content: CardContent) -> None:
        super().__init__()
        self._theme, self._icons, self._zone, self._event = theme, icons, zone, content.event
        column = QVBoxLayout(self)
        margin = theme.px(14)
        column.setContentsMargins(margin, theme.px(8), margin, theme.px(8))
        column.setSpacing(theme.px(6))
        self._add_head(column, content)
        self._add_marks(column, content.event)
        self._add_ways(column, content.event)
        self._add_people(column, content.event)
        self._add_text(column, content)
        column.addStretch()

    def _add_head(self, column: QVBoxLayout, content: CardContent) -> None:
        event, px = content.event, self._theme.px
        row = QHBoxLayout()
        row.setSpacing(px(8))
        dot = _Dot(self._theme, content.color)
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

    def _add_marks(self, column: QVBoxLayout, event: Event) -> None:
        marks: list[tuple[str, Tone]] = []
        if event.is_cancelled:
            marks.append(("Cancelled", "bad"))
        if event.own_answer in _OWN_ANSWERS and not event.is_organizer:
            marks.append(_OWN_ANSWERS[event.own_answer])
        if event.is_private:
            marks.append(("Private", "neutral"))
        if marks:
            row = QHBoxLayout()
            for words, tone in marks:
                row.addWidget(Chip(self._theme, words, tone))
            row.addStretch()
            column.addLayout(row)

    def _add_ways(self, column: QVBoxLayout, event: Event) -> None:
        url = QUrl(event.join_url, QUrl.ParsingMode.StrictMode)
        if is_safe_to_join(url):
            row = QHBoxLayout()
            join = QPushButton("Join Teams" if is_teams(url) else "Join online")
            join.setProperty("kind", "primary")
            set_tool_tip(join, f"Opens {url.host()} in your browser")
            self._icons.put(join, "ph.video-camera", "on_accent", size=16)
            join.clicked.connect(self._on_join_clicked)
            row.addWidget(join)
            row.addStretch()
            column.addSpacing(self._theme.px(4))
            column.addLayout(row)
        if event.location:
            row = QHBoxLayout()
            mark = PlainLabel()
            self._icons.put(mark, "ph.map-pin", size=16)
            place = PlainLabel(is_selectable=True)
            place.set_wrapped()
            place.set_text(safe(event.location))
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(place, 1)
            column.addLayout(row)

    def _add_people(self, column: QVBoxLayout, event: Event) -> None:
        people = people_of(event)
        if not people:
            return
        column.addSpacing(self._theme.px(4))
        self._add_line(column, answers_summary(people), "small")
        for attendee in people[:MOST_PEOPLE]:
            name = name_of(attendee.person)
            row = QHBoxLayout()
            row.setSpacing(self._theme.px(9))
            disc = Avatar(self._theme, 26)
            disc.show_person(name)
            row.addWidget(disc)
            label = PlainLabel(name, is_elided=True)
            set_tool_tip(label, f"{name} {attendee.person.address}".strip())
            row.addWidget(label, 1)
            row.addWidget(self._answer_chip(attendee))
            column.addLayout(row)
        rest = len(people) - MOST_PEOPLE
        if rest > 0:
            self._add_line(column, f"and {counted(rest, 'person', 'people')} more", "small")

    def _answer_chip(self, attendee: Attendee) -> Chip:
        words, tone = ANSWERS[attendee.answer]
        if attendee.is_resource and attendee.answer is Answer.ACCEPTED:
            words = "Booked"
        elif attendee.is_optional and attendee.answer in (Answer.NONE, Answer.NOT_ANSWERED):
            words = "Optional"
        return Chip(self._theme, words, tone)

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

    @Slot()
    def _on_join_clicked(self) -> None:
        url = QUrl(self._event.join_url, QUrl.ParsingMode.StrictMode)
        if is_safe_to_join(url):
            QDesktopServices.openUrl(url)


def is_safe_to_join(url: QUrl) -> bool:
    """Whether an address may be handed to the browser: https with a host, nothing else."""
    return url.isValid() and url.scheme() == "https" and bool(url.host()) and not url.userInfo()


def is_teams(url: QUrl) -> bool:
    """Whether an address leads to a Teams meeting."""
    return f".{url.host()}".endswith((".teams.microsoft.com", ".teams.live.com"))


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


class _Dot(QWidget):
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
