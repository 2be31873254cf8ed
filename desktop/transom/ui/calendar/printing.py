"""The calendar on paper: days by the hour, a month, or an agenda over several pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter

from transom.engine.entities.calendar import Calendar, Event
from transom.ui.calendar.agenda_painter import AgendaPainter
from transom.ui.calendar.clock_marks import ClockMarks
from transom.ui.calendar.colors import calendar_color
from transom.ui.calendar.event_painter import EventPainter, Look, draw_line
from transom.ui.calendar.geometry import Geometry, Metrics
from transom.ui.calendar.grid_painter import GridPainter
from transom.ui.calendar.ink import PaperInk
from transom.ui.calendar.layout import days_of, lay_day
from transom.ui.calendar.month_geometry import MonthGeometry, MonthMetrics
from transom.ui.calendar.month_painter import MonthPainter
from transom.ui.calendar.ranges import Scale
from transom.ui.models.agenda import AgendaRow
from transom.ui.theme import Theme

_WIDTH = 1040
_NO_DAY = date.min


@dataclass(frozen=True, slots=True)
class Sheet:
    """What shall be on paper."""

    title: str
    scale: Scale
    days: Sequence[date]
    events: Sequence[Event]
    calendar_of: Callable[[Event], Calendar | None]


class CalendarPrinter:
    """Paints sheets onto a printer, as wide as the page is."""

    def __init__(self, theme: Theme, zone: tzinfo) -> None:
        self._ink, self._zone = PaperInk(theme), zone

    def print_sheet(self, printer: QPrinter, sheet: Sheet) -> bool:
        """Print; False where the printer takes nothing."""
        is_wide = sheet.scale not in (Scale.DAY, Scale.AGENDA)
        printer.setPageOrientation(
            QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait
        )
        painter = QPainter()
        if not painter.begin(printer):
            return False
        page = printer.pageLayout().paintRectPixels(printer.resolution())
        factor = page.width() / self._ink.px(_WIDTH)
        painter.scale(factor, factor)
        room = QSize(self._ink.px(_WIDTH), int(page.height() / factor))
        match sheet.scale:
            case Scale.MONTH:
                self._print_month(painter, room, sheet)
            case Scale.AGENDA | Scale.YEAR:
                self._print_agenda(painter, room, sheet, printer)
            case _:
                self._print_days(painter, room, sheet)
        return painter.end()

    def _print_title(self, painter: QPainter, room: QSize, words: str) -> int:
        height = self._ink.px(40)
        painter.setFont(self._ink.font(17, 600))
        painter.setPen(self._ink.color("text"))
        draw_line(painter, QRect(0, 0, room.width(), height), words)
        return height

    def _print_days(self, painter: QPainter, room: QSize, sheet: Sheet) -> None:
        px, top = self._ink.px, self._print_title(painter, room, sheet.title)
        spans = [event.span for event in sheet.events]
        first, last = self._hours(sheet)
        metrics = Metrics(hour=px(56), gutter=px(56), header=px(64), lane=px(24), gap=px(4))
        geometry = Geometry(sheet.days, spans, self._zone, room.width(), metrics)
        hour = (room.height() - top - geometry.top) // (last - first)
        metrics = Metrics(hour, metrics.gutter, metrics.header, metrics.lane, metrics.gap)
        geometry = Geometry(sheet.days, spans, self._zone, room.width(), metrics)
        painter.translate(0, top)
        ground = QRect(0, 0, room.width(), room.height() - top)
        scroll = first * hour
        painter.setClipRect(ground.adjusted(0, geometry.top, 0, 0))
        grid, boxes = GridPainter(self._ink, self._zone), EventPainter(self._ink, self._zone)
        ClockMarks(self._ink, self._zone).paint_hours_off(painter, geometry, ground, scroll, None)
        grid.paint_hours(painter, geometry, ground, scroll)
        for is_banded in (False, True):
            if is_banded:
                painter.setClipRect(ground)
                grid.paint_header(painter, geometry, ground, _NO_DAY)
            for box in geometry.boxes:
                if box.is_banded == is_banded and not box.is_counted:
                    event = sheet.events[box.row]
                    rect = geometry.placed(box, scroll)
                    boxes.paint(painter, rect, box, event, self._color(sheet, event), Look())
        grid.paint_hidden_counts(painter, geometry)

    def _hours(self, sheet: Sheet) -> tuple[int, int]:
        """Return the hours of the day that hold everything, at least a working day."""
        spans = [event.span for event in sheet.events]
        pieces = [piece for day in sheet.days for piece in lay_day(day, spans, self._zone)]
        first = min([7, *(piece.top // 60 for piece in pieces)])
        last = max([19, *(-(-piece.bottom // 60) for piece in pieces)])
        return first, last

    def _print_month(self, painter: QPainter, room: QSize, sheet: Sheet) -> None:
        px, top = self._ink.px, self._print_title(painter, room, sheet.title)
        painter.translate(0, top)
        metrics = MonthMetrics(
            gutter=px(32), header=px(32), day_name=px(27), lane=px(21), gap=px(3), least_week=px(50)
        )
        spans = [event.span for event in sheet.events]
        size = QSize(room.width(), room.height() - top)
        geometry = MonthGeometry(sheet.days, spans, self._zone, size, metrics)
        month = MonthPainter(self._ink, self._zone)
        month.paint_ground(painter, geometry, 0, sheet.days[len(sheet.days) // 2].month, _NO_DAY)
        for box in geometry.boxes:
            if not box.is_counted:
                event = sheet.events[box.row]
                rect = geometry.placed(box, 0)
                month.paint_event(painter, rect, box, event, self._color(sheet, event), Look())
        for number, count in enumerate(geometry.hidden):
            if count:
                rect = geometry.count_rect(number).translated(0, geometry.top)
                month.paint_count(painter, rect, count, None, has_focus=False)
        month.paint_header(painter, geometry)

    def _print_agenda(
        self, painter: QPainter, room: QSize, sheet: Sheet, printer: QPrinter
    ) -> None:
        px, y = self._ink.px, self._print_title(painter, room, sheet.title)
        rows = AgendaPainter(self._ink, self._zone)
        head, line = px(38), px(42)
        day = _NO_DAY
        for row in self._rows(sheet):
            needed = line + (head if row.day != day else 0)
            if y + needed > room.height():
                printer.newPage()
                y, day = 0, _NO_DAY
            if row.day != day:
                day = row.day
                rows.paint_day(painter, QRect(0, y, room.width(), head), day, _NO_DAY)
                y += head
            calendar = sheet.calendar_of(row.event)
            rect = QRect(0, y, room.width(), line)
            color, name = self._color(sheet, row.event), calendar.name if calendar else ""
            rows.paint_row(painter, rect, row, color, name, Look())
            y += line

    def _rows(self, sheet: Sheet) -> list[AgendaRow]:
        rows = [
            AgendaRow(day, event)
            for event in sheet.events
            for day in self._days(event, sheet.days[0], sheet.days[-1])
        ]
        return sorted(rows, key=lambda row: (row.day, not row.event.span.is_all_day))

    def _days(self, event: Event, first: date, last: date) -> list[date]:
        begins, end = days_of(event.span, self._zone)
        begins, end = max(begins, first), min(end, last + timedelta(days=1))
        return [begins + timedelta(days=n) for n in range(max(0, (end - begins).days))]

    def _color(self, sheet: Sheet, event: Event) -> QColor:
        return calendar_color(self._ink, sheet.calendar_of(event))
