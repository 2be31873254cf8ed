"""The button that changes the key, for every source of keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from transom.engine.engine import Engine, EngineState
from transom.engine.profile import Profile
from transom.resources import resource_text
from transom.ui.bridge import Bridge
from transom.ui.settings.key_box import KeyBox
from transom.ui.theme import Theme


@pytest.fixture
def engine(tmp_path: Path, qtbot: QtBot) -> Iterator[Engine]:
    engine = Engine(Profile(tmp_path))
    engine.start(syncs=False)
    qtbot.waitUntil(lambda: engine.state is EngineState.KEY_NEEDED)
    yield engine
    engine.stop()


@pytest.fixture
def box(engine: Engine, qtbot: QtBot) -> Iterator[KeyBox]:
    bridge = Bridge(engine.newsroom)
    box = KeyBox(engine, bridge, Theme(resource_text("styles", "transom.qss"), "light"))
    qtbot.addWidget(box)
    box.show()
    yield box
    bridge.close()


def test_a_passphrase_is_typed_twice_and_then_opens_the_profile(
    engine: Engine, box: KeyBox, qtbot: QtBot, tmp_path: Path
) -> None:
    engine.unlock("passphrase", "first").result(10)
    box.show_source(engine.key_source)
    box.passphrase.setText("second")
    box.button.click()
    assert "twice" in box.status.text()
    box.again.setText("second")
    box.button.click()
    assert box.passphrase.text() == box.again.text() == ""
    qtbot.waitUntil(lambda: "new key" in box.status.text() and box.button.isEnabled())
    engine.stop()
    later = Engine(Profile(tmp_path))
    later.start(syncs=False)
    qtbot.waitUntil(lambda: later.state is EngineState.KEY_NEEDED)
    later.unlock("passphrase", "second").result(10)
    assert later.state is EngineState.READY
    later.stop()


def test_a_key_in_memory_cannot_be_changed_and_says_why(engine: Engine, box: KeyBox) -> None:
    engine.unlock("session").result(10)
    box.show_source(engine.key_source)
    assert not box.button.isEnabled() and "memory only" in box.status.text()
    assert box.passphrase.isHidden() or not box.passphrase.isVisible()
