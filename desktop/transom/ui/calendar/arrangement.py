"""How the calendar's views are arranged: as a person left them, and as their week goes."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from transom.engine.engine import Engine
from transom.engine.entities.accounts import MailboxSettings
from transom.ui.calendar.desk import Desk
from transom.ui.calendar.habits import Habits, habits_of, mailbox_weekday
from transom.ui.calendar.memory import ViewMemory
from transom.ui.calendar.ranges import Scale
from transom.ui.calendar.side_pane import CalendarSide
from transom.ui.calendar.view_stack import ViewStack
from transom.ui.calendar.wayfinder import Wayfinder
from transom.ui.shortcuts import bind


class Arrangement(QObject):
    """Restores, follows and keeps what a person chose about the views.

    Signals:
        wished: a (date, Scale) tuple to be shown, for the arrangement of its days is new.
    """

    wished = Signal(object)

    def __init__(
        self,
        engine: Engine,
        way: Wayfinder,
        views: ViewStack,
        side: CalendarSide,
        desk: Desk,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._engine, self._way, self._views, self._side = engine, way, views, side
        self._zones = desk.zones
        self.memory = ViewMemory(engine, self)
        self.habits = Habits(mailbox_weekday(()))
        self.split = desk.menu.addAction("Calendars side by side\tS", self._on_split)
        self.split.setCheckable(True)
        bind(page, "S", self.split.trigger)
        desk.zones.zone_chosen.connect(self.memory.keep_zone)
        views.grid.zoomed.connect(self._on_zoomed)
        self.memory.failed.connect(desk.complain)

    def restore(self) -> None:
        """Arrange the views as they were left."""
        memory, grid = self.memory, self._views.grid
        self._way.scale = memory.scale
        grid.set_hour(memory.hour_px)
        self.split.setChecked(memory.is_split)
        grid.set_split(memory.is_split)
        zone = memory.second_zone
        if zone is not None:
            self._zones.choose(*zone)

    def follow(self, mailboxes: list[MailboxSettings]) -> None:
        """Let the views follow the person's week."""
        habits = habits_of(self._engine.settings, mailboxes)
        has_changed, self.habits = habits != self.habits, habits
        self._views.set_habits(habits)
        self._side.month.days.set_first_weekday(habits.first_weekday)
        if has_changed:
            self.wished.emit((self._way.day, self._way.scale))

    @Slot(int)
    def _on_zoomed(self, hour_px: int) -> None:
        self.memory.keep(calendar_hour_px=hour_px)

    @Slot()
    def _on_split(self) -> None:
        """Show one day with a column for each calendar, or all calendars together again."""
        is_split = self.split.isChecked() or self._way.scale is not Scale.DAY
        self.split.setChecked(is_split)
        self._views.grid.set_split(is_split)
        self.memory.keep(calendar_side_by_side=is_split)
        self.wished.emit((self._way.day, Scale.DAY))
