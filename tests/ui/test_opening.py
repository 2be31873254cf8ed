"""The words while a profile opens."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from transom.engine.engine import Engine
from transom.engine.profile import Profile
from transom.ui.opening import OpeningPage
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons


def test_an_opening_that_takes_long_points_to_the_key_rings_dialog(
    theme: Theme, icons: Icons, qtbot: QtBot, tmp_path: Path
) -> None:
    page = OpeningPage(Engine(Profile(tmp_path)), theme, icons)
    qtbot.addWidget(page)
    page.patience.setInterval(10)
    page.show_opening()
    assert "key ring" not in page.accessibleName()
    qtbot.waitUntil(lambda: "key ring" in page.accessibleName())
