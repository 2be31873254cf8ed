"""Where the calendar is, and where every key and button leads from there."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent

from transom.ui.calendar.ranges import Scale, stepped
from transom.ui.calendar.top_bar import CalendarBar
from transom.ui.calendar.view_stack import ViewStack

_KEYS = {
    Qt.Key.Key_D: Scale.DAY,
    Qt.Key.Key_W: Scale.WEEK,
    Qt.Key.Key_M: Scale.MONTH,
    Qt.Key.Key_A: Scale.AGENDA,
    Qt.Key.Key_Y: Scale.YEAR,
}


class Wayfinder(QObject):
    """Turns wishes to go elsewhere into a day and a scale.

    Signals:
        wished: a (date, Scale) tuple to be shown.
    """

    wished = Signal(object)

    def __init__(self, today: Callable[[], date], parent: QObject) -> None:
        super().__init__(parent)
        self._today = today
        self.day, self.scale = today(), Scale.WEEK

    def follow(self, bar: CalendarBar, views: ViewStack) -> None:
        """Listen to the bar and the views."""
        for part in (bar, views):
            part.previous_requested.connect(self._on_previous_requested)
            part.next_requested.connect(self._on_next_requested)
        bar.today_requested.connect(self._on_today_requested)
        bar.scale_selected.connect(self._on_scale_selected)
        views.day_opened.connect(self._on_day_opened)
        views.month_opened.connect(self._on_month_opened)

    def take_key(self, event: QKeyEvent) -> bool:
        """Follow a letter; False if it leads nowhere."""
        held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        key = Qt.Key(event.key())
        if event.modifiers() & held or (key not in _KEYS and key != Qt.Key.Key_T):
            return False
        if key == Qt.Key.Key_T:
            self._on_today_requested()
        else:
            self._on_scale_selected(_KEYS[key])
        return True

    @Slot()
    def _on_today_requested(self) -> None:
        self.wished.emit((self._today(), self.scale))

    @Slot()
    def _on_previous_requested(self) -> None:
        self.wished.emit((stepped(self.scale, self.day, -1), self.scale))

    @Slot()
    def _on_next_requested(self) -> None:
        self.wished.emit((stepped(self.scale, self.day, 1), self.scale))

    @Slot(object)
    def _on_scale_selected(self, scale: Scale) -> None:
        self.wished.emit((self.day, scale))

    @Slot(object)
    def _on_day_opened(self, day: date) -> None:
        self.wished.emit((day, Scale.DAY))

    @Slot(object)
    def _on_month_opened(self, day: date) -> None:
        self.wished.emit((day, Scale.MONTH))
