"""The left half of an event's details: time in any zone, why, facts and people."""

from datetime import tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from transom.ui.calendar.card_body import Dot, marks_row
from transom.ui.calendar.details_facts import Dossier, Fact, facts_of
from transom.ui.calendar.meetings import meeting_of
from transom.ui.calendar.people_list import add_people
from transom.ui.calendar.time_words import elsewhere_words, why_this_time
from transom.ui.calendar.ways import join_button, place_row
from transom.ui.calendar.words import event_time
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel
from transom.ui.zones import place_words, zone_from_name

MOST_PEOPLE = 200


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """Return every zone a person may look for, by region and city."""
    return tuple(sorted(name for name in available_timezones() if "/" in name))


class DetailsBody(QWidget):
    """The facts of one event, built once.

    Signals:
        person_requested: an (Attendee, QWidget) tuple, somebody and the name that was pressed.
    """

    person_requested = Signal(object)

    def __init__(
        self, theme: Theme, icons: Icons, zone: tzinfo, dossier: Dossier, color: QColor
    ) -> None:
        super().__init__()
        self._theme, self._icons, self._zone, self._dossier = theme, icons, zone, dossier
        self._column = QVBoxLayout(self)
        margin = theme.px(18)
        self._column.setContentsMargins(margin, theme.px(14), margin, theme.px(14))
        self._column.setSpacing(theme.px(8))
        self._add_time(color)
        self._add_zone_chooser()
        self._add_ways()
        self._add_facts()
        add_people(self._column, theme, dossier.event, MOST_PEOPLE, self.person_requested.emit)
        self._column.addStretch()

    def add_text(self, text: str) -> None:
        """Put plain text below the facts."""
        if text.strip():
            label = PlainLabel(is_selectable=True)
            label.set_wrapped()
            label.set_text(text.strip())
            self._column.insertWidget(self._column.count() - 1, label)

    def _add_time(self, color: QColor) -> None:
        event = self._dossier.event
        other = zone_from_name(event.start_zone)
        when = event_time(event.span, self._zone, other, place_words(event.start_zone))
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(8))
        row.addWidget(Dot(self._theme, color))
        row.addWidget(self._label(when.own, "strong"), 1)
        self._column.addLayout(row)
        if when.elsewhere:
            self._column.addWidget(self._label(when.elsewhere, "dim"))
        marks = marks_row(self._theme, event)
        if marks is not None:
            self._column.addLayout(marks)

    def _add_zone_chooser(self) -> None:
        row = QHBoxLayout()
        self._chooser = QComboBox()
        self._chooser.setAccessibleName("Show the time in another zone")
        self._chooser.setEditable(True)
        self._chooser.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._chooser.addItem("Show in another zone…")
        self._chooser.addItems(list(zone_names()))
        completer = self._chooser.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(completer.CompletionMode.PopupCompletion)
        self._chooser.currentTextChanged.connect(self._on_zone_chosen)
        why = QPushButton("Why this time?")
        why.setProperty("kind", "link")
        why.setCheckable(True)
        row.addWidget(self._chooser, 1)
        row.addWidget(why)
        self._column.addLayout(row)
        self._elsewhere = self._label("", "strong")
        self._elsewhere.hide()
        event = self._dossier.event
        reason = self._label(why_this_time(event.span, self._zone, event.start_zone), "dim")
        reason.hide()
        why.toggled.connect(reason.setVisible)
        self._column.addWidget(self._elsewhere)
        self._column.addWidget(reason)

    def _add_ways(self) -> None:
        event = self._dossier.event
        meeting = meeting_of(event)
        if meeting is not None:
            row = QHBoxLayout()
            row.addWidget(join_button(self._icons, meeting))
            row.addStretch()
            self._column.addLayout(row)
        if event.location:
            self._column.addLayout(place_row(self._icons, event.location))

    def _add_facts(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._theme.px(12))
        grid.setVerticalSpacing(self._theme.px(6))
        grid.setColumnStretch(1, 1)
        for number, fact in enumerate(facts_of(self._dossier, self._zone)):
            grid.addWidget(self._label(fact.label, "small"), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._lines(fact), number, 1)
        self._column.addLayout(grid)

    def _lines(self, fact: Fact) -> PlainLabel:
        label = PlainLabel(is_selectable=True)
        label.set_wrapped()
        label.set_text("\n".join(line for line in fact.lines if line))
        return label

    def _label(self, words: str, style: str) -> PlainLabel:
        label = PlainLabel(style=style)
        label.set_wrapped()
        label.set_text(words)
        return label

    @Slot(str)
    def _on_zone_chosen(self, name: str) -> None:
        is_zone = name in zone_names()
        if is_zone:
            words = elsewhere_words(self._dossier.event.span, ZoneInfo(name))
            self._elsewhere.set_text(f"{words} {place_words(name)}")
        self._elsewhere.setVisible(is_zone)
