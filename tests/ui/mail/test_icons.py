"""Every icon the screens name is one the icon font has."""

import re
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import transom.ui
from transom.ui.widgets.icons import Icons

SOURCES = sorted(Path(transom.ui.__file__).parent.rglob("*.py"))
NAMES = sorted(
    {name for path in SOURCES for name in re.findall(r'"(ph\.[a-z-]+)"', path.read_text())}
)


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_can_be_painted(name: str, icons: Icons, qtbot: QtBot) -> None:
    icons.load()
    assert not icons.pixmap(name, "dim").isNull()
