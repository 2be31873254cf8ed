"""All calendars with their check boxes, and a button for each group of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from transom.engine.entities.accounts import AccountId
from transom.engine.entities.calendar import Calendar, CalendarId
from transom.ui.calendar.calendar_box import CalendarBox
from transom.ui.calendar.calendar_groups import CalendarGroup
from transom.ui.theme import Theme
from transom.ui.widgets.account_mark import AccountDot
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel, set_tool_tip


class CalendarList(QWidget):
    """Says which calendars are seen, and lets a person choose.

    Signals:
        shown_chosen: a dict of CalendarId to bool.
        save_requested: a Calendar that shall become a file.
    """

    shown_chosen = Signal(object)
    save_requested = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._groups: tuple[CalendarGroup, ...] = ()
        self._shape: object = None
        self._boxes: dict[CalendarId, CalendarBox] = {}
        self._buttons: list[QPushButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(2))

    def show_groups(self, groups: Sequence[CalendarGroup], colors: Mapping[AccountId, int]) -> None:
        """Show the groups; only a change of their shape makes the boxes anew.

        ``colors`` tell the accounts apart, where there are several.
        """
        self._groups = tuple(groups)
        shape = [
            (group.title, colors.get(group.account), [_shape_of(one) for one in group.calendars])
            for group in groups
        ]
        if shape != self._shape:
            self._shape = shape
            self._build(colors)
        for calendar in self._calendars():
            self._boxes[calendar.id].setChecked(calendar.is_shown)
        for group, button in zip(self._groups, self._buttons, strict=True):
            self._name(button, group)

    def _build(self, colors: Mapping[AccountId, int]) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._boxes, self._buttons = {}, []
        for number, group in enumerate(self._groups):
            self._column.addWidget(self._head(number, group, colors.get(group.account)))
            for calendar in group.calendars:
                box = CalendarBox(self._theme, calendar)
                box.shown_toggled.connect(self._on_toggled)
                box.alone_requested.connect(self._on_alone)
                box.all_requested.connect(self._on_all)
                box.save_requested.connect(self.save_requested)
                self._boxes[calendar.id] = box
                self._column.addWidget(box)

    def _head(self, number: int, group: CalendarGroup, color: int | None) -> QWidget:
        px = self._theme.px
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(px(6), px(8), 0, px(2))
        row.setSpacing(px(7))
        if color is not None:
            row.addWidget(AccountDot(self._theme, color))
        row.addWidget(PlainLabel(group.title, style="section", is_elided=True), 1)
        button = QPushButton()
        button.setProperty("kind", "icon")
        button.setFixedSize(px(26), px(24))
        button.clicked.connect(lambda: self._on_group(number))
        self._buttons.append(button)
        row.addWidget(button)
        button.setVisible(len(group.calendars) > 1)
        return head

    def _name(self, button: QPushButton, group: CalendarGroup) -> None:
        is_any = any(one.is_shown for one in group.calendars)
        words = f"{'Hide' if is_any else 'Show'} all of “{group.title}”"
        if button.accessibleName() != words:
            button.setAccessibleName(words)
            set_tool_tip(button, words)
            self._icons.put(button, "ph.eye" if is_any else "ph.eye-slash", size=15)

    def _calendars(self) -> list[Calendar]:
        return [one for group in self._groups for one in group.calendars]

    def _on_group(self, number: int) -> None:
        members = self._groups[number].calendars
        is_any = any(one.is_shown for one in members)
        self.shown_chosen.emit({one.id: not is_any for one in members})

    def _on_toggled(self, choice: tuple[CalendarId, bool]) -> None:
        self.shown_chosen.emit({choice[0]: choice[1]})

    def _on_alone(self, calendar: Calendar) -> None:
        self.shown_chosen.emit({one.id: one.id == calendar.id for one in self._calendars()})

    def _on_all(self) -> None:
        self.shown_chosen.emit({one.id: True for one in self._calendars()})


def _shape_of(calendar: Calendar) -> Calendar:
    return replace(calendar, is_shown=True)
