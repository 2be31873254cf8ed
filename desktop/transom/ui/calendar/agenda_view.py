"""The agenda as a list that goes on in both directions, with the day always in sight."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from transom.engine.entities.calendar import Calendar, Event
from transom.ui.calendar.agenda_painter import AgendaPainter
from transom.ui.calendar.colors import calendar_color
from transom.ui.calendar.event_painter import Look
from transom.ui.calendar.event_view import EventView
from transom.ui.calendar.geometry import Box
from transom.ui.models.agenda import AgendaModel, AgendaRow
from transom.ui.models.events import EventModel
from transom.ui.theme import Theme
from transom.ui.widgets.mirror import painter_on

Index = QModelIndex | QPersistentModelIndex
_TELL_AFTER_MS = 60
"""What stands beside the list follows it so late, for no frame of a scroll shall wait for it."""
_MOST_PICTURES = 64
"""Rows are painted once and moved as pictures while they are scrolled."""


class RowTops:
    """Where the rows of a list stand, each day's first below the name of its day."""

    top = 0
    boxes: Sequence[Box] = ()

    def __init__(self, width: int, row_px: int, head_px: int) -> None:
        self.width, self.row_px, self.head_px = width, row_px, head_px
        self._bottoms: list[int] = []

    @property
    def content_height(self) -> int:
        """The height of all rows."""
        return self._bottoms[-1] if self._bottoms else 0

    @property
    def step(self) -> int:
        """How far one notch of the wheel goes."""
        return self.row_px

    def add(self, begins_day: bool) -> None:
        """Put one more row below all others."""
        height = self.row_px + (self.head_px if begins_day else 0)
        self._bottoms.append(self.content_height + height)

    def row_at(self, y: int) -> int:
        """Return the row whose place, its day's name included, holds ``y``."""
        return bisect_right(self._bottoms, max(0, y))

    def box(self, row: int) -> Box:
        """Return where a row's event stands."""
        return Box(
            row, row, QRect(0, self._bottoms[row] - self.row_px, self.width, self.row_px), False
        )

    def count(self) -> int:
        """Return how many rows there are."""
        return len(self._bottoms)

    def box_at(self, point: QPoint, scroll: int) -> Box | None:
        """Return the box under a point of the viewport, none on a day's name."""
        row = self.row_at(point.y() + scroll)
        box = self.box(row) if row < self.count() else None
        return box if box and box.rect.contains(point.x(), point.y() + scroll) else None

    def placed(self, box: Box, scroll: int) -> QRect:
        """Return where a box stands in the viewport."""
        return box.rect.translated(0, -scroll)


class AgendaView(EventView):
    """Shows days with something in them, one event a line.

    Signals:
        day_seen: the date at the top is another one.
    """

    day_seen = Signal(object)

    def __init__(self, events: EventModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Agenda", parent)
        self.agenda = AgendaModel(events, self)
        self._events = events
        self._tops = RowTops(0, 1, 1)
        self._painter = AgendaPainter(theme, events.zone)
        self._seen: date | None = None
        self._pictures: dict[object, QPixmap] = {}
        self._is_settling = False
        self._telling = QTimer(self, singleShot=True, interval=_TELL_AFTER_MS)
        self._telling.timeout.connect(self._tell_day)
        self.edge_px = theme.px(38)  # the pinned name of the day covers so much
        self.setModel(self.agenda)
        self.agenda.rowsInserted.connect(self._on_rows_inserted)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def day_at_top(self) -> date | None:
        """The day of the uppermost row."""
        row = self._tops.row_at(self.verticalOffset())
        return self.agenda.row_at(row).day if row < self.agenda.rowCount() else None

    def show_from(self, day: date) -> None:
        """Begin with ``day``; what is earlier lies above."""
        self._is_settling = True
        self.agenda.begin(day)
        self.agenda.fetch_earlier()
        self.lay_out()
        self._is_settling = False
        self._scroll_to_day(day)

    def refresh(self) -> None:
        """Read again around what is seen, and stay there."""
        top, current = self.day_at_top, self.currentIndex()
        chosen = self.agenda.row_at(current.row()) if current.isValid() else None
        row = self._tops.row_at(self.verticalOffset())
        inside = self.verticalOffset() - self._head_top(row) if top else 0
        self.show_from(top or self.agenda.first_day)
        kept = self.agenda.row_of(chosen) if chosen else -1
        if kept >= 0:
            self.setCurrentIndex(self.agenda.index(kept, 0))
        if top is not None:  # last, for a new current row scrolls itself into sight
            day_top = self._head_top(self.agenda.row_from(top))
            self.verticalScrollBar().setValue(day_top + inside)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            QAbstractItemView.keyPressEvent(self, event)
        else:
            super().keyPressEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._telling.stop()

    @override
    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        count = self.agenda.rowCount()
        if not count:
            return QModelIndex()
        if not self.currentIndex().isValid():
            row = min(self._tops.row_at(self.verticalOffset()), count - 1)
            return self.agenda.index(row, 0)
        actions = QAbstractItemView.CursorAction
        page = max(1, self.viewport().height() // self._tops.row_px - 2)
        steps = {
            actions.MoveUp: -1, actions.MovePrevious: -1, actions.MoveLeft: -1,
            actions.MoveDown: 1, actions.MoveNext: 1, actions.MoveRight: 1,
            actions.MovePageUp: -page, actions.MovePageDown: page,
            actions.MoveHome: -count, actions.MoveEnd: count,
        }  # fmt: skip
        row = self.currentIndex().row() + steps.get(action, 0)
        return self.agenda.index(max(0, min(count - 1, row)), 0)

    @override
    def ground_clicked(self, point: QPoint) -> None:
        row = self._tops.row_at(point.y() + self.verticalOffset())
        if row < self.agenda.rowCount():
            self.day_opened.emit(self.agenda.row_at(row).day)

    @override
    def row_of(self, event: Event) -> int:
        current = self.currentIndex()
        if current.isValid() and self.agenda.row_at(current.row()).event.id == event.id:
            return current.row()
        first = self._tops.row_at(self.verticalOffset())
        seen = range(first, min(self.agenda.rowCount(), first + 100))
        return next((n for n in seen if self.agenda.row_at(n).event.id == event.id), -1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self.viewport(), self.layoutDirection())
        room = self.viewport().rect()
        painter.fillRect(room, self._theme.color("card"))
        today = self._now.astimezone(self._events.zone).date() if self._now else date.min
        row = self._tops.row_at(self.verticalOffset())
        pinned = room.height()
        first = row
        while row < self.agenda.rowCount():
            rect = self._row_rect(row)
            if self.agenda.begins_day(row):
                top = rect.top() - self._tops.head_px
                if top > 0:
                    pinned = min(pinned, top)
                self._paint_day(painter, row, top, today)
            if rect.top() > room.bottom():
                break
            self._paint_row(painter, row, rect)
            row += 1
        if not self.agenda.rowCount():
            self._painter.paint_nothing(painter, room)
        elif first < self.agenda.rowCount():
            self._paint_day(painter, first, min(0, pinned - self._tops.head_px), today)

    @override
    def lay_out(self) -> None:
        px = self._theme.px
        self._pictures.clear()
        self._tops = RowTops(self.viewport().width(), px(42), px(38))
        for row in range(self.agenda.rowCount()):
            self._tops.add(self.agenda.begins_day(row))
        self._placement = self._tops
        self.updateGeometries()
        self.viewport().update()

    def _paint_day(self, painter: QPainter, row: int, top: int, today: date) -> None:
        room = QRect(0, top, self.viewport().width(), self._tops.head_px)
        self._painter.paint_day(painter, room, self.agenda.row_at(row).day, today)

    def _paint_row(self, painter: QPainter, row: int, rect: QRect) -> None:
        is_current = self.currentIndex().row() == row
        look = Look(is_current, is_current and self.hasFocus())
        line = self.agenda.row_at(row)
        calendar = self._events.calendar_of(line.event)
        key = (line.day, line.event.id, look, rect.width())
        picture = self._pictures.get(key)
        if picture is None:
            picture = self._picture(line, calendar, look, rect)
            if len(self._pictures) >= _MOST_PICTURES:
                self._pictures.pop(next(iter(self._pictures)))
            self._pictures[key] = picture
        painter.drawPixmap(rect.topLeft(), picture)

    def _picture(
        self, line: AgendaRow, calendar: Calendar | None, look: Look, rect: QRect
    ) -> QPixmap:
        ratio = self.viewport().devicePixelRatioF()
        picture = QPixmap(round(rect.width() * ratio), round(rect.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._theme.color("card"))
        painter = painter_on(picture, self.layoutDirection())
        color = calendar_color(self._theme, calendar)
        name = calendar.name if calendar else ""
        room = QRect(QPoint(), rect.size())
        self._painter.paint_row(painter, room, line, color, name, look)
        painter.end()
        return picture

    @override
    def _box_of(self, row: int) -> Box | None:
        return self._tops.box(row) if 0 <= row < self._tops.count() else None

    def _head_top(self, row: int) -> int:
        """Return where a row's day, or the row itself within a day, begins."""
        if not 0 <= row < self._tops.count():
            return 0
        row = self.agenda.row_from(self.agenda.row_at(row).day)
        return self._tops.box(row).rect.top() - self._tops.head_px

    def _scroll_to_day(self, day: date) -> None:
        self._fill()
        row = self.agenda.row_from(day)
        self.verticalScrollBar().setValue(self._head_top(min(row, self._tops.count() - 1)))
        self._on_scrolled()

    def _fill(self) -> None:
        """Read on until a screen and a half lies below."""
        wanted = self.verticalOffset() + self.viewport().height() * 5 // 2
        while self._tops.content_height < wanted and self.agenda.canFetchMore():
            self.agenda.fetchMore()

    def _on_rows_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        if self._is_settling:
            return
        if first < self._tops.count():
            before = self._tops.content_height
            self.lay_out()
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self._tops.content_height - before)
            return
        for row in range(first, last + 1):
            self._tops.add(self.agenda.begins_day(row))
        self._is_stale = False  # what stood before stands where it was
        self.updateGeometries()

    def _on_scrolled(self) -> None:
        if self._is_settling:
            return
        bar = self.verticalScrollBar()
        height = self.viewport().height()
        if self._tops.content_height - bar.value() < 2 * height and self.agenda.canFetchMore():
            self.agenda.fetchMore()
        elif bar.value() < height and self.agenda.can_fetch_earlier():
            self.agenda.fetch_earlier()
        day = self.day_at_top
        if day is not None and day != self._seen and not self._telling.isActive():
            self._telling.start()

    @Slot()
    def _tell_day(self) -> None:
        day = self.day_at_top
        if day is not None and day != self._seen:
            self._seen = day
            self.day_seen.emit(day)
