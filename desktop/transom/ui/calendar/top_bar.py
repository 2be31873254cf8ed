"""The bar above the grid: today, on and back, what is shown, and how many days of it."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QMenu, QPushButton

from transom.ui.calendar.ranges import Scale, week_number
from transom.ui.text import month_words, range_words
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel, set_tool_tip

_KEYS = {
    Scale.DAY: "D",
    Scale.WEEK: "W",
    Scale.MONTH: "M",
    Scale.AGENDA: "A",
    Scale.YEAR: "Y",
}


class CalendarBar(QFrame):
    """Buttons and the title.

    Signals:
        today_requested, previous_requested, next_requested, side_requested: a button was pressed.
        scale_selected: a Scale.
    """

    today_requested = Signal()
    previous_requested = Signal()
    next_requested = Signal()
    side_requested = Signal()
    scale_selected = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self.has_drawer = False
        self.setProperty("surface", "bar")
        self.setFixedHeight(theme.px(52))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), 0, theme.px(14), 0)
        row.setSpacing(theme.px(6))
        self._side = self._icon_button("ph.list", "Calendars")
        self._side.clicked.connect(self.side_requested)
        self._side.hide()
        today = QPushButton("Today")
        set_tool_tip(today, "Go to today (T)")
        today.clicked.connect(self.today_requested)
        previous = self._icon_button("ph.caret-left", "Earlier")
        previous.clicked.connect(self.previous_requested)
        following = self._icon_button("ph.caret-right", "Later")
        following.clicked.connect(self.next_requested)
        for button in (self._side, today, previous, following):
            row.addWidget(button)
        self._title = PlainLabel(style="title")
        self._week = PlainLabel(style="dim")
        row.addSpacing(theme.px(4))
        row.addWidget(self._title)
        row.addSpacing(theme.px(6))
        row.addWidget(self._week)
        row.addStretch()
        self._scales = QButtonGroup(self)
        self._add_scales(row)
        self._more = self._icon_button("ph.dots-three", "Save, copy, print and more")
        self._more.clicked.connect(self._on_more_clicked)
        self._menu: QMenu | None = None
        row.addWidget(self._more)

    def show_days(self, days: Sequence[date], scale: Scale) -> None:
        """Name the days shown."""
        self._title.set_text(title_words(days, scale))
        is_week = scale in (Scale.DAY, Scale.WORK_WEEK, Scale.WEEK)
        self._week.set_text(f"Week {week_number(days)}" if is_week else "")
        for button in self._scales.buttons():
            button.setChecked(button.text() == scale.value)

    def set_menu(self, menu: QMenu) -> None:
        """Open ``menu`` by the button at the end."""
        self._menu = menu

    @Slot()
    def _on_more_clicked(self) -> None:
        if self._menu is not None:
            corner = self._more.rect().bottomRight()
            corner.setX(corner.x() - self._menu.sizeHint().width())
            self._menu.popup(self._more.mapToGlobal(corner))

    def set_narrow(self, level: int) -> None:
        """Offer the side pane as a button, and say less, where room is short."""
        self.has_drawer = level > 0
        self._side.setVisible(self.has_drawer)
        self._week.setVisible(level == 0)
        self._work_week.setVisible(level < 2)

    def _icon_button(self, icon: str, words: str) -> QPushButton:
        button = QPushButton()
        button.setProperty("kind", "icon")
        button.setAccessibleName(words)
        set_tool_tip(button, words)
        self._icons.put(button, icon, "text", size=18)
        return button

    def _add_scales(self, row: QHBoxLayout) -> None:
        segments = QHBoxLayout()
        segments.setSpacing(0)
        for scale in Scale:
            button = QPushButton(scale.value)
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            key = _KEYS.get(scale)
            if key:
                set_tool_tip(button, f"{scale.value} ({key})")
            if scale in (Scale.DAY, Scale.YEAR):
                button.setProperty("end", "first" if scale is Scale.DAY else "last")
            if scale is Scale.WORK_WEEK:
                self._work_week = button
            self._scales.addButton(button)
            segments.addWidget(button)
        self._scales.buttonClicked.connect(self._on_scale_clicked)
        row.addLayout(segments)

    @Slot(QAbstractButton)
    def _on_scale_clicked(self, button: QAbstractButton) -> None:
        self.scale_selected.emit(Scale(button.text()))


def title_words(days: Sequence[date], scale: Scale) -> str:
    """Name what is shown: days by their range, a month and a year by their own name."""
    if scale is Scale.YEAR:
        return str(days[0].year)
    if scale in (Scale.MONTH, Scale.AGENDA):
        return month_words(days[len(days) // 2])
    return range_words(days[0], days[-1])
