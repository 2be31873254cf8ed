"""Paints the month: names of days, cells, week numbers, events as lines and counts of the rest."""

from datetime import date, tzinfo

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from transom.engine.entities.calendar import Answer, Event
from transom.ui.calendar.event_painter import (
    FILL_SHARE,
    Look,
    draw_line,
    paint_dashes,
    pattern_brush,
)
from transom.ui.calendar.geometry import Box
from transom.ui.calendar.ink import Ink
from transom.ui.calendar.month_geometry import WEEK, MonthGeometry
from transom.ui.calendar.words import clock
from transom.ui.models.events import is_preview
from transom.ui.text import month_name, safe, short_weekday


class MonthPainter:
    """Paints one month's geometry into a viewport."""

    def __init__(self, theme: Ink, zone: tzinfo) -> None:
        self._theme, self._zone = theme, zone
        self._widths: dict[tuple[str, int], int] = {}

    def paint_ground(
        self, painter: QPainter, geometry: MonthGeometry, scroll: int, month: int, today: date
    ) -> None:
        """Paint the cells with their numbers; days of other months are quieter."""
        offset = QPoint(0, geometry.top - scroll)
        for number, day in enumerate(geometry.days):
            cell = geometry.cell(number).translated(offset)
            if day.weekday() >= 5 or day.month != month:
                painter.fillRect(cell, self._theme.color("panel"))
            self._paint_number(painter, cell, day, month, today)
        self._paint_lines(painter, geometry, offset)
        self._paint_week_numbers(painter, geometry, offset)

    def paint_header(self, painter: QPainter, geometry: MonthGeometry) -> None:
        """Paint the names of the weekdays above the weeks."""
        right = geometry.day_left(WEEK)
        painter.fillRect(QRect(0, 0, right, geometry.top), self._theme.color("card"))
        painter.setFont(self._theme.font(11.5))
        painter.setPen(self._theme.color("dim"))
        for column, day in enumerate(geometry.days[:WEEK]):
            left = geometry.day_left(column)
            room = QRect(
                left + self._theme.px(9), 0, geometry.day_left(column + 1) - left, geometry.top
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, short_weekday(day))
            painter.fillRect(left, 0, 1, geometry.top, self._theme.color("line"))
        painter.fillRect(0, geometry.top - 1, right, 1, self._theme.color("line"))

    def paint_event(
        self, painter: QPainter, rect: QRect, box: Box, event: Event, color: QColor, look: Look
    ) -> None:
        """Paint one line: a bar for whole days, else a dot, the time and the subject."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card, px = self._theme.color("card"), self._theme.px
        is_dim = event.own_answer is Answer.DECLINED or event.is_cancelled
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(rect), px(5), px(5))
        if box.is_banded:
            share = FILL_SHARE / 2 if is_dim else FILL_SHARE
            painter.fillPath(shape, self._theme.mixed(color, card, share))
            brush = pattern_brush(event, self._theme.mixed(color, card, 2 * share))
            if brush is not None:
                painter.fillPath(shape, brush)
        elif look.is_selected:
            painter.fillPath(shape, self._theme.color("selection"))
        if is_preview(event):
            paint_dashes(painter, shape, color)
        self._paint_mark(painter, rect, box, event, color)
        self._paint_words(painter, rect, box, event, is_dim)
        if look.has_focus:
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(shape)
        painter.restore()

    def paint_count(
        self, painter: QPainter, rect: QRect, count: int, chosen: Event | None, *, has_focus: bool
    ) -> None:
        """Paint how much more there is; the one of them that the keyboard is on is named."""
        px = self._theme.px
        painter.setFont(self._theme.font(11, 600))
        painter.setPen(self._theme.color("text" if chosen else "dim"))
        words = f"{count} more"
        if chosen is not None:
            words += f" · {safe(chosen.subject) or '(no subject)'}"
        draw_line(painter, rect.adjusted(px(8), 0, -px(4), 0), words)
        if has_focus:
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRoundedRect(rect, px(5), px(5))

    def _paint_mark(
        self, painter: QPainter, rect: QRect, box: Box, event: Event, color: QColor
    ) -> None:
        px = self._theme.px
        if box.is_banded:
            if not box.begins_before:
                painter.fillRect(rect.left(), rect.top(), px(3), rect.height(), color)
            return
        side = px(7)
        dot = QRect(rect.left() + px(6), rect.center().y() - side // 2 + 1, side, side)
        is_sure = event.own_answer not in (Answer.TENTATIVE, Answer.NOT_ANSWERED)
        painter.setPen(QPen(color, 1.5))
        painter.setBrush(color if is_sure else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(dot)

    def _paint_words(
        self, painter: QPainter, rect: QRect, box: Box, event: Event, is_dim: bool
    ) -> None:
        px = self._theme.px
        font = self._theme.font(12, 600 if box.is_banded else 500)
        font.setStrikeOut(event.is_cancelled)
        room = rect.adjusted(px(9 if box.is_banded else 18), 0, -px(3), 0)
        if not event.span.is_all_day:
            painter.setFont(self._theme.font(11))
            painter.setPen(self._theme.color("dim"))
            starts = "…" if box.begins_before else clock(event.span.starts_at, self._zone)
            draw_line(painter, room, starts)
            used = min(self._width_of(painter, starts), room.width()) + px(5)
            if room.width() > 2 * used:
                room.setLeft(room.left() + used)
            else:
                painter.fillRect(room, self._theme.color("card"))
        painter.setFont(font)
        painter.setPen(self._theme.color("dim" if is_dim else "text"))
        draw_line(painter, room, safe(event.subject) or "(no subject)")

    def _width_of(self, painter: QPainter, time: str) -> int:
        """Measure a time of day once: that takes longer than drawing it."""
        key = (time, painter.font().pixelSize())
        if key not in self._widths:
            self._widths[key] = painter.fontMetrics().horizontalAdvance(time)
        return self._widths[key]

    def _paint_number(
        self, painter: QPainter, cell: QRect, day: date, month: int, today: date
    ) -> None:
        px = self._theme.px
        is_today = day == today
        painter.setFont(self._theme.font(12, 600 if is_today or day.day == 1 else 400))
        words = f"{day.day} {month_name(day)}" if day.day == 1 else str(day.day)
        width = painter.fontMetrics().horizontalAdvance(words)
        room = QRect(cell.left() + px(9), cell.top() + px(4), max(width, px(14)), px(20))
        painter.setPen(self._theme.color("text" if day.month == month else "dim"))
        if is_today:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent"))
            painter.drawRoundedRect(room.adjusted(-px(4), 0, px(4), 0), px(10), px(10))
            painter.restore()
            painter.setPen(self._theme.color("on_accent"))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_lines(self, painter: QPainter, geometry: MonthGeometry, offset: QPoint) -> None:
        line = self._theme.color("line")
        bottom = geometry.content_height + offset.y()
        for column in range(WEEK):
            painter.fillRect(geometry.day_left(column), offset.y(), 1, bottom - offset.y(), line)
        for week in range(1, geometry.weeks + 1):
            y = geometry.week_top(week) + offset.y() - 1
            painter.fillRect(0, y, geometry.day_left(WEEK), 1, line)

    def _paint_week_numbers(
        self, painter: QPainter, geometry: MonthGeometry, offset: QPoint
    ) -> None:
        painter.setFont(self._theme.font(11))
        painter.setPen(self._theme.color("dim"))
        for week in range(geometry.weeks):
            middle = geometry.days[week * WEEK + WEEK // 2]
            top = geometry.week_top(week) + offset.y() + self._theme.px(5)
            room = QRect(0, top, geometry.metrics.gutter, self._theme.px(18))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, str(middle.isocalendar().week))
