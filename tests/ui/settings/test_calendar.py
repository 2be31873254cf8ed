"""The calendar's section of the settings, on a real engine."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton
from pytestqt.qtbot import QtBot
from tests.ui.calendar.stage import Diary

from transom.engine.engine import Engine
from transom.engine.entities.accounts import MailboxSettings
from transom.engine.settings import Settings, SettingsFile
from transom.ui.settings.calendar import CalendarSection
from transom.ui.theme import Theme


@pytest.fixture
def section(engine: Engine, theme: Theme, qtbot: QtBot) -> CalendarSection:
    diary = Diary(engine._hall.store)
    said = MailboxSettings(work_days="monday,tuesday", work_starts="08:15", work_ends="16:00")
    names = MailboxSettings.__dataclass_fields__
    diary.store.accounts.save_mailbox_settings(
        diary.account.id, {name: getattr(said, name) for name in names}
    )
    section = CalendarSection(engine, theme)
    qtbot.addWidget(section)
    section.show_choices()
    return section


def box(section: CalendarSection, words: str) -> QCheckBox:
    return next(one for one in section.findChildren(QCheckBox) if one.text() == words)


def choice(section: CalendarSection, name: str) -> QComboBox:
    return next(one for one in section.findChildren(QComboBox) if one.accessibleName() == name)


def choose(combo: QComboBox, words: str) -> None:
    combo.setCurrentIndex(combo.findText(words))
    combo.activated.emit(combo.currentIndex())


def days(section: CalendarSection) -> list[str]:
    return [one.accessibleName() for one in section.findChildren(QPushButton) if one.isChecked()]


def stored(engine: Engine) -> Settings:
    return SettingsFile(Path(engine.profile.settings_path)).load()


def test_it_shows_what_the_mailbox_says_until_something_is_chosen(
    section: CalendarSection,
) -> None:
    assert box(section, "As in the mailbox").isChecked()
    assert days(section) == ["Monday", "Tuesday"]
    assert choice(section, "From").currentText() == "08:15"
    assert not choice(section, "From").isEnabled()
    assert choice(section, "First day").currentText() == "As in the mailbox"


def test_hours_of_ones_own_are_kept_and_given_back(
    section: CalendarSection, engine: Engine
) -> None:
    box(section, "As in the mailbox").click()
    assert choice(section, "From").isEnabled()
    friday = next(
        one for one in section.findChildren(QPushButton) if one.accessibleName() == "Friday"
    )
    friday.click()
    choose(choice(section, "Until"), "17:30")
    kept = stored(engine)
    assert (kept.work_days, kept.work_starts, kept.work_ends) == (
        "monday,tuesday,friday",
        "08:15",
        "17:30",
    )
    box(section, "As in the mailbox").click()
    assert stored(engine).work_days == stored(engine).work_starts == ""
    assert days(section) == ["Monday", "Tuesday"]


def test_the_hours_never_end_before_they_begin_and_one_day_stays(
    section: CalendarSection, engine: Engine
) -> None:
    box(section, "As in the mailbox").click()
    choose(choice(section, "From"), "18:00")
    assert choice(section, "Until").currentText() == "18:30"
    choose(choice(section, "Until"), "07:00")
    assert choice(section, "From").currentText() == "06:30"
    for name in ("Monday", "Tuesday"):
        next(
            one for one in section.findChildren(QPushButton) if one.accessibleName() == name
        ).click()
    assert days(section) == ["Tuesday"]
    assert stored(engine).work_days == "tuesday"


def test_the_first_day_and_reminders_are_kept(section: CalendarSection, engine: Engine) -> None:
    choose(choice(section, "First day"), "Sunday")
    box(section, "Remind me of events").click()
    kept = stored(engine)
    assert (kept.first_weekday, kept.reminders) == (6, False)
    choose(choice(section, "First day"), "As in the mailbox")
    assert stored(engine).first_weekday == -1
