"""The stage of the people page's tests."""

import pytest
from tests.ui.calendar.stage import bridge, engine, icons, theme
from tests.ui.contacts.rolodex import Rolodex

from transom.engine.engine import Engine

__all__ = ["bridge", "engine", "icons", "rolodex", "theme"]


@pytest.fixture
def rolodex(engine: Engine) -> Rolodex:
    return Rolodex(engine._hall.store)
