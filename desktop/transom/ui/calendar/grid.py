"""The grid of days: columns of hours under a band of whole days."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from transom.ui.calendar.colors import calendar_color
from transom.ui.calendar.event_painter import EventPainter, Look
from transom.ui.calendar.event_view import EventView
from transom.ui.calendar.geometry import Geometry, Metrics
from transom.ui.calendar.grid_painter import GridPainter
from transom.ui.models.events import EventModel
from transom.ui.theme import Theme

FIRST_HOUR = 8


class DayGrid(EventView):
    """Shows the model's events in columns of days."""

    def __init__(self, model: EventModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Calendar", parent)
        self._events = model
        self._geometry: Geometry | None = None
        self._days: tuple[date, ...] = ()
        self._event_painter = EventPainter(theme, model.zone)
        self._grid_painter = GridPainter(theme, model.zone)
        self.setModel(model)

    def show_days(self, days: Sequence[date]) -> None:
        """Show these days, which the model already holds."""
        self._days = tuple(days)
        self.lay_out()

    def scroll_to_hour(self, hour: float = FIRST_HOUR) -> None:
        """Put an hour at the top."""
        if self._geometry is not None:
            self.updateGeometries()
            self.verticalScrollBar().setValue(self._geometry.minute_y(hour * 60))

    @override
    def ground_clicked(self, point: QPoint) -> None:
        geometry = self._geometry
        if geometry is None or point.y() >= geometry.top:
            return
        number = geometry.day_at(point.x())
        if number >= 0 and (point.y() < geometry.metrics.header or geometry.hidden[number]):
            self.day_opened.emit(self._days[number])

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        geometry = self._geometry
        if geometry is None:
            return
        room, scroll = self.viewport().rect(), self.verticalOffset()
        painter = QPainter(self.viewport())
        painter.fillRect(room, self._theme.color("card"))
        below = QRect(0, geometry.top, room.width(), room.height() - geometry.top)
        painter.setClipRect(below)
        self._grid_painter.paint_hours(painter, geometry, room, scroll)
        self._paint_boxes(painter, geometry, is_banded=False)
        if self._now is not None:
            self._grid_painter.paint_now(painter, geometry, self._now, scroll)
        painter.setClipping(False)
        today = self._now.astimezone(self._events.zone).date() if self._now else date.min
        self._grid_painter.paint_header(painter, geometry, room, today)
        self._paint_boxes(painter, geometry, is_banded=True)

    def _paint_boxes(self, painter: QPainter, geometry: Geometry, *, is_banded: bool) -> None:
        current = self.currentIndex().row()
        chosen = {index.row() for index in self.selectionModel().selectedIndexes()}
        events = self._events.events()
        for box in geometry.boxes:
            if box.is_banded != is_banded or box.row >= len(events):
                continue
            event = events[box.row]
            color = calendar_color(self._theme, self._events.calendar_of(event))
            look = Look(box.row in chosen, box.row == current and self.hasFocus())
            rect = geometry.placed(box, self.verticalOffset())
            self._event_painter.paint(painter, rect, box, event, color, look)

    @override
    def lay_out(self) -> None:
        if not self._days or not self._events.holds(self._days[0], self._days[-1]):
            return  # shown elsewhere just now
        px = self._theme.px
        metrics = Metrics(hour=px(56), gutter=px(56), header=px(64), lane=px(24), gap=px(4))
        spans = [event.span for event in self._events.events()]
        width = self.viewport().width()
        self._geometry = Geometry(self._days, spans, self._events.zone, width, metrics)
        self.place_boxes(self._geometry)
