"""The year: twelve months at once, the fuller days darker."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from transom.ui.calendar.mini_month import MonthDays
from transom.ui.text import month_words
from transom.ui.theme import Theme

_MONTHS = 12
_NOTCH = 120


class YearMonth(MonthDays):
    """One month among twelve; a key that leads out of it leads into its neighbour.

    Signals:
        day_left: a date of another month that a key led to.
        day_opened: a date was clicked, or Enter pressed on it.
    """

    day_left = Signal(object)
    day_opened = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.is_alone = True
        self.day_selected.connect(self.day_opened)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position().toPoint())
        if day is not None and day.month == self.cursor_day.month:
            self.day_opened.emit(day)

    @override
    def move_cursor(self, day: date) -> None:
        if (day.year, day.month) == (self.cursor_day.year, self.cursor_day.month):
            self.set_cursor(day)
        else:
            self.day_left.emit(day)


class YearView(QScrollArea):
    """Twelve months with how much each day holds.

    Signals:
        day_opened, month_opened: a date.
        previous_requested, next_requested: another year is wished for.
    """

    day_opened = Signal(object)
    month_opened = Signal(object)
    previous_requested = Signal()
    next_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.day = date(2000, 1, 1)
        self._turned = 0
        self.setAccessibleName("Year")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.months = [YearMonth(theme) for _ in range(_MONTHS)]
        self._titles = [QPushButton() for _ in range(_MONTHS)]
        self._inner = QFrame()
        self._inner.setProperty("surface", "card")
        self._grid = QGridLayout(self._inner)
        self._grid.setSpacing(theme.px(26))
        self._grid.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(20))
        self._columns = 0
        self._cells = [self._cell(number) for number in range(_MONTHS)]
        self.setWidget(self._inner)
        self._arrange(4)

    def show_year(self, day: date, today: date, counts: Mapping[date, int]) -> None:
        """Show the year of ``day`` and how many events its days have."""
        self.day = day
        for number, month in enumerate(self.months):
            first = date(day.year, number + 1, 1)
            month.set_cursor(day if day.month == first.month else first)
            month.set_marks(today, (), frozenset())
            month.set_counts(counts)
            self._titles[number].setText(month_words(first).rsplit(" ", 1)[0])
        self.setFocusProxy(self.months[day.month - 1])
        self.ensureWidgetVisible(self._cells[day.month - 1])

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.verticalScrollBar().maximum() > 0 and not event.angleDelta().x():
            super().wheelEvent(event)
            return
        event.accept()
        self._turned += event.angleDelta().y() or event.angleDelta().x()
        if abs(self._turned) >= _NOTCH:
            step = self.previous_requested if self._turned > 0 else self.next_requested
            self._turned = 0
            step.emit()

    def set_width(self, width: int) -> None:
        """Stand in as many columns as there is room for."""
        self._arrange(4 if width >= self._theme.px(960) else 3)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, cell in enumerate(self._cells):
            self._grid.addWidget(cell, number // columns, number % columns)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _cell(self, number: int) -> QWidget:
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.px(6))
        title, month = self._titles[number], self.months[number]
        title.setProperty("kind", "link")
        title.setProperty("month", number + 1)
        title.clicked.connect(self._on_title_clicked)
        month.day_opened.connect(self.day_opened)
        month.day_left.connect(self._on_day_left)
        month.page_requested.connect(self._on_page_requested)
        column.addWidget(title, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(month)
        column.addStretch()
        return cell

    @Slot()
    def _on_title_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.month_opened.emit(date(self.day.year, int(sender.property("month")), 1))

    @Slot(object)
    def _on_day_left(self, day: date) -> None:
        if day.year != self.day.year:
            (self.next_requested if day.year > self.day.year else self.previous_requested).emit()
            return
        month = self.months[day.month - 1]
        month.set_cursor(day)
        month.setFocus()
        self.ensureWidgetVisible(month)

    @Slot(int)
    def _on_page_requested(self, step: int) -> None:
        (self.next_requested if step > 0 else self.previous_requested).emit()
