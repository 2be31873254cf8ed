"""The grid of days as an item view: arrow keys, selection and screen readers come with it."""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from transom.engine.entities.calendar import Event
from transom.ui.calendar.box_view import BoxView
from transom.ui.calendar.colors import calendar_color
from transom.ui.calendar.event_painter import EventPainter, Look
from transom.ui.calendar.geometry import Geometry, Metrics
from transom.ui.calendar.grid_painter import GridPainter
from transom.ui.models.events import EventModel
from transom.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
FIRST_HOUR = 8


class DayGrid(BoxView):
    """Shows the model's events in columns of days; a list to a screen reader, a grid to the eye.

    Signals:
        event_opened: an Event was clicked, or Enter pressed on it.
        day_opened: a date whose name or whose count of hidden events was clicked.
        previous_requested: Page up was pressed.
        next_requested: Page down was pressed.
    """

    event_opened = Signal(object)
    day_opened = Signal(object)
    previous_requested = Signal()
    next_requested = Signal()

    def __init__(self, model: EventModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._events, self._theme = model, theme
        self._days: tuple[date, ...] = ()
        self._now: datetime | None = None
        self._event_painter = EventPainter(theme, model.zone)
        self._grid_painter = GridPainter(theme, model.zone)
        self.setModel(model)
        self.setAccessibleName("Calendar")
        self.setProperty("surface", "card")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.viewport().setMouseTracking(True)
        theme.changed.connect(self._on_theme_changed)

    @property
    def events(self) -> EventModel:
        """The model that holds the events."""
        return self._events

    def show_days(self, days: Sequence[date]) -> None:
        """Show these days, which the model already holds."""
        self._days = tuple(days)
        self._lay_out()

    def set_now(self, now: datetime) -> None:
        """Move the line of the present."""
        self._now = now
        self.viewport().update()

    def scroll_to_hour(self, hour: float = FIRST_HOUR) -> None:
        """Put an hour at the top."""
        if self._geometry is not None:
            self.updateGeometries()
            self.verticalScrollBar().setValue(self._geometry.minute_y(hour * 60))

    def anchor_of(self, event: Event) -> QRect:
        """Return where an event stands, in this widget's coordinates, empty if out of sight."""
        row = self._events.row_of(event.id)
        rect = self._row_rect(row) if row >= 0 else QRect()
        return rect.translated(self.viewport().pos()) if not rect.isEmpty() else rect

    @override
    def doItemsLayout(self) -> None:
        self._lay_out()

    @override
    def dataChanged(self, top_left: Index, bottom_right: Index, roles: Sequence[int] = ()) -> None:
        super().dataChanged(top_left, bottom_right, list(roles))
        self._lay_out()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_PageUp:
            self.previous_requested.emit()
        elif key == Qt.Key.Key_PageDown:
            self.next_requested.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentIndex())
        elif event.text() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # letters are the page's shortcuts, not a search in the list
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton or self._geometry is None:
            return
        point = event.position().toPoint()
        index = self.indexAt(point)
        if index.isValid():
            self._open(index)
        elif point.y() < self._geometry.top:
            number = self._geometry.day_at(point.x())
            if number >= 0 and (
                point.y() < self._geometry.metrics.header or self._geometry.hidden[number]
            ):
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

    @Slot()
    def _on_theme_changed(self) -> None:
        self._lay_out()

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.event_opened.emit(self._events.events()[index.row()])

    def _lay_out(self) -> None:
        px = self._theme.px
        metrics = Metrics(hour=px(56), gutter=px(56), header=px(64), lane=px(24), gap=px(4))
        spans = [event.span for event in self._events.events()]
        width = self.viewport().width()
        self.place_boxes(Geometry(self._days, spans, self._events.zone, width, metrics))
