"""Keeps an eye on the clock and shows what the engine says is due."""

import logging
from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from transom.engine.changes import Change, Kind
from transom.engine.engine import Engine, EngineState
from transom.engine.entities.reminders import Reminder, ReminderKey, Reminders
from transom.engine.errors import TransomError
from transom.ui.bridge import Bridge
from transom.ui.calendar.reminder_box import ReminderBox
from transom.ui.calendar.reminder_words import detail_of, heading_of, title_of
from transom.ui.shortcuts import bind
from transom.ui.text import local_zone
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons

log = logging.getLogger(__name__)

TICK_MS, SETTLE_MS = 10_000, 1_500
_JUMP = timedelta(minutes=1)
"""A tick later than this, or earlier than the last: the clock was set, or the computer slept."""


class ReminderDesk(QObject):
    """Looks when something is due, after the news and after every jump of the clock.

    Signals:
        open_requested: the Event a person wishes to see in the calendar.
    """

    open_requested = Signal(object)

    def __init__(
        self,
        engine: Engine,
        bridge: Bridge,
        theme: Theme,
        icons: Icons,
        window: QWidget,
        zone: tzinfo | None = None,
    ) -> None:
        super().__init__(window)
        self._engine, self._bridge, self._window = engine, bridge, window
        self._zone = zone or local_zone()
        self.box = ReminderBox(theme, icons, engine.clock.now, self._zone)
        self._tray: QSystemTrayIcon | None = None
        self._seen: frozenset[ReminderKey] = frozenset()
        self._due: tuple[Reminder, ...] = ()
        self._next_at: datetime | None = None
        self._ticked_at = engine.clock.now()
        self._is_looking = self._is_stale = False
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self.tick)
        self._settled = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settled.timeout.connect(self.look)
        self.box.opened.connect(self._on_opened)
        self.box.dismissed.connect(self._on_dismissed)
        self.box.put_off.connect(self._on_put_off)
        bridge.changed.connect(self._on_changed)
        bind(window, "Ctrl+R", self.show_box)
        self._ticks.start()
        self._settled.start()

    @Slot()
    def tick(self) -> None:
        """Look where the time for it has come, and let the words follow the clock."""
        now, before = self._engine.clock.now(), self._ticked_at
        self._ticked_at = now
        if not self._engine.settings.reminders:
            self._show(Reminders((), now))
            return
        has_jumped = not before - _JUMP <= now <= before + _JUMP
        if has_jumped or self._next_at is None or now >= self._next_at:
            self.look()
        elif self.box.isVisible():
            self.box.refresh()

    @Slot()
    def look(self) -> None:
        """Ask the engine what is due."""
        if self._engine.state is not EngineState.READY or not self._engine.settings.reminders:
            return
        self._is_stale = self._is_looking
        if not self._is_looking:
            self._is_looking = True
            future = self._engine.reminders.look(self._zone)
            self._bridge.when_done(future, self._on_looked, self._on_failed)

    @Slot()
    def show_box(self) -> None:
        """Bring the reminders up, with the keyboard on them."""
        self.box.appear(takes_focus=True)

    def shut(self) -> None:
        """Transom is closing: nothing of this may stay on the screen."""
        self._ticks.stop()
        self._settled.stop()
        self.box.go()
        self.box.deleteLater()
        if self._tray is not None:
            self._tray.hide()

    def _on_looked(self, found: Reminders) -> None:
        self._is_looking = False
        if self._is_stale:
            self.look()
        elif self._engine.settings.reminders:
            self._show(found)

    def _on_failed(self, error: TransomError) -> None:
        self._is_looking = False
        self._next_at = self._engine.clock.now() + timedelta(minutes=1)
        log.warning("reminders could not be read: %s", type(error).__name__)

    def _show(self, found: Reminders) -> None:
        self._next_at, self._due = found.next_at, found.due
        keys = frozenset(one.key for one in found.due)
        fresh = [one for one in found.due if one.key not in self._seen]
        self._seen = keys
        if found.due or self.box.rows:
            calendars = {one.id: one for one in self._engine.calendar.reader.read_calendars()}
            self.box.show_reminders(found.due, calendars)
        if not found.due:
            self.box.go()
            if self._tray is not None:
                self._tray.hide()
        elif fresh:
            self.box.appear()
            self._notify(fresh)

    def _notify(self, fresh: list[Reminder]) -> None:
        """Tell the desktop once, however many there are."""
        QApplication.alert(self._window)
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(QApplication.windowIcon(), self)
            self._tray.activated.connect(self.show_box)
            self._tray.messageClicked.connect(self.show_box)
        now = self._engine.clock.now()
        title, words = heading_of(fresh, now), ""
        if len(fresh) == 1:
            title, words = title_of(fresh[0]), detail_of(fresh[0], now, self._zone)
        self._tray.setToolTip(heading_of(self._due, now))
        self._tray.show()
        self._tray.showMessage(title, words, QApplication.windowIcon())

    @Slot(object)
    def _on_opened(self, reminder: Reminder) -> None:
        self.open_requested.emit(reminder.event)

    @Slot(object)
    def _on_dismissed(self, reminders: list[Reminder]) -> None:
        keys = [one.key for one in reminders]
        self._bridge.when_done(self._engine.reminders.dismiss(keys), self._on_marked)

    @Slot(object)
    def _on_put_off(self, wish: tuple[list[Reminder], datetime]) -> None:
        keys = [one.key for one in wish[0]]
        self._bridge.when_done(self._engine.reminders.put_off(keys, wish[1]), self._on_marked)

    def _on_marked(self, _nothing: None) -> None:
        self.look()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.kind in (Kind.EVENTS, Kind.CALENDARS, Kind.ACCOUNTS, Kind.STATE):
            self._settled.start()
