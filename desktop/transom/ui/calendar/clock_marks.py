"""Paints what lies behind the hours: working time, days off, and clocks that jump."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QBrush, QPainter

from transom.ui.calendar.geometry import Geometry
from transom.ui.calendar.ink import Ink
from transom.ui.calendar.layout import DAY_MINUTES
from transom.ui.calendar.time_words import ClockChange, changes_between
from transom.ui.calendar.working_hours import WorkingHours


def jumps_on(days: Sequence[date], zone: tzinfo) -> dict[int, ClockChange]:
    """Return the clock's jumps by the number of their day."""
    found: dict[int, ClockChange] = {}
    for number, day in enumerate(days):
        if not date.min < day < date.max:
            continue
        start = datetime.combine(day, time(), zone)
        for change in changes_between(start, start + timedelta(days=1, hours=1), zone):
            if change.day == day:
                found[number] = change
    return found


class ClockMarks:
    """Paints hours off and jumps of one geometry."""

    def __init__(self, ink: Ink, zone: tzinfo) -> None:
        self._ink, self._zone = ink, zone

    def paint_hours_off(
        self,
        painter: QPainter,
        geometry: Geometry,
        room: QRect,
        scroll: int,
        hours: WorkingHours | None,
    ) -> None:
        """Shade the hours of each day in which nobody works; weekends, where none are known."""
        shade = self._ink.color("panel")
        for number, day in enumerate(geometry.days):
            left = geometry.day_left(number)
            width = geometry.day_left(number + 1) - left
            if hours is None:
                if day.weekday() >= 5:
                    painter.fillRect(left, room.top(), width, room.height(), shade)
                continue
            begins, ends = hours.minutes_on(day, self._zone) or (DAY_MINUTES, DAY_MINUTES)
            for first, last in ((0, begins), (ends, DAY_MINUTES)):
                top = geometry.top + geometry.minute_y(first) - scroll
                height = geometry.minute_y(last) - geometry.minute_y(first)
                painter.fillRect(QRect(left, top, width, height), shade)

    def paint_jumps(
        self, painter: QPainter, geometry: Geometry, scroll: int, jumps: dict[int, ClockChange]
    ) -> None:
        """Hatch the minutes that a day leaves out or has twice, and say so."""
        px = self._ink.px
        for number, change in jumps.items():
            left = geometry.day_left(number)
            width = geometry.day_left(number + 1) - left
            top = geometry.top + geometry.minute_y(change.from_minute) - scroll
            height = geometry.minute_y(change.until_minute - change.from_minute)
            rect = QRect(left + 1, top, width - 1, height)
            soft = self._ink.color("warn_soft")
            painter.fillRect(rect, soft)
            stroke = self._ink.mixed(self._ink.color("warn"), soft, 0.25)
            painter.fillRect(rect, QBrush(stroke, Qt.BrushStyle.BDiagPattern))
            painter.setFont(self._ink.font(11))
            painter.setPen(self._ink.color("warn"))
            words = (
                "left out: clock goes forward" if change.minutes > 0 else "twice: clock goes back"
            )
            words = painter.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, width - px(12)
            )
            painter.drawText(rect.adjusted(px(8), px(2), 0, 0), 0, words)
