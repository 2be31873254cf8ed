"""The month: weeks below each other, every event reachable, also those behind a count."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from transom.ui.calendar.colors import calendar_color
from transom.ui.calendar.event_painter import Look
from transom.ui.calendar.event_view import EventView
from transom.ui.calendar.month_geometry import MonthGeometry, MonthMetrics
from transom.ui.calendar.month_painter import MonthPainter
from transom.ui.models.events import EventModel
from transom.ui.theme import Theme
from transom.ui.widgets.mirror import painter_on


class MonthGrid(EventView):
    """Shows the model's events in the weeks of a month."""

    def __init__(self, model: EventModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Month", parent)
        self._events = model
        self._geometry: MonthGeometry | None = None
        self._days: tuple[date, ...] = ()
        self._painter = MonthPainter(theme, model.zone)
        self.setModel(model)

    def show_days(self, days: Sequence[date]) -> None:
        """Show these whole weeks, which the model already holds."""
        self._days = tuple(days)
        self.lay_out_now()

    @override
    def ground_clicked(self, point: QPoint) -> None:
        geometry = self._geometry
        number = geometry.day_at(point, self.verticalOffset()) if geometry else -1
        if geometry is None or number < 0:
            return
        inside = QPoint(point.x(), point.y() - geometry.top + self.verticalOffset())
        is_on_count = bool(geometry.hidden[number]) and geometry.count_rect(number).contains(inside)
        is_on_number = inside.y() < geometry.cell(number).top() + geometry.metrics.day_name
        if is_on_count or is_on_number:
            self.day_opened.emit(self._days[number])

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        geometry = self._geometry
        if geometry is None:
            return
        painter = painter_on(self.viewport(), self.layoutDirection())
        room = self.viewport().rect()
        painter.fillRect(room, self._theme.color("card"))
        month = self._days[len(self._days) // 2].month
        today = self._now.astimezone(self._events.zone).date() if self._now else date.min
        self._painter.paint_ground(painter, geometry, self.verticalOffset(), month, today)
        self._paint_boxes(painter, geometry)
        self._paint_counts(painter, geometry)
        self._painter.paint_header(painter, geometry)

    def _paint_boxes(self, painter: QPainter, geometry: MonthGeometry) -> None:
        current = self.currentIndex().row()
        chosen = {index.row() for index in self.selectionModel().selectedIndexes()}
        colors = {
            number: calendar_color(self._theme, calendar)
            for number, calendar in self._events.calendars.items()
        }
        events, room = self._events.events(), self.viewport().rect()
        for box in geometry.boxes:
            rect = geometry.placed(box, self.verticalOffset())
            if box.is_counted or box.row >= len(events) or not rect.intersects(room):
                continue
            event = events[box.row]
            color = colors.get(event.calendar) or self._theme.color("accent")
            look = Look(box.row in chosen, box.row == current and self.hasFocus())
            self._painter.paint_event(painter, rect, box, event, color, look)

    def _paint_counts(self, painter: QPainter, geometry: MonthGeometry) -> None:
        current = self._box_of(self.currentIndex().row())
        for number, count in enumerate(geometry.hidden):
            if not count:
                continue
            rect: QRect = geometry.count_rect(number)
            rect.translate(0, geometry.top - self.verticalOffset())
            is_here = current is not None and current.is_counted and current.day == number
            chosen = self.event_of(self.currentIndex()) if is_here else None
            has_focus = is_here and self.hasFocus()
            self._painter.paint_count(painter, rect, count, chosen, has_focus=has_focus)

    @override
    def lay_out(self) -> None:
        if not self._days or not self._events.holds(self._days[0], self._days[-1]):
            return  # shown elsewhere just now
        px = self._theme.px
        metrics = MonthMetrics(
            gutter=px(32), header=px(32), day_name=px(27), lane=px(21), gap=px(3), least_week=px(70)
        )
        spans = [event.span for event in self._events.events()]
        size = self.viewport().size()
        self._geometry = MonthGeometry(self._days, spans, self._events.zone, size, metrics)
        self.place_boxes(self._geometry)
