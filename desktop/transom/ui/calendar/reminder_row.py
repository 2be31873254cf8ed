"""One reminder: what, how soon, and what can be done about it."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QVBoxLayout

from transom.engine.entities.reminders import Reminder
from transom.ui.calendar.card_body import Dot
from transom.ui.calendar.meetings import meeting_of
from transom.ui.calendar.reminder_words import delays_for, detail_of, is_over, title_of
from transom.ui.calendar.ways import join_button
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel, set_tool_tip

Clocked = Callable[[], datetime]
_INDENT_PX = 19
"""The second line begins where the subject's words do, behind the calendar's dot."""


class ReminderRow(QFrame):
    """A reminder with its buttons; one whose event is over has only the way out.

    Signals:
        opened, dismissed: the Reminder.
        put_off: a (Reminder, datetime) tuple.
    """

    opened = Signal(object)
    dismissed = Signal(object)
    put_off = Signal(object)

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        reminder: Reminder,
        color: QColor,
        now: Clocked,
        zone: tzinfo,
    ) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self.reminder, self._now, self._zone = reminder, now, zone
        self._is_over = is_over(reminder, now())
        self.setProperty("line", "bottom")
        self._title = QPushButton()
        self._title.setProperty("kind", "link")
        self._title.clicked.connect(self._on_title_clicked)
        self._detail = PlainLabel(style="dim", is_elided=True)
        self._dismiss = QPushButton() if self._is_over else QPushButton("Dismiss")
        self._dismiss.clicked.connect(self._on_dismiss_clicked)
        self._lay_out(color)
        self.show_time()

    def show_time(self) -> None:
        """Say how soon it is now."""
        words = detail_of(self.reminder, self._now(), self._zone)
        if words != self._detail.text():
            self._detail.set_text(words)
            self.setAccessibleName(f"{title_of(self.reminder)}, {words}")

    def is_true(self, reminder: Reminder) -> bool:
        """Whether this row still shows what there is to show of a reminder."""
        return reminder == self.reminder and is_over(reminder, self._now()) == self._is_over

    def take_focus(self) -> None:
        """Put the keyboard on the way out."""
        self._dismiss.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, color: QColor) -> None:
        px = self._theme.px
        title = title_of(self.reminder)
        metrics = self._title.fontMetrics()
        shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, px(270))
        self._title.setText(shown.replace("&", "&&"))
        self._title.setAccessibleName(f"Open {title}")
        set_tool_tip(self._title, title)
        self._dismiss.setAccessibleName(f"Dismiss {title}")
        words = QVBoxLayout()
        words.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(Dot(self._theme, color))
        head.addWidget(self._title)
        head.addStretch()
        words.addLayout(head)
        self._detail.setContentsMargins(px(_INDENT_PX), 0, 0, 0)
        words.addWidget(self._detail)
        if self._is_over:
            self._dismiss.setProperty("kind", "icon")
            self._icons.put(self._dismiss, "ph.x", size=14)
            set_tool_tip(self._dismiss, "Dismiss")
            row = QHBoxLayout(self)
            row.setContentsMargins(px(14), px(6), px(8), px(6))
            row.addLayout(words, 1)
            row.addWidget(self._dismiss)
            return
        column = QVBoxLayout(self)
        column.setContentsMargins(px(14), px(10), px(14), px(12))
        column.setSpacing(px(8))
        column.addLayout(words)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(8))
        meeting = meeting_of(self.reminder.event)
        if meeting is not None:
            join = join_button(self._icons, meeting)
            join.clicked.connect(self._on_dismiss_clicked)
            row.addWidget(join)
        later = QPushButton("Snooze")
        later.setAccessibleName(f"Snooze {title_of(self.reminder)}")
        menu = QMenu(later)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        later.setMenu(menu)
        row.addWidget(later)
        row.addWidget(self._dismiss)
        row.addStretch()
        return row

    def _fill(self, menu: QMenu) -> None:
        fill_with_delays(
            menu,
            [self.reminder],
            self._now(),
            self._zone,
            lambda until: self.put_off.emit((self.reminder, until)),
        )

    @Slot()
    def _on_title_clicked(self) -> None:
        self.opened.emit(self.reminder)

    @Slot()
    def _on_dismiss_clicked(self) -> None:
        self.dismissed.emit(self.reminder)


def fill_with_delays(
    menu: QMenu,
    due: Sequence[Reminder],
    now: datetime,
    zone: tzinfo,
    chosen: Callable[[datetime], None],
) -> None:
    """Offer the times until which reminders can be put off."""
    menu.clear()
    for delay in delays_for(due, now, zone):
        action = menu.addAction(delay.words)
        action.triggered.connect(lambda _=False, until=delay.until: chosen(until))
