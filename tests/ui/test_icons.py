"""Every icon that is named somewhere exists in the font."""

import json
import re
from pathlib import Path

import qtawesome

import transom.ui

_NAME = re.compile(r'"ph\.([a-z0-9-]+)"')


def test_every_icon_that_is_named_exists() -> None:
    fonts = Path(qtawesome.__file__).parent / "fonts"
    (known,) = (json.loads(path.read_text()) for path in fonts.glob("phosphor-charmap*.json"))
    room = Path(transom.ui.__file__).parent
    named = {
        (name, path.name)
        for path in room.rglob("*.py")
        for name in _NAME.findall(path.read_text(encoding="utf-8"))
    }
    assert len(named) > 50
    assert {(name, where) for name, where in named if name not in known} == set()
