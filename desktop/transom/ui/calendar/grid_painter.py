"""Paints what stands behind and around the events: days, hours, weekends and the present."""

from datetime import UTC, date, datetime, time, tzinfo

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from transom.ui.calendar.geometry import Geometry
from transom.ui.calendar.ink import Ink
from transom.ui.calendar.layout import minute_of
from transom.ui.text import short_weekday
from transom.ui.zones import zone_words


class GridPainter:
    """Paints the grid of one geometry into a viewport."""

    def __init__(self, theme: Ink, zone: tzinfo) -> None:
        self._theme, self._zone = theme, zone
        self.second: tuple[str, tzinfo] | None = None
        """Another zone, by its name, whose hours stand left of one's own."""
        self.titles: tuple[tuple[str, QColor], ...] = ()
        """Names and colours of the columns, where each holds a calendar instead of a day."""

    def paint_hours(self, painter: QPainter, geometry: Geometry, room: QRect, scroll: int) -> None:
        """Paint hour lines and hour labels below the band."""
        line = self._theme.color("line")
        painter.setFont(self._theme.font(11))
        gutter = geometry.metrics.gutter
        for hour in range(24):
            y = geometry.top + geometry.minute_y(hour * 60) - scroll
            if hour and geometry.top < y <= room.bottom():
                painter.fillRect(gutter, y, room.right() - gutter + 1, 1, line)
            half_line = self._theme.px(8)
            if hour and y - half_line >= geometry.top:
                label = QRect(0, y - half_line, gutter - self._theme.px(8), 2 * half_line)
                painter.setPen(self._theme.color("dim"))
                right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(label, int(right), f"{hour:02}:00")
                if self.second is not None:
                    label.setRight(gutter // 2 - self._theme.px(4))
                    painter.drawText(label, int(right), self._there(geometry.days[0], hour))
        self._paint_day_lines(painter, geometry, geometry.top, room.bottom())

    def paint_header(self, painter: QPainter, geometry: Geometry, room: QRect, today: date) -> None:
        """Paint the names of the days and the empty band."""
        header = QRect(room.left(), 0, room.width(), geometry.top)
        painter.fillRect(header, self._theme.color("card"))
        self._shade_weekend(painter, geometry, header, geometry.metrics.header)
        for number, day in enumerate(geometry.days):
            if not self.titles:
                self._paint_day_name(painter, geometry, number, day, day == today)
        for number, (title, color) in enumerate(self.titles):
            self._paint_title(painter, geometry, number, title, color)
        self._paint_day_lines(painter, geometry, 0, geometry.top)
        line = self._theme.color("line")
        for y in (geometry.metrics.header, geometry.top - 1):
            painter.fillRect(0, y, room.width(), 1, line)
        painter.setFont(self._theme.font(11))
        painter.setPen(self._theme.color("dim"))
        side = geometry.metrics.gutter - self._theme.px(8)
        label = QRect(0, geometry.metrics.header, side, geometry.metrics.lane + self._theme.px(6))
        painter.drawText(
            label, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), "all day"
        )
        if self.second is not None:
            self._paint_zone_names(painter, geometry, self.second[0])

    def paint_now(self, painter: QPainter, geometry: Geometry, now: datetime, scroll: int) -> None:
        """Paint the line of the present across today's column."""
        today = now.astimezone(self._zone).date()
        if today not in geometry.days:
            return
        first = geometry.days.index(today)
        last = len(geometry.days) - geometry.days[::-1].index(today)
        y = geometry.top + geometry.minute_y(minute_of(now, today, self._zone)) - scroll
        left, right = geometry.day_left(first), geometry.day_left(last)
        color = self._theme.color("bad")
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color, 2))
        painter.drawLine(left, y, right, y)
        radius = self._theme.px(4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(QRect(left - radius, y - radius, 2 * radius, 2 * radius))
        painter.restore()

    def _there(self, day: date, hour: int) -> str:
        """Say what the other zone's clock shows at an hour of the first day."""
        if self.second is None:
            return ""
        at = datetime.combine(day, time(hour), self._zone).astimezone(UTC)
        return f"{at.astimezone(self.second[1]):%H:%M}"

    def _paint_zone_names(self, painter: QPainter, geometry: Geometry, name: str) -> None:
        px, half = self._theme.px, geometry.metrics.gutter // 2
        painter.setFont(self._theme.font(10.5))
        painter.setPen(self._theme.color("dim"))
        for left, words in ((0, name), (half, zone_words(self._zone))):
            room = QRect(left + px(4), geometry.metrics.header - px(20), half - px(8), px(16))
            words = painter.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, int(Qt.AlignmentFlag.AlignRight), words)

    def _shade_weekend(self, painter: QPainter, geometry: Geometry, room: QRect, y: int) -> None:
        for number, day in enumerate(geometry.days):
            if day.weekday() >= 5:
                left = geometry.day_left(number)
                width = geometry.day_left(number + 1) - left
                painter.fillRect(left, y, width, room.bottom() - y + 1, self._theme.color("panel"))

    def _paint_day_lines(
        self, painter: QPainter, geometry: Geometry, top: int, bottom: int
    ) -> None:
        for number in range(len(geometry.days)):
            painter.fillRect(
                geometry.day_left(number), top, 1, bottom - top + 1, self._theme.color("line")
            )

    def _paint_day_name(
        self, painter: QPainter, geometry: Geometry, number: int, day: date, is_today: bool
    ) -> None:
        px = self._theme.px
        left = geometry.day_left(number) + px(11)
        width = geometry.day_left(number + 1) - left - px(2)
        painter.setFont(self._theme.font(11.5))
        painter.setPen(self._theme.color("dim"))
        painter.drawText(QRect(left, px(10), width, px(18)), 0, short_weekday(day))
        painter.setFont(self._theme.font(20, 600))
        painter.setPen(self._theme.color("accent" if is_today else "text"))
        painter.drawText(QRect(left, px(28), width, px(28)), 0, str(day.day))

    def _paint_title(
        self, painter: QPainter, geometry: Geometry, number: int, title: str, color: QColor
    ) -> None:
        px, side = self._theme.px, self._theme.px(9)
        left = geometry.day_left(number) + px(11)
        middle = geometry.metrics.header // 2
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(left, middle - side // 2, side, side)
        painter.restore()
        left += side + px(7)
        room = QRect(left, 0, geometry.day_left(number + 1) - left - px(4), geometry.metrics.header)
        painter.setFont(self._theme.font(13, 600))
        painter.setPen(self._theme.color("text"))
        title = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), title)

    def paint_hidden_counts(
        self, painter: QPainter, geometry: Geometry, day: int = -1, chosen: str = ""
    ) -> None:
        """Paint how many bars each day hides; on ``day`` with the one the keyboard is on."""
        px = self._theme.px
        painter.setFont(self._theme.font(11, 600))
        for number, count in enumerate(geometry.hidden):
            if not count:
                continue
            rect = geometry.count_rect(number)
            words = f"{count} more · {chosen}" if number == day else f"{count} more"
            painter.setPen(self._theme.color("text" if number == day else "dim"))
            words = painter.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, rect.width() - px(10)
            )
            painter.drawText(rect.adjusted(px(7), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
            if number == day:
                painter.setPen(QPen(self._theme.color("accent"), 2))
                painter.drawRoundedRect(rect, px(5), px(5))
