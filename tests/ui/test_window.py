"""The frame: what it says where the profile does not open, and that it always closes."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.ui.calendar.stage import Diary

from transom.engine.changes import Change, Kind, problem_from_error
from transom.engine.engine import Engine, EngineState
from transom.engine.entities.accounts import AccountState
from transom.engine.errors import DamagedError
from transom.engine.profile import Profile
from transom.engine.workers import Workers
from transom.ui.bridge import Bridge
from transom.ui.opening import OpeningPage
from transom.ui.pages import PageBuilder
from transom.ui.place import place_of, restore_place
from transom.ui.repairs import RepairDesk
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel
from transom.ui.window import Window

OpenWindow = Callable[[], tuple[Engine, Window]]


@pytest.fixture
def open_window(theme: Theme, icons: Icons, tmp_path: Path) -> Iterator[OpenWindow]:
    ends: list[Callable[[], object]] = []

    def start() -> tuple[Engine, Window]:
        workers = Workers()
        engine = Engine(Profile(tmp_path), key_file=tmp_path / "key", workers=workers)
        bridge = Bridge(engine.newsroom)
        builder = PageBuilder(engine, bridge, theme, icons, workers.lane("reading"))
        window = Window(engine, bridge, theme, icons, builder.build)
        builder.window = window
        ends.extend((window.shut, bridge.close, engine.stop, window.deleteLater))
        window.show()
        engine.start(syncs=False)
        return engine, window

    yield start
    for end in ends:
        end()


def words(window: Window) -> str:
    page = window.findChild(OpeningPage)
    assert page is not None and page.isVisible()
    return " ".join(label.text() for label in page.findChildren(PlainLabel) if label.isVisible())


def the_one_button(window: Window) -> QPushButton:
    page = window.findChild(OpeningPage)
    assert page is not None
    (button,) = [one for one in page.findChildren(QPushButton) if one.isVisible()]
    return button


def test_a_damaged_copy_is_explained_and_one_press_begins_another(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "store.db").write_bytes(b"\x07" * 40_000)
    engine, window = open_window()
    page = window.findChild(OpeningPage)
    assert page is not None
    qtbot.waitUntil(lambda: "damaged" in page.accessibleName(), timeout=10_000)
    assert "kept beside it" in words(window)
    the_one_button(window).click()
    qtbot.waitUntil(window.signin.isVisible, timeout=10_000)
    assert engine.state is EngineState.READY
    assert (tmp_path / "store.db.damaged").exists()


def test_a_copy_without_its_beginning_is_repaired_with_one_press_and_that_is_said(
    open_window: OpenWindow, theme: Theme, icons: Icons, qtbot: QtBot, tmp_path: Path
) -> None:
    with started(tmp_path) as engine:
        Diary(engine._hall.store)
    with (tmp_path / "store.db").open("r+b") as file:
        file.seek(600)
        file.write(bytes(200))
    engine, window = open_window()
    bridge = Bridge(engine.newsroom)
    desk = RepairDesk(engine, bridge, window.notices)
    qtbot.waitUntil(lambda: "fetches the rest again" in words(window), timeout=10_000)
    page = window.findChild(OpeningPage)
    assert page is not None
    buttons = {one.text(): one for one in page.findChildren(QPushButton) if one.isVisible()}
    assert list(buttons) == ["Repair", "Begin a new local copy"]
    buttons["Repair"].click()
    qtbot.waitUntil(window.notices.isVisible, timeout=10_000)
    assert [one.username for one in engine.accounts.list()] == ["adele.vance@contoso.example"]
    assert "was repaired" in notice(window)
    engine._hall.opened.care.is_damaged = True
    engine.newsroom.publish(Change(Kind.DAMAGE))
    qtbot.waitUntil(lambda: "is damaged" in notice(window))
    engine.newsroom.publish(problem_from_error(DamagedError("The local copy is damaged.")))
    qtbot.wait(120)
    assert "A repair keeps" in notice(window), "a further word of it hides nothing"
    (repair,) = [one for one in window.notices.findChildren(QPushButton) if one.text() == "Repair"]
    repair.click()
    qtbot.waitUntil(lambda: "Every one of them could be read" in notice(window), timeout=10_000)
    assert not engine.repair.is_needed
    desk.deleteLater()
    bridge.close()


def notice(window: Window) -> str:
    return " ".join(one.text() for one in window.notices.findChildren(PlainLabel))


@contextmanager
def started(directory: Path) -> Iterator[Engine]:
    """An engine that was opened and is closed again."""
    engine = Engine(Profile(directory), key_file=directory / "key")
    opened = threading.Event()
    engine.newsroom.listen(lambda _: opened.set() if engine.state is EngineState.READY else None)
    engine.start(syncs=False)
    assert opened.wait(10)
    yield engine
    assert engine.stop()


def test_a_notice_stays_while_accounts_come_and_go_and_says_its_title_once(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "settings.toml").write_text("theme = [")
    engine, window = open_window()
    shown = window.notices.findChildren(PlainLabel)
    qtbot.waitUntil(window.signin.isVisible, timeout=10_000)
    qtbot.waitUntil(window.notices.isVisible)
    assert any("settings.toml.damaged" in one.text() for one in shown)
    account = Diary(engine._hall.store).account
    qtbot.waitUntil(window.rail.isVisible, timeout=10_000)
    assert window.notices.isVisible()
    engine.newsroom.publish(problem_from_error(DamagedError("The local copy is damaged.")))
    qtbot.waitUntil(lambda: any(one.text() == "The local copy is damaged." for one in shown))
    engine._hall.store.accounts.set_state(account.id, AccountState.SIGN_IN_NEEDED)
    qtbot.waitUntil(lambda: any("must sign in again" in one.text() for one in shown))
    window.show_signin()
    assert not window.notices.isVisible()


def test_the_window_is_never_larger_than_its_screen(open_window: OpenWindow) -> None:
    _engine, window = open_window()
    room = window.screen().availableGeometry().size()
    restore_place(window, "")
    assert window.size() == window.size().boundedTo(room)
    window.resize(room * 2)
    restore_place(window, place_of(window))
    assert window.size() == window.size().boundedTo(room)
