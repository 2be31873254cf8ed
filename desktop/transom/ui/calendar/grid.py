"""The grid of days: columns of hours under a band of whole days."""

from collections.abc import Sequence
from datetime import date, tzinfo

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from transom.ui.calendar.clock_marks import ClockMarks, jumps_on
from transom.ui.calendar.colors import calendar_color
from transom.ui.calendar.columns import Column, columns_of
from transom.ui.calendar.event_painter import EventPainter, Look
from transom.ui.calendar.event_view import EventView
from transom.ui.calendar.geometry import Geometry, Metrics
from transom.ui.calendar.grid_painter import GridPainter
from transom.ui.calendar.time_words import ClockChange
from transom.ui.calendar.working_hours import WorkingHours
from transom.ui.models.events import EventModel
from transom.ui.text import safe
from transom.ui.theme import Theme
from transom.ui.widgets.mirror import painter_on

FIRST_HOUR = 8
USUAL_HOUR, HOUR_STEPS = 56, (28, 36, 44, 56, 72, 96, 128, 168)
"""The height of an hour in pixels of the design, and those the wheel leads through."""


class DayGrid(EventView):
    """Shows the model's events in columns of days.

    Signals:
        columns_moved: the columns stand elsewhere now.
        zoomed: how high an hour is now, in pixels of the design.
    """

    columns_moved = Signal()
    zoomed = Signal(int)

    def __init__(self, model: EventModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Calendar", parent)
        self._events = model
        self._geometry: Geometry | None = None
        self._days: tuple[date, ...] = ()
        self._event_painter = EventPainter(theme, model.zone)
        self._grid_painter = GridPainter(theme, model.zone)
        self._marks = ClockMarks(theme, model.zone)
        self._jumps: dict[int, ClockChange] = {}
        self._hour = USUAL_HOUR
        self._hours: WorkingHours | None = None
        self._is_split = False
        self._columns: tuple[Column, ...] = ()
        self.setModel(model)

    def show_days(self, days: Sequence[date]) -> None:
        """Show these days, which the model already holds."""
        self._days = tuple(days)
        self.lay_out_now()

    @property
    def gutter(self) -> int:
        """How wide the column of the hours is."""
        return self._theme.px(56) if self._grid_painter.second is None else self._theme.px(100)

    def column_edges(self) -> list[int]:
        """Return the left edge of each day's column, and where the last one ends."""
        geometry = self._geometry
        if geometry is None:
            return []
        # Columns of calendars are still one day.
        numbers = range(1 if self._columns else len(geometry.days))
        return [*map(geometry.day_left, numbers), geometry.day_left(len(geometry.days))]

    @property
    def is_split(self) -> bool:
        """Whether a single day has a column for each calendar."""
        return self._is_split

    def set_split(self, is_split: bool) -> None:
        """Give each shown calendar a column of its own wherever a single day is shown."""
        self._is_split = is_split
        self.lay_out()

    def scroll_to_hour(self, hour: float = FIRST_HOUR) -> None:
        """Put an hour at the top."""
        if self._geometry is not None:
            self.updateGeometries()
            self.verticalScrollBar().setValue(self._geometry.minute_y(hour * 60))

    def set_working_hours(self, hours: WorkingHours | None) -> None:
        """Shade what lies outside these hours."""
        self._hours = hours
        self.viewport().update()

    def set_hour(self, design_px: int) -> None:
        """Make the hours as high as the step of the wheel nearest to this."""
        self._hour = min(HOUR_STEPS, key=lambda step: abs(step - design_px))
        self.lay_out()

    def set_second_zone(self, named: tuple[str, tzinfo] | None) -> None:
        """Show the hours of another zone too, by its name, or only one's own."""
        self._grid_painter.second = named
        self.lay_out()

    def zoom(self, steps: int, y: int | None = None) -> None:
        """Make the hours higher or lower; what is at ``y`` of the viewport stays there."""
        geometry = self._geometry
        if geometry is None:
            return
        place = HOUR_STEPS.index(self._hour) + steps if steps else HOUR_STEPS.index(USUAL_HOUR)
        self._hour = HOUR_STEPS[max(0, min(len(HOUR_STEPS) - 1, place))]
        held = (self.viewport().height() // 2 if y is None else y) - geometry.top
        minute = (held + self.verticalOffset()) * 60 / geometry.metrics.hour
        self.lay_out()
        if self._geometry is not None:
            self.verticalScrollBar().setValue(self._geometry.minute_y(minute) - held)
        self.zoomed.emit(self._hour)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and turned:
            self.zoom(1 if turned > 0 else -1, event.position().toPoint().y())
            event.accept()
        else:
            super().wheelEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in steps:
            self.zoom(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    @override
    def ground_clicked(self, point: QPoint) -> None:
        geometry = self._geometry
        if geometry is None or point.y() >= geometry.top:
            return
        number = geometry.day_at(point.x())
        if number >= 0 and (point.y() < geometry.metrics.header or geometry.hidden[number]):
            self.day_opened.emit(geometry.days[number])

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        geometry = self._geometry
        if geometry is None:
            return
        room, scroll = self.viewport().rect(), self.verticalOffset()
        painter = painter_on(self.viewport(), self.layoutDirection())
        painter.fillRect(room, self._theme.color("card"))
        below = QRect(0, geometry.top, room.width(), room.height() - geometry.top)
        painter.setClipRect(below)
        self._marks.paint_hours_off(painter, geometry, below, scroll, self._hours)
        self._marks.paint_jumps(painter, geometry, scroll, self._jumps)
        self._grid_painter.paint_hours(painter, geometry, room, scroll)
        self._paint_boxes(painter, geometry, is_banded=False)
        if self._now is not None:
            self._grid_painter.paint_now(painter, geometry, self._now, scroll)
        painter.setClipping(False)
        today = self._now.astimezone(self._events.zone).date() if self._now else date.min
        self._grid_painter.paint_header(painter, geometry, room, today)
        self._paint_boxes(painter, geometry, is_banded=True)
        current = self._box_of(self.currentIndex().row())
        event_here = self.event_of(self.currentIndex())
        if current is not None and current.is_counted and event_here and self.hasFocus():
            words = safe(event_here.subject) or "(no subject)"
            self._grid_painter.paint_hidden_counts(painter, geometry, current.day, words)
        else:
            self._grid_painter.paint_hidden_counts(painter, geometry)

    def _paint_boxes(self, painter: QPainter, geometry: Geometry, *, is_banded: bool) -> None:
        current = self.currentIndex().row()
        chosen = {index.row() for index in self.selectionModel().selectedIndexes()}
        colors = {
            number: calendar_color(self._theme, calendar)
            for number, calendar in self._events.calendars.items()
        }
        events, room = self._events.events(), self.viewport().rect()
        for box in geometry.boxes:
            if box.is_counted or box.is_banded != is_banded or box.row >= len(events):
                continue
            rect = geometry.placed(box, self.verticalOffset())
            if not rect.intersects(room):
                continue
            event = events[box.row]
            color = colors.get(event.calendar) or self._theme.color("accent")
            look = Look(box.row in chosen, box.row == current and self.hasFocus())
            self._event_painter.paint(painter, rect, box, event, color, look)

    @override
    def lay_out(self) -> None:
        if not self._days or not self._events.holds(self._days[0], self._days[-1]):
            return  # shown elsewhere just now
        px = self._theme.px
        metrics = Metrics(px(self._hour), self.gutter, header=px(64), lane=px(24), gap=px(4))
        is_one_day = len(self._days) == 1
        self._columns = (
            columns_of(self._events.calendars.values(), self._events.events(), self._theme)
            if self._is_split and is_one_day
            else ()
        )
        self._jumps = jumps_on(self._days * (len(self._columns) or 1), self._events.zone)
        spans = [event.span for event in self._events.events()]
        width = self.viewport().width()
        zone, parts = self._events.zone, [column.rows for column in self._columns]
        self._geometry = Geometry(self._days, spans, zone, width, metrics, parts)
        self._grid_painter.titles = tuple((one.title, one.color) for one in self._columns)
        self.place_boxes(self._geometry)
        self.columns_moved.emit()
