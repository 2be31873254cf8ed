"""All views of the calendar on top of each other, and the one that is seen."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QPoint, QRect, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from transom.engine.entities.calendar import Event
from transom.ui.calendar.agenda_view import AgendaView
from transom.ui.calendar.event_view import EventView
from transom.ui.calendar.grid import DayGrid
from transom.ui.calendar.habits import Habits
from transom.ui.calendar.month_grid import MonthGrid
from transom.ui.calendar.ranges import Scale
from transom.ui.calendar.year_view import YearView
from transom.ui.models.events import EventModel
from transom.ui.theme import Theme


class ViewStack(QStackedWidget):
    """Shows days as hours, month, agenda or year.

    Signals:
        event_opened, details_requested: an Event.
        event_chosen: the Event the keyboard came to, or None.
        day_opened, month_opened: a date that was picked in one of the views.
        day_seen: the date the agenda was scrolled to.
        previous_requested, next_requested: the same view earlier or later.
        moved: what is shown stands elsewhere now.
    """

    event_opened = Signal(object)
    details_requested = Signal(object)
    event_chosen = Signal(object)
    day_opened = Signal(object)
    month_opened = Signal(object)
    day_seen = Signal(object)
    previous_requested = Signal()
    next_requested = Signal()
    moved = Signal()

    def __init__(self, model: EventModel, theme: Theme) -> None:
        super().__init__()
        self._model = model
        self._now: datetime | None = None
        self.grid = DayGrid(model, theme)
        self.month = MonthGrid(model, theme)
        self.agenda = AgendaView(model, theme)
        self.year = YearView(theme)
        for view in (self.grid, self.month, self.agenda):
            self._add(view)
        self.addWidget(self.year)
        self.year.day_opened.connect(self.day_opened)
        self.year.month_opened.connect(self.month_opened)
        self.year.previous_requested.connect(self.previous_requested)
        self.year.next_requested.connect(self.next_requested)
        self.agenda.day_seen.connect(self.day_seen)

    def show_days(self, scale: Scale, day: date, days: Sequence[date]) -> None:
        """Show ``days`` around ``day``; of the agenda only where it begins."""
        match scale:
            case Scale.MONTH:
                self._model.show_days(days[0], days[-1] + timedelta(days=1))
                self.month.show_days(days)
                self._bring(self.month)
            case Scale.AGENDA:
                self._model.show_days(day, day + timedelta(days=1))
                self._bring(self.agenda)
                self.agenda.show_from(day)
            case Scale.YEAR:
                self._model.show_days(day, day + timedelta(days=1))
                self._show_year(day)
                self._bring(self.year)
            case _:
                self._model.show_days(days[0], days[-1] + timedelta(days=1))
                self.grid.show_days(days)
                self._bring(self.grid)

    def choose(self, event: Event) -> None:
        """Put the keyboard's place on an event and bring it into sight."""
        view = self.currentWidget()
        row = view.row_of(event) if isinstance(view, EventView) else -1
        if isinstance(view, EventView) and row >= 0:
            index = view.model().index(row, 0)
            view.setCurrentIndex(index)
            view.scrollTo(index)

    def set_habits(self, habits: Habits) -> None:
        """Follow a person's week."""
        self.grid.set_working_hours(habits.hours)
        for month in self.year.months:
            month.set_first_weekday(habits.first_weekday)

    def refresh(self) -> None:
        """Show what changed where the view does not hear of it by itself."""
        if self.currentWidget() is self.agenda:
            self.agenda.refresh()
        elif self.currentWidget() is self.year:
            self._show_year(self.year.day)
        elif self.grid.is_split:
            self.grid.lay_out()

    def set_now(self, now: datetime) -> None:
        """Move whatever marks the present."""
        self._now = now
        for view in (self.grid, self.month, self.agenda):
            view.set_now(now)

    def anchor_of(self, event: Event, page: QWidget) -> QRect:
        """Return where an event stands on ``page``, empty if out of sight."""
        view = self.currentWidget()
        if not isinstance(view, EventView):
            return QRect()
        return view.anchor_of(event).translated(view.mapTo(page, QPoint()))

    @override
    def setFocus(self) -> None:  # type: ignore[override]  # the overload with a reason is not used
        widget = self.currentWidget()
        if widget is not None:
            widget.setFocus()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.year.set_width(self.width())

    def _add(self, view: EventView) -> None:
        self.addWidget(view)
        view.event_opened.connect(self.event_opened)
        view.details_requested.connect(self.details_requested)
        view.event_chosen.connect(self.event_chosen)
        view.day_opened.connect(self.day_opened)
        view.previous_requested.connect(self.previous_requested)
        view.next_requested.connect(self.next_requested)
        view.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def _bring(self, view: QWidget) -> None:
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self.setCurrentWidget(view)
        if had_focus:
            view.setFocus()

    def _show_year(self, day: date) -> None:
        first, end = date(day.year, 1, 1), date(day.year, 12, 31)
        counts = self._model.counts(first, end + timedelta(days=1))
        today = self._now.astimezone(self._model.zone).date() if self._now else date.min
        self.year.show_year(day, today, counts)

    @Slot()
    def _on_scrolled(self) -> None:
        self.moved.emit()
