"""The calendar page: side pane, bar, grid and card, and what happens between them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from transom.engine.changes import Change, Kind
from transom.engine.clock import Clock, SystemClock
from transom.engine.engine import Engine
from transom.engine.entities.accounts import Person
from transom.engine.entities.calendar import CalendarId, Event
from transom.engine.workers import Lane
from transom.ui.bridge import Bridge
from transom.ui.calendar.arrangement import Arrangement
from transom.ui.calendar.card_keeper import CardKeeper
from transom.ui.calendar.desk import Desk
from transom.ui.calendar.free_desk import FreeDesk
from transom.ui.calendar.layout import days_of
from transom.ui.calendar.ranges import Scale, days_of_view
from transom.ui.calendar.side_pane import CalendarSide
from transom.ui.calendar.top_bar import CalendarBar
from transom.ui.calendar.view_stack import ViewStack
from transom.ui.calendar.wayfinder import Wayfinder
from transom.ui.models.events import EventModel
from transom.ui.shortcuts import bind
from transom.ui.text import local_zone
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.page import Page
from transom.ui.zones import other_zones

TICK_MS = 20_000
_AGENDA_DAYS = 28
_HOURLY = (Scale.DAY, Scale.WORK_WEEK, Scale.WEEK)


class CalendarPage(Page):
    """Shows days of the calendars; ``clock`` and ``zone`` are the computer's unless given."""

    def __init__(
        self,
        engine: Engine,
        bridge: Bridge,
        theme: Theme,
        icons: Icons,
        *,
        lane: Lane,
        clock: Clock | None = None,
        zone: tzinfo | None = None,
    ) -> None:
        super().__init__()
        self._engine = engine
        self._clock = clock or SystemClock()
        self._zone = zone or local_zone()
        self._way = Wayfinder(self._today, self)
        self._days: Sequence[date] = ()
        self.model = EventModel(engine.calendar, bridge, self._zone, self)
        self.bar = CalendarBar(theme, icons)
        self.side = CalendarSide(theme, icons)
        self.views = ViewStack(self.model, theme)
        self.grid = self.views.grid
        self.desk = Desk(engine, bridge, lane, theme, icons, self._clock, self.model, self)
        self.free = FreeDesk(engine, bridge, theme, icons, self._clock, self.grid, self._zone, self)
        way, views = self._way, self.views
        self.arrangement = Arrangement(engine, way, views, self.side, self.desk, self)
        self._stack = QStackedWidget()
        self._lay_out()
        self.keeper = CardKeeper(engine, bridge, theme, icons, self.model, self.views, self)
        self._ticks = QTimer(self, interval=TICK_MS)
        self._connect(bridge)

    @property
    def days(self) -> Sequence[date]:
        """The days in the grid."""
        return self._days

    @override
    def activate(self) -> None:
        is_first = not self._days
        accounts = self._engine.accounts
        mailboxes = [accounts.read_mailbox_settings(one.id) for one in accounts.list()]
        names = [one.time_zone for one in mailboxes]
        self.side.show_zones(self._zone, names, self._clock.now())
        self.desk.zones.set_near(other_zones(self._zone, names, self._clock.now()))
        self.arrangement.follow(mailboxes)
        self._on_tick()
        if is_first:
            self.arrangement.restore()
            self.show_day(self._way.day)
            self.grid.scroll_to_hour()
            self._ticks.start()

    @override
    def focus_first(self) -> None:
        self.views.setFocus()

    @override
    def escape(self) -> bool:
        if self.keeper.card.event_held is not None:
            self.keeper.card.close_card()
            return True
        if self.desk.is_open:
            self.desk.close_details()
            return True
        if self.free.is_open:
            self.free.close()
            return True
        if self.desk.previews.leave():
            return True
        if self.bar.has_drawer and self.side.isVisible():
            self.side.hide()
            self.views.setFocus()
            return True
        return False

    @override
    def set_narrow(self, level: int) -> None:
        self.bar.set_narrow(level)
        self.side.setVisible(level == 0)

    def show_day(self, day: date, scale: Scale | None = None) -> None:
        """Show the days around ``day``."""
        scale, habits = scale or self._way.scale, self.arrangement.habits
        days = days_of_view(scale, day, habits.first_weekday, habits.work_days)
        if days != self._days or scale is not self._way.scale:
            self.keeper.card.close_card()
            ahead = timedelta(days=_AGENDA_DAYS if scale is Scale.AGENDA else 0)
            self._engine.calendar.show_range(days[0], days[-1] + ahead)
        self._way.day, self._way.scale, self._days = day, scale, days
        self.desk.close_details()
        self.views.show_days(scale, day, days)
        self.free.show_days(days, fits=scale in _HOURLY)
        self._name_days()
        self._on_tick()
        self.arrangement.memory.keep(calendar_view=scale.value)

    def show_event(self, event: Event) -> None:
        """Show an event's day with its card open."""
        self._go_to(event)
        self.keeper.open(event)

    @override
    def shut(self) -> None:
        self.arrangement.memory.save()
        self.desk.details.body.close_page()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._way.take_key(event):
            super().keyPressEvent(event)

    def _go_to(self, event: Event) -> None:
        day, scale = days_of(event.span, self._zone)[0], self._way.scale
        is_work_day = day.weekday() in self.arrangement.habits.work_days
        is_seen = scale in _HOURLY and (scale is not Scale.WORK_WEEK or is_work_day)
        self.show_day(day, scale if is_seen else Scale.WEEK)

    def _name_days(self) -> None:
        self.bar.show_days(self._days, self._way.scale)
        self.desk.show_range(self._way.scale, self._days)
        self.side.month.days.set_cursor(self._way.day)
        self._show_calendars()

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.bar)
        for part in (self.views, self.desk.details, self.desk.previews.list):
            self._stack.addWidget(part)
        column.addWidget(self.desk.previews.banner)
        column.addWidget(self._stack, 1)
        column.addWidget(self.free.panel)
        column.addWidget(self.desk.notice)
        self.bar.set_menu(self.desk.menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addLayout(column, 1)

    def _connect(self, bridge: Bridge) -> None:
        self._way.follow(self.bar, self.views)
        self._way.wished.connect(self._on_way_wished)
        self.bar.side_requested.connect(self.side.toggle)
        self.views.day_seen.connect(self._on_day_seen)
        self.side.shown_chosen.connect(self._on_shown_chosen)
        self.side.month.days.day_selected.connect(self.show_day)
        self.side.month.days.month_shown.connect(self._show_calendars)
        self.side.save_requested.connect(self.desk.save_calendar)
        self.views.details_requested.connect(self.desk.open_details)
        self.views.event_chosen.connect(self.desk.choose)
        self.keeper.card.details_requested.connect(self.desk.open_details)
        self.keeper.card.person_requested.connect(self.desk.people.show_person)
        self.desk.people.time_requested.connect(self._on_time_requested)
        self.desk.details.time_requested.connect(self._on_times_requested)
        self.desk.previews.wished.connect(self._on_preview_wished)
        self.desk.zones.zone_chosen.connect(self.grid.set_second_zone)
        self.desk.opened.connect(self._on_desk_opened)
        self.desk.closed.connect(self._on_desk_closed)
        self.free.slot_chosen.connect(self._on_slot_chosen)
        self.desk.menu.addAction("When are we all free?\tF", self._on_free_wished)
        bind(self, "F", self._on_free_wished)
        self.arrangement.wished.connect(self._on_arranged)
        self._ticks.timeout.connect(self._on_tick)
        bridge.changed.connect(self._on_changed)

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone).date()

    @Slot()
    def _show_calendars(self) -> None:
        self.side.show_calendars(list(self.model.calendars.values()), self._engine.accounts.list())
        month = self.side.month.days
        seen = month.days()
        busy = self.model.busy_days(seen[0], seen[-1] + timedelta(days=1))
        is_all_seen = self._way.scale is Scale.YEAR
        month.set_marks(self._today(), () if is_all_seen else self._days, busy)

    @Slot(object)
    def _on_way_wished(self, place: tuple[date, Scale]) -> None:
        self.show_day(*place)

    @Slot(object)
    def _on_preview_wished(self, event: Event) -> None:
        self._go_to(event)
        self.views.choose(event)
        self.views.setFocus()

    @Slot(object)
    def _on_arranged(self, place: tuple[date, Scale]) -> None:
        if self._days:
            self.show_day(*place)

    @Slot(object)
    def _on_day_seen(self, day: date) -> None:
        if self._way.scale is Scale.AGENDA and day != self._way.day:
            self._way.day, self._days = day, (day,)
            self._name_days()

    @Slot(object)
    def _on_time_requested(self, person: Person) -> None:
        self._on_times_requested([person])

    @Slot()
    def _on_free_wished(self) -> None:
        if self.free.is_open:
            self.free.close()
        else:
            self._on_times_requested([])

    @Slot(object)
    def _on_times_requested(self, people: list[Person]) -> None:
        self.desk.close_details()
        self.keeper.card.close_card()
        if self._way.scale not in _HOURLY:
            self.show_day(self._way.day, Scale.WEEK)
        self.free.open(people)

    @Slot(object)
    def _on_slot_chosen(self, at: datetime) -> None:
        wall = at.astimezone(self._zone)
        if wall.date() not in self._days:
            self.show_day(wall.date())
        self.grid.scroll_to_hour(max(0.0, wall.hour + wall.minute / 60 - 1))

    @Slot(object)
    def _on_desk_opened(self, view: QWidget) -> None:
        self.keeper.card.close_card()
        self._stack.setCurrentWidget(view)
        self.free.show_days(self._days, fits=False)

    @Slot()
    def _on_desk_closed(self) -> None:
        self._stack.setCurrentWidget(self.views)
        self.free.show_days(self._days, fits=self._way.scale in _HOURLY)
        self.views.setFocus()

    @Slot(object)
    def _on_shown_chosen(self, choices: dict[CalendarId, bool]) -> None:
        self._engine.calendar.choose_shown(choices)

    @Slot()
    def _on_tick(self) -> None:
        now = self._clock.now()
        self.views.set_now(now)
        self.side.set_now(now)

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if self._days and change.kind in (Kind.EVENTS, Kind.CALENDARS, Kind.ACCOUNTS):
            self._show_calendars()
            self.views.refresh()
