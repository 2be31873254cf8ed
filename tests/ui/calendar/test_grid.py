"""The grid to a screen reader."""

import pytest
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot
from tests.ui.calendar.stage import MONDAY, TALLINN, Diary, timed

from transom.engine.engine import Engine
from transom.ui.bridge import Bridge
from transom.ui.calendar.grid import DayGrid
from transom.ui.models.events import EventModel
from transom.ui.text import span_words
from transom.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # no window manager offscreen


def test_each_event_is_an_item_with_its_name_and_place(
    engine: Engine, diary: Diary, bridge: Bridge, theme: Theme, qtbot: QtBot
) -> None:
    diary.write(timed("stand-up", 0, 9), timed("night shift", 0, 23, 120))
    model = EventModel(engine.calendar, bridge, TALLINN)
    days = [MONDAY, MONDAY.replace(day=24)]
    model.show_days(days[0], days[1].replace(day=25))
    grid = DayGrid(model, theme)
    qtbot.addWidget(grid)
    grid.resize(800, 600)
    grid.show()
    grid.show_days(days)
    grid.scroll_to_hour(8)
    interface = QAccessible.queryAccessibleInterface(grid)
    children = [interface.child(number) for number in range(interface.childCount())]
    names = [child.text(QAccessible.Text.Name) for child in children]
    assert len(names) == 2
    when = span_words(model.events()[0].span).replace(" · ", ", ")
    assert names[0] == f"stand-up, {when}, Calendar"
    first = children[0]
    assert first.rect().height() > theme.px(50)
    assert grid._geometry is not None
    assert len([box for box in grid._geometry.boxes if box.row == 1]) == 2
