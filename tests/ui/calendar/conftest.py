"""The stage of the calendar's tests, and the page on it."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.fakes.clock import FakeClock
from tests.ui.calendar.stage import NOW, TALLINN, bridge, diary, engine, icons, lane, theme

from transom.engine.engine import Engine
from transom.engine.workers import Lane
from transom.ui.bridge import Bridge
from transom.ui.calendar.page import CalendarPage
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons

__all__ = ["bridge", "diary", "engine", "icons", "lane", "theme"]

OpenPage = Callable[..., CalendarPage]


@pytest.fixture
def open_page(
    engine: Engine, bridge: Bridge, theme: Theme, icons: Icons, lane: Lane, qtbot: QtBot
) -> Iterator[OpenPage]:
    """Open the page on the Monday's morning; what stands in the diary by then is shown."""
    pages: list[CalendarPage] = []

    def open_one(
        direction: Qt.LayoutDirection = Qt.LayoutDirection.LeftToRight,
    ) -> CalendarPage:
        clock = FakeClock(NOW)
        page = CalendarPage(engine, bridge, theme, icons, lane=lane, clock=clock, zone=TALLINN)
        pages.append(page)
        qtbot.addWidget(page)
        page.setLayoutDirection(direction)
        page.resize(1300, 800)
        page.set_narrow(0)
        page.show()
        page.activate()
        return page

    yield open_one
    for page in pages:
        page.hide()
