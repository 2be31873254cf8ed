"""Reminders on a real engine: the window, its buttons, restarts, sleep and holidays."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QPushButton
from pytestqt.qtbot import QtBot
from tests.fakes.clock import FakeClock
from tests.ui.calendar.stage import TALLINN, Diary, timed, whole_days

from transom.engine.engine import Engine, EngineState
from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.calendar import Event
from transom.engine.entities.reminders import Reminder
from transom.engine.profile import Profile
from transom.engine.reminding import key_of
from transom.ui.bridge import Bridge
from transom.ui.calendar.reminder_desk import ReminderDesk
from transom.ui.calendar.reminder_words import delays_for, heading_of, nearness, when_words
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons

pytestmark = pytest.mark.qt_log_ignore(
    "propagateSizeHints", "support raise"
)  # no window manager offscreen
# 09:20 in Tallinn on the Monday of the stage.
NOW = datetime(2026, 11, 23, 7, 20, tzinfo=UTC)


def reminding(name: str, day: int, hour: int, minute: int = 0, **facts: Any) -> Event:
    return replace(timed(name, day, hour, minute=minute), reminder_minutes=15, **facts)


class Stage:
    """A desk on an engine whose clock the test moves, and which can be started again."""

    def __init__(self, directory: Path, theme: Theme, icons: Icons, qtbot: QtBot) -> None:
        self._directory, self._theme, self._icons, self._qtbot = directory, theme, icons, qtbot
        self.clock = FakeClock(NOW, waits_for_advance=True)
        self._diary: Diary | None = None
        self.start()

    def start(self) -> None:
        self.engine = Engine(
            Profile(self._directory / "profile"),
            key_file=self._directory / "key",
            clock=self.clock,
        )
        self.engine.start(syncs=False)
        ready = EngineState.READY
        self._qtbot.waitUntil(lambda: self.engine.state is ready, timeout=10_000)
        self.bridge = Bridge(self.engine.newsroom)
        self.window = QMainWindow()
        self._qtbot.addWidget(self.window)
        self.desk = ReminderDesk(
            self.engine, self.bridge, self._theme, self._icons, self.window, TALLINN
        )

    @property
    def diary(self) -> Diary:
        if self._diary is None:
            self._diary = Diary(self.engine._hall.store)
            self.look()  # from now on the account's reminders are watched
        return self._diary

    def stop(self) -> None:
        self.desk.shut()
        self.bridge.close()
        assert self.engine.stop()

    def look(self) -> list[str]:
        """Let the desk look, and return the subjects on its rows."""
        with self._qtbot.waitCallback(timeout=5000) as looked:
            real = self.desk._on_looked

            def on_looked(found: Any) -> None:
                real(found)
                looked()

            self.desk._on_looked = on_looked  # type: ignore[method-assign]
            self.desk.look()
        self.desk._on_looked = real  # type: ignore[method-assign]
        return self.titles()

    def titles(self) -> list[str]:
        return [row.reminder.event.subject for row in self.desk.box.rows]

    def wait_for(self, *titles: str) -> None:
        self._qtbot.waitUntil(lambda: self.titles() == list(titles), timeout=5000)

    def button(self, words: str, row: int = 0) -> QPushButton:
        buttons = self.desk.box.rows[row].findChildren(QPushButton)
        return next(one for one in buttons if words in (one.text(), one.accessibleName()))


@pytest.fixture
def stage(tmp_path: Path, theme: Theme, icons: Icons, qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage(tmp_path, theme, icons, qtbot)
    yield stage
    stage.stop()


def test_a_reminder_comes_up_when_its_time_does(stage: Stage) -> None:
    stage.diary.write(reminding("review", 0, 10))
    assert stage.look() == []
    assert not stage.desk.box.isVisible()
    stage.clock.advance(26 * 60)
    assert stage.look() == ["review"]
    assert stage.desk.box.isVisible()
    assert "in 14 minutes" in stage.desk.box.rows[0].accessibleName()


def test_the_desk_looks_by_itself_at_the_time_and_after_a_sleep(stage: Stage) -> None:
    stage.diary.write(reminding("review", 0, 10), reminding("lunch", 0, 12))
    assert stage.look() == []
    stage.clock.advance(26 * 60)
    stage.desk.tick()
    stage.wait_for("review")
    stage.clock.set_wall_clock(3 * 3600)
    stage.desk.tick()
    stage.wait_for("lunch", "review")


def test_dismissed_it_stays_away_after_a_restart(stage: Stage) -> None:
    stage.diary.write(reminding("a", 0, 9, minute=30), reminding("b", 0, 9, minute=30))
    assert stage.look() == ["a", "b"]
    QTest.keyClick(stage.button("Dismiss"), Qt.Key.Key_Space)
    stage.wait_for("b")
    stage.stop()
    stage.start()
    assert stage.look() == ["b"]
    assert stage.desk.box.isVisible()


def test_put_off_it_comes_back_even_after_a_restart(stage: Stage) -> None:
    stage.diary.write(reminding("a", 0, 9, minute=30))
    assert stage.look() == ["a"]
    snooze = stage.button("Snooze")
    menu = snooze.menu()
    menu.aboutToShow.emit()
    words = [action.text() for action in menu.actions()]
    assert words[:3] == ["5 minutes before", "Until it begins", "5 minutes"]
    menu.actions()[1].trigger()
    stage.wait_for()
    assert not stage.desk.box.isVisible()
    stage.stop()
    stage.start()
    assert stage.look() == []
    stage.clock.advance(10 * 60)
    assert stage.look() == ["a"]
    assert "now" in stage.desk.box.rows[0].accessibleName()


def test_twenty_missed_ones_are_one_quiet_list(stage: Stage) -> None:
    stage.diary.write(*(reminding(f"missed {day}", day, 10) for day in range(20)))
    stage.clock.advance(21 * 86_400)
    titles = stage.look()
    assert titles == [f"missed {day}" for day in reversed(range(20))]
    box = stage.desk.box
    assert box._heading.text() == "20 reminders while you were away"
    assert not [one for one in box.rows[0].findChildren(QPushButton) if one.text() == "Snooze"]
    QTest.keyClick(box._dismiss_all, Qt.Key.Key_Space)
    stage.wait_for()
    assert not box.isVisible()


def test_what_ends_while_it_is_shown_becomes_missed_and_colours_follow_the_theme(
    stage: Stage, theme: Theme
) -> None:
    stage.diary.write(reminding("a", 0, 9, minute=30), reminding("b", 0, 9, minute=25))
    assert stage.look() == ["b", "a"]
    stage.clock.advance(66 * 60)
    stage.desk.box.refresh()
    assert stage.titles() == ["a", "b"]
    assert stage.desk.box._heading.text() == "1 reminder, 1 missed"
    before = stage.desk.box.rows
    theme.set_choice("dark")
    assert stage.titles() == ["a", "b"]
    assert not {id(row) for row in before} & {id(row) for row in stage.desk.box.rows}


def test_moved_cancelled_and_removed_events_go_at_once(stage: Stage) -> None:
    events = [reminding(name, 0, 9, minute=30) for name in ("moved", "cancelled", "removed")]
    stage.diary.write(*events)
    assert len(stage.look()) == 3
    later = reminding("moved", 0, 15)
    stage.diary.write(later, replace(events[1], is_cancelled=True), removed=("removed",))
    stage.wait_for()


def test_a_private_event_keeps_its_subject_and_place_to_itself(stage: Stage) -> None:
    event = reminding("doctor", 0, 9, minute=30, is_private=True, location="Clinic")
    stage.diary.write(event)
    stage.look()
    row = stage.desk.box.rows[0]
    said = row.accessibleName() + " ".join(
        f"{one.text()} {one.accessibleName()} {one.toolTip()}"
        for one in row.findChildren(QPushButton)
    )
    assert "Private event" in said
    assert "doctor" not in said and "Clinic" not in said


def test_other_peoples_calendars_remind_other_people(stage: Stage) -> None:
    stage.diary.write(reminding("theirs", 0, 9, minute=30), to="shared")
    stage.diary.write(reminding("mine", 0, 9, minute=30))
    assert stage.look() == ["mine"]


def test_a_calendar_of_ones_own_under_another_address_reminds(stage: Stage) -> None:
    diary = stage.diary
    calendars = diary.store.calendar.read_calendars()
    alias = replace(calendars[0].owner, address="adele@contoso.example")
    own = replace(calendars[0], owner=alias)
    second = replace(calendars[1], owner=alias, remote_id=RemoteId("second"))
    diary.store.calendar.save_calendars(diary.account.id, [own, second], is_whole=True)
    diary.write(reminding("mine", 0, 9, minute=30), to="second")
    assert stage.look() == ["mine"]


def test_join_opens_the_meeting_and_is_an_answer(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "transom.ui.calendar.ways.QDesktopServices.openUrl",
        lambda url: opened.append(url.toString()),
    )
    room = "https://teams.microsoft.com/l/meetup-join/room"
    stage.diary.write(reminding("call", 0, 9, minute=30, join_url=room))
    stage.look()
    QTest.keyClick(stage.button("Join Teams"), Qt.Key.Key_Space)
    assert opened == [room]
    stage.wait_for()


def test_switched_off_nothing_comes_up(stage: Stage) -> None:
    stage.engine.save_settings(replace(stage.engine.settings, reminders=False))
    Diary(stage.engine._hall.store).write(reminding("review", 0, 9, minute=30))
    stage.desk.tick()
    stage.desk.look()
    assert stage.titles() == [] and not stage.desk._is_looking
    stage.engine.save_settings(replace(stage.engine.settings, reminders=True))
    stage.desk.tick()
    stage.wait_for("review")
    stage.engine.save_settings(replace(stage.engine.settings, reminders=False))
    stage.desk.tick()
    assert not stage.desk.box.isVisible()


def test_the_keyboard_goes_on_to_the_next_row_and_escape_closes_without_an_answer(
    stage: Stage, qtbot: QtBot
) -> None:
    stage.diary.write(*(reminding(name, 0, 9, minute=30) for name in "abc"))
    stage.look()
    box = stage.desk.box
    stage.desk.show_box()
    qtbot.waitUntil(box.isActiveWindow, timeout=2000)
    assert box.focusWidget() is stage.button("Dismiss")
    QTest.keyClick(box.focusWidget(), Qt.Key.Key_Space)
    stage.wait_for("b", "c")
    assert box.focusWidget() is stage.button("Dismiss")
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert not box.isVisible()
    assert stage.look() == ["b", "c"]
    assert not box.isVisible(), "what was seen does not come up again"


def test_the_subject_leads_to_the_event(stage: Stage, qtbot: QtBot) -> None:
    stage.diary.write(reminding("a", 0, 9, minute=30))
    stage.look()
    with qtbot.waitSignal(stage.desk.open_requested) as told:
        stage.button("Open a").click()
    assert told.args[0].subject == "a"


def shown(event: Event, begins: datetime, minutes: int = 60) -> Reminder:
    return Reminder(key_of(event), event, begins, begins, begins + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(minutes=10), "in 10 minutes"),
        (timedelta(minutes=9, seconds=30), "in 10 minutes"),
        (timedelta(seconds=30), "in 1 minute"),
        (timedelta(hours=1, minutes=30), "in 1 hour 30 minutes"),
        (timedelta(hours=26), "in 1 day"),
        (timedelta(0), "now"),
        (timedelta(minutes=-5), "began 5 minutes ago"),
        (timedelta(hours=-2), ""),
    ],
)
def test_nearness_in_words(away: timedelta, words: str) -> None:
    assert nearness(shown(timed("a", 0, 10), NOW + away), NOW) == words


def test_the_day_is_named_where_it_is_not_today() -> None:
    monday, tuesday = timed("a", 0, 10), timed("b", 1, 10)
    assert when_words(shown(monday, monday.span.starts_at), NOW, TALLINN) == "10:00 – 11:00"
    there = shown(tuesday, tuesday.span.starts_at)
    assert when_words(there, NOW, TALLINN) == "Tomorrow 10:00 – 11:00"
    day = whole_days("c", 1, 1)
    assert when_words(shown(day, NOW), NOW, TALLINN) == "Tomorrow all day"
    assert heading_of([there], NOW) == "1 reminder"
    assert delays_for([], NOW, TALLINN)[-1].until == datetime(2026, 11, 24, 7, tzinfo=UTC)
