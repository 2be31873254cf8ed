"""A second start finds the window of the first, hands over its wish, and ends."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from transom.engine import listener
from transom.engine.errors import NonsenseError
from transom.engine.profile import Profile
from transom.engine.workers import Workers
from transom.instance import Wish, hand_over

Request = dict[str, object]


class Hall:
    """A profile that is in use, and what was asked of the one who uses it."""

    def __init__(self, directory: Path) -> None:
        self.profile, self.requests = Profile(directory), list[Request]()
        self._workers = Workers()
        lanes = (self._workers.lane("listener"), self._workers.lane("answers", 2))
        self._listener = listener.Listener(self.profile, *lanes, self._answer)

    def close(self) -> None:
        self._listener.close()
        assert self._workers.stop(2.0)

    def _answer(self, request: Request) -> Request:
        if request.get("command") != "raise":
            raise NonsenseError("only raise is known here")
        self.requests.append(request)
        return {}


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    used = Hall(tmp_path / "used")
    yield used
    used.close()


@pytest.fixture
def start() -> Callable[..., "subprocess.CompletedProcess[str]"]:
    def run(
        profile: Path, *arguments: str, **environment: str
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "transom", "--profile", str(profile), *arguments],
            capture_output=True,
            text=True,
            timeout=30,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        )

    return run


def test_a_second_start_hands_over_its_page_and_its_leave_to_come_to_the_front(
    hall: Hall, start: Callable[..., "subprocess.CompletedProcess[str]"]
) -> None:
    ended = start(hall.profile.directory, "--open", "calendar", XDG_ACTIVATION_TOKEN="leave-7")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    wanted = {"command": "raise", "page": "calendar", "activation_token": "leave-7"}
    assert hall.requests == [wanted]


def test_a_profile_nobody_uses_is_ours_to_open(tmp_path: Path) -> None:
    assert not hand_over(Profile(tmp_path), Wish())


def test_a_window_that_died_without_clearing_up_does_not_hold_its_profile(tmp_path: Path) -> None:
    door = {"address": str(tmp_path / "socket"), "key": "00" * 32}
    (tmp_path / "listener.json").write_text(json.dumps(door))
    assert not hand_over(Profile(tmp_path), Wish("mail"))


@pytest.mark.parametrize(
    "request_", [{}, {"page": "../etc"}, {"page": 3}, {"activation_token": "x" * 5000}]
)
def test_an_odd_request_asks_for_nothing_in_particular(request_: Request) -> None:
    assert Wish.from_request(request_) == Wish()
