"""The registration in the settings: what holds, whose word it is, and who may change it."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from transom.engine.engine import Engine
from transom.engine.organisation import organisation_path
from transom.engine.profile import Profile
from transom.engine.settings import Settings, SettingsFile
from transom.ui.settings.registration import RegistrationBox
from transom.ui.theme import Theme


def box_for(qtbot: QtBot, theme: Theme, directory: Path, settings: Settings) -> RegistrationBox:
    profile = Profile(directory / "profile")
    SettingsFile(profile.settings_path).save(settings)
    engine = Engine(profile)
    box = RegistrationBox(engine, theme)
    qtbot.addWidget(box)
    box.show()
    assert engine.stop()
    return box


def test_whose_word_each_part_is_stands_beside_it(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    box = box_for(qtbot, theme, tmp_path, Settings(client_id="my-app", tenant="contoso.com"))
    assert box.client_id.text() == "my-app (your choice)"
    assert box.tenant.text() == "contoso.com (your choice)"
    assert box.cloud.text() == "worldwide (the usual)"
    assert not box.hidden.isVisible()
    with qtbot.waitSignal(box.setup_requested):
        box.button.click()


def test_nothing_yet_is_said(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    box = box_for(qtbot, theme, tmp_path, Settings())
    assert box.client_id.text() == "None yet" and box.button.isVisible()


def test_what_the_organisation_hides_is_said_and_cannot_be_opened(
    qtbot: QtBot, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "etc"))
    if not str(organisation_path()).startswith(str(tmp_path)):
        pytest.skip("this system keeps its settings where a test must not write")
    organisation_path().parent.mkdir(parents=True)
    organisation_path().write_text('hide = ["registration"]\n[registration]\nclient_id = "org"\n')
    box = box_for(qtbot, theme, tmp_path, Settings(client_id="my-app"))
    assert box.client_id.text() == "org (settled by your organisation)"
    assert box.hidden.isVisible() and not box.button.isVisible()
