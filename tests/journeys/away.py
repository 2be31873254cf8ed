"""What only may run where no network is: the worldwide cloud asked for, by Transom and its view."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.journeys.person import Person

from transom.app import App
from transom.engine.errors import OfflineError, TransomError
from transom.engine.profile import Profile
from transom.engine.settings import Settings, SettingsFile
from transom.ui.web.signin_target import SignInTarget
from transom.ui.web.signin_view import SignInView

MICROSOFT = "https://login.microsoftonline.com/common/oauth2"


@pytest.fixture
def configured(tmp_path: Path) -> Iterator[None]:
    """A profile that signs in to the worldwide cloud."""
    settings = Settings(client_id="0c6f1f3a-6d0b-4d55-9c1c-3f2a7f0f8b11")
    SettingsFile(Profile(tmp_path / "profile").settings_path).save(settings)
    yield


def test_the_worldwide_cloud_is_out_of_reach_and_said_to_be(
    open_app: Callable[..., App], qtbot: QtBot, configured: None
) -> None:
    person = Person(open_app(demo=False), qtbot)
    failures: list[TransomError] = []
    person.app.window.signin.attempt.failed.connect(failures.append)
    for number, door in enumerate(("Sign in", "Use my browser instead", "Use a code"), 1):
        person.press(door)
        person.wait_for(lambda number=number: len(failures) == number)  # type: ignore[misc]
    assert {type(one) for one in failures} == {OfflineError}


def test_the_view_asks_for_its_page_and_for_nothing_besides(qtbot: QtBot) -> None:
    target = SignInTarget(f"{MICROSOFT}/v2.0/authorize?client_id=x", f"{MICROSOFT}/nativeclient")
    view = SignInView(target)
    view.resize(600, 600)
    with qtbot.waitSignal(view.page_failed, timeout=20_000):
        view.show()
    qtbot.wait(500)  # long enough for a browser's own errands to begin
    view.dispose()
    qtbot.wait(50)
