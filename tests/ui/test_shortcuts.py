"""Every key that is bound stands in the one table, and the list of them can be opened."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from transom.engine.engine import Engine
from transom.engine.workers import Workers
from transom.ui.bridge import Bridge
from transom.ui.pages import PageBuilder
from transom.ui.shortcuts import SHORTCUTS
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.window import Window


@pytest.fixture
def window(engine: Engine, bridge: Bridge, theme: Theme, icons: Icons) -> Iterator[Window]:
    workers = Workers()
    builder = PageBuilder(engine, bridge, theme, icons, workers.lane("reading"))
    window = Window(engine, bridge, theme, icons, builder.build)
    builder.window = window
    window.resize(1000, 700)
    window.show()
    window.show_page("mail")
    window.activateWindow()
    yield window
    window.shut()
    workers.stop()
    window.deleteLater()


def test_every_bound_key_stands_in_the_table(window: Window) -> None:
    for name in ("mail", "calendar", "people", "settings"):
        window.page(name)
    listed = {
        QKeySequence(key) for group in SHORTCUTS.values() for one in group for key in one.keys
    }
    bound = {shortcut.key() for shortcut in window.findChildren(QShortcut)}
    for action in window.findChildren(QAction):
        bound.update(action.shortcuts())
    assert len(bound) > 8
    assert [key.toString() for key in bound - listed] == []


def test_the_list_opens_on_its_key_and_gives_the_keyboard_back(
    window: Window, qtbot: QtBot
) -> None:
    button = window.rail.findChildren(QToolButton)[0]
    button.setFocus()
    qtbot.keyClicks(window, "?")
    assert window.shortcuts.isVisible()
    assert window.rect().contains(window.shortcuts.geometry())
    window._on_escape()
    assert not window.shortcuts.isVisible()
    assert window.focusWidget() is button
