"""The listener: questions of other processes, strangers, stale doors, and its end."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client
from pathlib import Path
from typing import Any

import pytest

from transom.engine.errors import NotFoundError, UnavailableError
from transom.engine.listener import Listener, ask
from transom.engine.profile import Profile
from transom.engine.workers import Workers


def answer(request: dict[str, Any]) -> dict[str, Any]:
    if request.get("command") == "fail":
        raise NotFoundError("It is not there.")
    if request.get("command") == "sleep":
        time.sleep(0.5)
    return {"echo": request}


class House:
    """A profile whose listener answers with what it was asked."""

    def __init__(self, directory: Path) -> None:
        self.profile = Profile(directory)
        self.workers = Workers()
        self.listener = Listener(
            self.profile, self.workers.lane("listener"), self.workers.lane("answers", 2), answer
        )

    def close(self) -> bool:
        self.listener.close()
        return self.workers.stop(2.0)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    built = House(tmp_path)
    yield built
    assert built.close()


def test_a_question_is_answered(house: House) -> None:
    assert ask(house.profile, {"command": "status"}) == {"echo": {"command": "status"}}


def test_an_error_comes_as_its_sentence(house: House) -> None:
    with pytest.raises(UnavailableError, match="It is not there"):
        ask(house.profile, {"command": "fail"})


def test_a_stranger_is_turned_away_and_the_next_visitor_is_served(house: House) -> None:
    with pytest.raises(AuthenticationError):
        Client(str(house.profile.socket_path), authkey=b"guessed")
    assert ask(house.profile, {"command": "status"})


def test_a_mute_visitor_holds_up_neither_the_next_one_nor_the_end(tmp_path: Path) -> None:
    house = House(tmp_path)
    with Client(str(house.profile.socket_path)):
        assert ask(house.profile, {"command": "status"})
        assert house.close()


_FROZEN = """
import os, signal, sys
from pathlib import Path
from transom.engine.listener import Listener
from transom.engine.profile import Profile
from transom.engine.workers import Workers
workers = Workers()
lanes = workers.lane("listener"), workers.lane("answers")
Listener(Profile(Path(sys.argv[1])), *lanes, lambda request: {})
print("open", flush=True)
os.kill(os.getpid(), signal.SIGSTOP)
"""


def test_a_frozen_window_is_told_of_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("transom.engine.listener.PATIENCE_S", 0.3)
    command = [sys.executable, "-c", _FROZEN, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        try:
            with pytest.raises(UnavailableError, match="does not answer"):
                ask(Profile(tmp_path), {"command": "status"})
        finally:
            process.kill()


def test_a_long_answer_is_waited_for_and_a_short_one_is_not(house: House) -> None:
    sleepy = {"command": "sleep"}
    with pytest.raises(UnavailableError, match="does not answer"):
        ask(house.profile, sleepy, answers_in_s=0.1)
    assert ask(house.profile, sleepy, answers_in_s=None) == {"echo": sleepy}


def test_noise_does_not_end_the_listener(house: House) -> None:
    door = next(house.profile.directory.glob("listener.json")).read_text()
    key = bytes.fromhex(door.split('"key": "')[1].split('"')[0])
    for noise in (b"no json", b"[1]", b"\xff" * 100):
        with Client(str(house.profile.socket_path), authkey=key) as connection:
            connection.send_bytes(noise)
            with pytest.raises(EOFError):
                connection.recv_bytes()
    assert ask(house.profile, {"command": "status"})


def test_the_door_is_the_users_alone_and_goes_with_the_listener(tmp_path: Path) -> None:
    house = House(tmp_path)
    door = tmp_path / "listener.json"
    assert door.stat().st_mode & 0o777 == 0o600
    assert house.close()
    assert not door.exists()
    assert ask(house.profile, {"command": "status"}) is None


def test_a_door_left_by_a_killed_process_leads_nowhere(tmp_path: Path) -> None:
    house = House(tmp_path)
    left = (tmp_path / "listener.json").read_bytes()
    assert house.close()
    (tmp_path / "listener.json").write_bytes(left)
    assert ask(Profile(tmp_path), {"command": "status"}) is None
    (tmp_path / "listener.json").write_bytes(b"half a fi")
    assert ask(Profile(tmp_path), {"command": "status"}) is None
    again = House(tmp_path)
    assert ask(again.profile, {"command": "status"})
    assert again.close()


def test_a_profile_deep_in_the_disk_has_a_listener_too(tmp_path: Path) -> None:
    house = House(tmp_path / ("deep" * 12) / ("deeper" * 12))
    assert len(os.fsencode(house.profile.socket_path)) > 108
    assert ask(house.profile, {"command": "status"})
    assert house.close()


def test_several_visitors_are_served_at_once(house: House) -> None:
    answers: list[object] = []
    visitors = [
        threading.Thread(target=lambda: answers.append(ask(house.profile, {"command": "status"})))
        for _ in range(8)
    ]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert answers == [{"echo": {"command": "status"}}] * 8
