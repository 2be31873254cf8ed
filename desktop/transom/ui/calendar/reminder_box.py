"""The one small window that shows every reminder that is due."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from transom.engine.entities.calendar import Calendar, CalendarId
from transom.engine.entities.reminders import Reminder, ReminderKey
from transom.ui.calendar.colors import calendar_color
from transom.ui.calendar.reminder_row import ReminderRow, fill_with_delays
from transom.ui.calendar.reminder_words import heading_of, is_over
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel
from transom.ui.widgets.scrolled import Scrolled

_WIDTH_PX, _TALLEST_SHARE, _MARGIN_PX = 400, 0.6, 16
MOST_ROWS = 100


class ReminderBox(QFrame):
    """A list of reminders in a corner of the screen; closing it dismisses nothing.

    Signals:
        opened: the Reminder whose event is wished to be seen.
        dismissed: a list of Reminders.
        put_off: a (list of Reminders, datetime) tuple.
    """

    opened = Signal(object)
    dismissed = Signal(object)
    put_off = Signal(object)

    def __init__(
        self, theme: Theme, icons: Icons, now: Callable[[], datetime], zone: tzinfo
    ) -> None:
        super().__init__(None)
        flags = Qt.WindowType
        self.setWindowFlags(
            flags.Tool
            | flags.CustomizeWindowHint
            | flags.WindowTitleHint
            | flags.WindowCloseButtonHint
            | flags.WindowStaysOnTopHint
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setProperty("surface", "card")
        self.setWindowTitle("Reminders")
        self.setAccessibleName("Reminders")
        self._theme, self._icons, self._now, self._zone = theme, icons, now, zone
        self._due: tuple[Reminder, ...] = ()
        self._calendars: Mapping[CalendarId, Calendar] = {}
        self._rows: dict[ReminderKey, ReminderRow] = {}
        self._heading = PlainLabel(style="strong")
        self._later, self._dismiss_all = QPushButton("Snooze all"), QPushButton("Dismiss all")
        self._rest = PlainLabel(style="small")
        self._list = QVBoxLayout()
        self._lay_out()
        theme.changed.connect(self._on_theme_changed)

    @property
    def rows(self) -> Sequence[ReminderRow]:
        """The rows shown, from the top."""
        return list(self._rows.values())

    def show_reminders(
        self, due: Sequence[Reminder], calendars: Mapping[CalendarId, Calendar]
    ) -> None:
        """Show what is due: what is to come first, below it what was missed, newest first."""
        now = self._now()
        missed = [one for one in due if is_over(one, now)]
        missed.sort(key=lambda one: one.begins_at, reverse=True)
        self._due = (*(one for one in due if not is_over(one, now)), *missed)
        self._calendars = calendars
        focused = self._focused_place()
        self._renew_rows(self._due[:MOST_ROWS], calendars)
        rest = len(self._due) - len(self._rows)
        self._rest.set_text(f"and {rest} more" if rest else "")
        self._rest.setVisible(bool(rest))
        for button in (self._later, self._dismiss_all):
            button.setVisible(len(self._due) > 1)
        self._show_time()
        if focused is not None and self._rows:
            self.rows[min(focused, len(self._rows) - 1)].take_focus()
        if self.isVisible():
            self._fit()

    def refresh(self) -> None:
        """Follow the clock: words change, and what ended meanwhile is missed."""
        self.show_reminders(self._due, self._calendars)

    def _show_time(self) -> None:
        self._heading.set_text(heading_of(self._due, self._now()))
        for row in self._rows.values():
            row.show_time()

    def appear(self, *, takes_focus: bool = False) -> None:
        """Come up in the corner of the screen, without taking the keyboard unless that is asked."""
        self._fit()
        self.show()
        if takes_focus:
            self.raise_()
            self.activateWindow()
            if self._rows:
                self.rows[0].take_focus()

    def go(self) -> None:
        """Go away without asking anybody."""
        self.hide()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        px = self._theme.px
        inner = QWidget()
        self._rows_layout = rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._list.setSpacing(0)
        self._rest.setContentsMargins(px(14), px(6), px(14), px(6))
        rows.addLayout(self._list)
        rows.addWidget(self._rest)
        rows.addStretch()
        self._inner, self._scrolled = inner, Scrolled(inner)
        menu = QMenu(self._later)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        self._later.setMenu(menu)
        self._dismiss_all.clicked.connect(self._on_dismiss_all)
        self._head = QFrame()
        self._head.setProperty("line", "bottom")
        head = QHBoxLayout(self._head)
        head.setContentsMargins(px(14), px(10), px(14), px(10))
        head.setSpacing(px(8))
        head.addWidget(self._heading, 1)
        head.addWidget(self._later)
        head.addWidget(self._dismiss_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._scrolled, 1)

    def _renew_rows(
        self, shown: Sequence[Reminder], calendars: Mapping[CalendarId, Calendar]
    ) -> None:
        """Keep the rows that are still true, so that the keyboard stays where it is."""
        wanted = {one.key: one for one in shown}
        for key, row in list(self._rows.items()):
            if key not in wanted or not row.is_true(wanted[key]):
                self._list.removeWidget(row)
                row.hide()
                row.deleteLater()
                del self._rows[key]
        rows: dict[ReminderKey, ReminderRow] = {}
        for place, one in enumerate(shown):
            if one.key not in self._rows:
                color = calendar_color(self._theme, calendars.get(one.event.calendar))
                self._rows[one.key] = self._row(one, color)
            rows[one.key] = self._rows[one.key]
            self._list.insertWidget(place, rows[one.key])
        self._rows = rows

    def _row(self, reminder: Reminder, color: QColor) -> ReminderRow:
        row = ReminderRow(self._theme, self._icons, reminder, color, self._now, self._zone)
        row.opened.connect(self.opened)
        row.dismissed.connect(lambda one: self.dismissed.emit([one]))
        row.put_off.connect(lambda wish: self.put_off.emit(([wish[0]], wish[1])))
        return row

    def _focused_place(self) -> int | None:
        widget = self.focusWidget()
        places = (n for n, row in enumerate(self.rows) if row.isAncestorOf(widget))
        return next(places, None) if self.isActiveWindow() else None

    def _fit(self) -> None:
        """Take the room the rows need, in the corner where notices are looked for."""
        screen = self.screen() or QGuiApplication.primaryScreen()
        room, px = screen.availableGeometry(), self._theme.px
        width = min(px(_WIDTH_PX), room.width() - 2 * px(_MARGIN_PX))
        self._rows_layout.activate()
        wanted = self._head.sizeHint().height() + self._inner.sizeHint().height() + 2
        height = min(max(wanted, px(90)), round(room.height() * _TALLEST_SHARE))
        self.resize(width, height)
        frame = self.frameGeometry().size() - self.size()
        self.move(
            room.right() - width - frame.width() - px(_MARGIN_PX),
            room.bottom() - height - frame.height() - px(_MARGIN_PX),
        )

    def _fill(self, menu: QMenu) -> None:
        due = list(self._due)
        fill_with_delays(
            menu, due, self._now(), self._zone, lambda until: self.put_off.emit((due, until))
        )

    @Slot()
    def _on_theme_changed(self) -> None:
        """Make the rows anew, for their calendars' colours are other ones."""
        self._renew_rows((), {})
        self.refresh()

    @Slot()
    def _on_dismiss_all(self) -> None:
        self.dismissed.emit(list(self._due))
