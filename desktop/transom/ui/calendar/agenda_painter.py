"""Paints the agenda: a day's name, and an event in one line of time, subject, place, calendar."""

from datetime import date, tzinfo

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from transom.engine.entities.calendar import Answer, Event
from transom.ui.calendar.event_painter import Look, draw_line, draw_measured
from transom.ui.calendar.ink import Ink
from transom.ui.calendar.layout import days_of
from transom.ui.calendar.words import clock
from transom.ui.models.agenda import AgendaRow
from transom.ui.models.events import is_preview
from transom.ui.text import day_words, long_day, safe

_STATES = {
    Answer.TENTATIVE: "maybe",
    Answer.NOT_ANSWERED: "not answered",
    Answer.DECLINED: "declined",
}


class AgendaPainter:
    """Paints rows in a theme."""

    def __init__(self, theme: Ink, zone: tzinfo) -> None:
        self._theme, self._zone = theme, zone

    def paint_day(self, painter: QPainter, room: QRect, day: date, today: date) -> None:
        """Paint a day's name over whatever is there."""
        px = self._theme.px
        painter.fillRect(room, self._theme.color("panel"))
        painter.fillRect(room.left(), room.bottom(), room.width(), 1, self._theme.color("line"))
        is_near = abs((day - today).days) <= 1
        words = long_day(day) if day.year == today.year else f"{long_day(day)} {day.year}"
        painter.setFont(self._theme.font(13, 600))
        painter.setPen(self._theme.color("accent" if day == today else "text"))
        used = draw_measured(painter, room.adjusted(px(20), 0, -px(20), 0), words)
        if is_near:
            painter.setFont(self._theme.font(12))
            painter.setPen(self._theme.color("dim"))
            draw_line(painter, room.adjusted(px(30) + used, 0, 0, 0), day_words(day, today))

    def paint_row(
        self,
        painter: QPainter,
        rect: QRect,
        row: AgendaRow,
        color: QColor,
        calendar_name: str,
        look: Look,
    ) -> None:
        """Paint one event on one of its days."""
        px, event = self._theme.px, row.event
        if look.is_selected:
            painter.fillRect(rect, self._theme.color("selection"))
        painter.fillRect(
            rect.left() + px(20), rect.bottom(), rect.width(), 1, self._theme.color("line")
        )
        stripe = QRect(rect.left() + px(20), rect.top() + px(8), px(3), rect.height() - px(16))
        painter.fillRect(stripe, color)
        painter.setFont(self._theme.font(12))
        painter.setPen(self._theme.color("dim"))
        times = QRect(rect.left() + px(34), rect.top(), px(104), rect.height())
        draw_line(painter, times, self._time_words(event, row.day))
        self._paint_subject(painter, rect, event, calendar_name)
        if look.has_focus:
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def paint_nothing(self, painter: QPainter, room: QRect) -> None:
        """Say that there is nothing to show."""
        painter.setFont(self._theme.font(13))
        painter.setPen(self._theme.color("dim"))
        words = "Nothing is planned in the calendars that are shown."
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_subject(
        self, painter: QPainter, rect: QRect, event: Event, calendar_name: str
    ) -> None:
        px = self._theme.px
        right = rect.right() - px(20)
        name_width = min(px(170), rect.width() // 5)
        painter.setFont(self._theme.font(12))
        painter.setPen(self._theme.color("dim"))
        name = QRect(right - name_width, rect.top(), name_width, rect.height())
        draw_line(painter, name, safe(calendar_name))
        left = rect.left() + px(146)
        room = QRect(left, rect.top(), name.left() - px(12) - left, rect.height())
        font = self._theme.font(13, 600)
        font.setStrikeOut(event.is_cancelled)
        is_dim = event.own_answer is Answer.DECLINED or event.is_cancelled
        painter.setFont(font)
        painter.setPen(self._theme.color("dim" if is_dim else "text"))
        used = draw_measured(painter, room, safe(event.subject) or "(no subject)")
        state = "cancelled" if event.is_cancelled else _STATES.get(event.own_answer, "")
        preview = "preview" if is_preview(event) else ""
        facts = " · ".join(part for part in (preview, safe(event.location), state) if part)
        if facts and used + px(40) < room.width():
            painter.setFont(self._theme.font(12))
            painter.setPen(self._theme.color("dim"))
            draw_line(painter, room.adjusted(used + px(10), 0, 0, 0), facts)

    def _time_words(self, event: Event, day: date) -> str:
        if event.span.is_all_day:
            return "all day"
        first, end = days_of(event.span, self._zone)
        starts = clock(event.span.starts_at, self._zone) if first == day else ""
        ends = clock(event.span.ends_at, self._zone) if (end - day).days == 1 else ""
        if starts and ends:
            return f"{starts} – {ends}" if event.span.ends_at > event.span.starts_at else starts
        return f"from {starts}" if starts else f"until {ends}" if ends else "all day"
