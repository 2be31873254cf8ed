"""A month in the side pane: where one is, which days are busy, and a quick way elsewhere."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from transom.ui.calendar.ranges import month_stepped, weeks_of_month
from transom.ui.text import counted, long_day, month_words, short_weekday
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}
_SHADES = ((9, 0.42), (5, 0.3), (3, 0.2), (1, 0.11))
"""From how many events on a day is shaded with how much of the accent."""


class MonthDays(QWidget):
    """The painted days of one month with a cursor that keys and mouse move.

    Signals:
        day_selected: a date was clicked or reached by a key.
        month_shown: the first of the month now seen.
        page_requested: -1 or 1, the month before or after by a key.
    """

    day_selected = Signal(object)
    month_shown = Signal(object)
    page_requested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._first_weekday = theme, 0
        self._today = self._cursor = date(2000, 1, 1)
        self._shown: Sequence[date] = ()
        self._busy: frozenset[date] = frozenset()
        self._counts: Mapping[date, int] = {}
        self.is_alone = False
        """Whether only the month's own days are painted."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def cursor_day(self) -> date:
        """The day the keys move from; its month is the one seen."""
        return self._cursor

    def set_first_weekday(self, first_weekday: int) -> None:
        """Begin weeks with another day."""
        if first_weekday != self._first_weekday:
            self._first_weekday = first_weekday
            self.updateGeometry()
            self.update()

    def days(self) -> Sequence[date]:
        """Return every day painted, whole weeks."""
        return weeks_of_month(self._cursor, self._first_weekday)

    def set_cursor(self, day: date) -> None:
        """Put the cursor on a day and show its month."""
        is_other_month = (day.year, day.month) != (self._cursor.year, self._cursor.month)
        self._cursor = day
        self._say()
        if is_other_month:
            self.updateGeometry()
            self.month_shown.emit(day.replace(day=1))
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
        self.update()

    def set_marks(self, today: date, shown: Sequence[date], busy: frozenset[date]) -> None:
        """Mark today, the days the grid shows, and days that hold something."""
        self._today, self._shown, self._busy = today, shown, busy
        self._say()
        self.update()

    def set_counts(self, counts: Mapping[date, int]) -> None:
        """Shade each day by how much it holds."""
        self._counts = counts
        self._say()
        self.update()

    def move_cursor(self, day: date) -> None:
        """Go where a key leads."""
        self._choose(day)

    @override
    def sizeHint(self) -> QSize:
        rows = len(self.days()) // 7 + 1
        return QSize(self._theme.px(196), rows * self._theme.px(27))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            is_turned = self.isRightToLeft() and abs(_STEPS[key]) == 1
            step = -_STEPS[key] if is_turned else _STEPS[key]
            self.move_cursor(self._cursor + timedelta(days=step))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.page_requested.emit(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self._cursor)
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position().toPoint())
        if day is not None:
            self._choose(day)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        days = self.days()
        painter.setFont(self._theme.font(11))
        painter.setPen(self._theme.color("dim"))
        for number, day in enumerate(days[:7]):
            painter.drawText(
                self._cell(number), Qt.AlignmentFlag.AlignCenter, short_weekday(day)[:1]
            )
        painter.setFont(self._theme.font(11.5))
        for number, day in enumerate(days):
            if not self.is_alone or day.month == self._cursor.month:
                self._paint_day(painter, self._cell(number + 7), day)

    def day_at(self, point: QPoint) -> date | None:
        """Return the day painted at a point."""
        for number, day in enumerate(self.days()):
            if self._cell(number + 7).contains(point):
                return day
        return None

    def _paint_day(self, painter: QPainter, cell: QRect, day: date) -> None:
        theme = self._theme
        if day in self._shown:
            painter.fillRect(
                cell.adjusted(0, theme.px(1), 0, -theme.px(1)), theme.color("accent_soft")
            )
        side = min(cell.width(), cell.height()) - theme.px(2)
        disc = QRect(0, 0, side, side)
        disc.moveCenter(cell.center())
        is_today = day == self._today
        if (count := self._counts.get(day, 0)) and not is_today:
            share = next(share for least, share in _SHADES if count >= least)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.mixed(theme.color("accent"), theme.color("card"), share))
            painter.drawEllipse(disc)
        if is_today or (day == self._cursor and self.hasFocus()):
            painter.setPen(theme.color("accent"))
            painter.setBrush(theme.color("accent") if is_today else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(disc)
        if is_today and day == self._cursor and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(disc.adjusted(-2, -2, 2, 2))
        ink = self._ink(day, is_today)
        painter.setPen(ink)
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, str(day.day))
        if day in self._busy:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            dot = max(2, theme.px(3))
            painter.drawEllipse(cell.center().x() - dot // 2, cell.bottom() - theme.px(5), dot, dot)

    def _say(self) -> None:
        """Say to a screen reader where the cursor is, and what that day holds."""
        day = self._cursor
        parts = [month_words(day), long_day(day), "today" if day == self._today else ""]
        if count := self._counts.get(day, 0):
            parts.append(counted(count, "event", "events"))
        elif day in self._busy:
            parts.append("something is planned")
        self.setAccessibleName(", ".join(part for part in parts if part))

    def _ink(self, day: date, is_today: bool) -> QColor:
        if is_today:
            return self._theme.color("on_accent")
        return self._theme.color("text" if day.month == self._cursor.month else "dim")

    def _cell(self, number: int) -> QRect:
        row, column = divmod(number, 7)
        column = 6 - column if self.isRightToLeft() else column
        height = self._theme.px(27)
        left = self.width() * column // 7
        return QRect(left, row * height, self.width() * (column + 1) // 7 - left, height)

    def _choose(self, day: date) -> None:
        self.set_cursor(day)
        self.day_selected.emit(day)


class MiniMonth(QWidget):
    """The month's name, two arrows and its days."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.days = MonthDays(theme)
        self._title = PlainLabel(style="strong")
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(6), 0, 0, 0)
        row.addWidget(self._title, 1)
        for name, words, step in (
            ("ph.caret-left", "Previous month", self._on_previous),
            ("ph.caret-right", "Next month", self._on_next),
        ):
            button = QPushButton()
            button.setProperty("kind", "icon")
            button.setAccessibleName(words)
            icons.put(button, name, size=14)
            button.clicked.connect(step)
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(row)
        column.addWidget(self.days)
        self.days.month_shown.connect(self._on_month_shown)
        self.days.page_requested.connect(self._on_page_requested)

    @Slot(object)
    def _on_month_shown(self, first: date) -> None:
        self._title.set_text(month_words(first))

    @Slot(int)
    def _on_page_requested(self, step: int) -> None:
        self.days.move_cursor(month_stepped(self.days.cursor_day, step))

    @Slot()
    def _on_previous(self) -> None:
        self.days.set_cursor(month_stepped(self.days.cursor_day, -1))

    @Slot()
    def _on_next(self) -> None:
        self.days.set_cursor(month_stepped(self.days.cursor_day, 1))
