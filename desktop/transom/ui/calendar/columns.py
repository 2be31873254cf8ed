"""The columns of one day: a calendar each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QColor

from transom.engine.entities.calendar import Calendar, Event
from transom.ui.calendar.colors import calendar_color
from transom.ui.calendar.ink import Ink
from transom.ui.text import safe


@dataclass(frozen=True, slots=True)
class Column:
    """A calendar's name and colour, and the rows of its events."""

    title: str
    color: QColor
    rows: frozenset[int]


def columns_of(
    calendars: Iterable[Calendar], events: Sequence[Event], ink: Ink
) -> tuple[Column, ...]:
    """Return a column for each shown calendar, and one for events of a file that is looked at.

    A single column would be the day as it always is: then there are none.
    """
    shown = [one for one in calendars if one.is_shown]
    columns = [
        Column(
            safe(one.name) or "Calendar",
            calendar_color(ink, one),
            frozenset(row for row, event in enumerate(events) if event.calendar == one.id),
        )
        for one in shown
    ]
    rest = frozenset(range(len(events))).difference(*(column.rows for column in columns))
    if rest:
        columns.append(Column("From the file", ink.color("dim"), rest))
    return tuple(columns) if len(columns) > 1 else ()
