"""Reminders, the week's first day and the working hours."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QLocale, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from transom.engine.engine import Engine
from transom.engine.entities.accounts import MailboxSettings
from transom.ui.settings.box import Box
from transom.ui.theme import Theme
from transom.ui.widgets.check_box import CheckBox
from transom.ui.widgets.labels import PlainLabel

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_USUAL = MailboxSettings(work_days=",".join(DAYS[:5]), work_starts="09:00", work_ends="17:00")
_STEP = timedelta(minutes=30)


class CalendarSection(QWidget):
    """What the calendar goes by, where it shall not be as in the mailbox."""

    def __init__(self, engine: Engine, theme: Theme) -> None:
        super().__init__()
        self._engine, self._theme = engine, theme
        self._reminders = CheckBox(theme, "Remind me of events")
        self._first, self._own = QComboBox(), CheckBox(theme, "As in the mailbox")
        self._days = [QPushButton(_day_name(number)) for number in range(7)]
        self._starts, self._ends = QComboBox(), QComboBox()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(16))
        column.addWidget(PlainLabel("Calendar", "title"))
        for box in (self._reminder_box(), self._week_box(), self._hours_box()):
            column.addWidget(box)

    def show_choices(self) -> None:
        """Show what holds, and what the mailbox says."""
        settings = self._engine.settings
        parts = (self._reminders, self._first, self._own, self._starts, self._ends)
        for part in parts:
            part.blockSignals(True)
        self._reminders.setChecked(settings.reminders)
        self._first.setCurrentIndex(settings.first_weekday + 1)
        self._own.setChecked(not settings.work_days)
        self._show_hours()
        for part in parts:
            part.blockSignals(False)

    def _reminder_box(self) -> Box:
        box = Box(
            self._theme,
            "Reminders",
            "A small window tells of what begins. Snoozing and dismissing stay on this computer;"
            " in the mailbox nothing changes.",
        )
        self._reminders.clicked.connect(self._on_reminders)
        box.add(self._reminders)
        return box

    def _week_box(self) -> Box:
        box = Box(self._theme, "Week")
        self._first.addItem("As in the mailbox")
        self._first.addItems([_day_name(number, is_long=True) for number in range(7)])
        self._first.activated.connect(self._on_first_day)
        box.add_row("First day", self._first)
        return box

    def _hours_box(self) -> Box:
        box = Box(
            self._theme,
            "Working hours",
            "The calendar shades what lies outside them and shows these days as the work week.",
        )
        self._own.setAccessibleName(self._own.text())
        self._own.clicked.connect(self._on_own)
        box.add_row("Hours", self._own)
        days = QWidget()
        days.setAccessibleName("Working days")
        row = QHBoxLayout(days)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for number, button in enumerate(self._days):
            button.setCheckable(True)
            button.setAccessibleName(_day_name(number, is_long=True))
            button.setProperty("kind", "segment")
            button.setProperty("end", {0: "first", 6: "last"}.get(number, ""))
            button.clicked.connect(self._on_hours)
            row.addWidget(button)
        row.addStretch()
        box.add_row("Days", days)
        for part, words in ((self._starts, "From"), (self._ends, "Until")):
            part.activated.connect(partial(self._on_hours_chosen, part))
            box.add_row(words, part)
        return box

    def _show_hours(self) -> None:
        """Show the hours that hold; times by steps, and whatever odd time the mailbox has."""
        settings = self._engine.settings
        is_own = not settings.work_days
        mailboxes = [
            self._engine.accounts.read_mailbox_settings(one.id)
            for one in self._engine.accounts.list()
        ]
        said = next((one for one in mailboxes if one.work_days), _USUAL)
        days = (said.work_days if is_own else settings.work_days).lower().split(",")
        starts = said.work_starts if is_own else settings.work_starts
        ends = said.work_ends if is_own else settings.work_ends
        for name, button in zip(DAYS, self._days, strict=True):
            button.setChecked(name in days)
            button.setEnabled(not is_own)
        for part, chosen in ((self._starts, starts), (self._ends, ends)):
            part.clear()
            part.addItems(sorted({*_steps(), chosen}))
            part.setCurrentText(chosen)
            part.setEnabled(not is_own)

    @Slot()
    def _on_reminders(self) -> None:
        self._save(reminders=self._reminders.isChecked())

    @Slot(int)
    def _on_first_day(self, place: int) -> None:
        self._save(first_weekday=place - 1)

    @Slot()
    def _on_own(self) -> None:
        if self._own.isChecked():
            self._save(work_days="", work_starts="", work_ends="")
            self.show_choices()
        else:
            self._on_hours()

    def _on_hours_chosen(self, part: QComboBox, _place: int) -> None:
        """Let the other end follow, so that the hours never end before they begin."""
        starts, ends = self._starts.currentText(), self._ends.currentText()
        if starts >= ends:
            other = self._ends if part is self._starts else self._starts
            step = _STEP if part is self._starts else -_STEP
            other.setCurrentText(_shifted(part.currentText(), step))
        self._on_hours()

    @Slot()
    def _on_hours(self) -> None:
        days = [name for name, button in zip(DAYS, self._days, strict=True) if button.isChecked()]
        if days and self._starts.currentText() < self._ends.currentText():
            self._save(
                work_days=",".join(days),
                work_starts=self._starts.currentText(),
                work_ends=self._ends.currentText(),
            )
        self.show_choices()

    def _save(self, **changes: object) -> None:
        self._engine.save_settings(replace(self._engine.settings, **changes))  # type: ignore[arg-type]  # by name


def _day_name(number: int, *, is_long: bool = False) -> str:
    kind = QLocale.FormatType.LongFormat if is_long else QLocale.FormatType.ShortFormat
    return QLocale().standaloneDayName(number + 1, kind)


def _steps() -> list[str]:
    return [f"{minutes // 60:02}:{minutes % 60:02}" for minutes in range(0, 24 * 60, 30)]


def _shifted(text: str, step: timedelta) -> str:
    hour, _, minute = text.partition(":")
    at = timedelta(hours=int(hour), minutes=int(minute)) + step
    minutes = max(0, min(24 * 60 - 1, at // timedelta(minutes=1)))
    return f"{minutes // 60:02}:{minutes % 60:02}"
