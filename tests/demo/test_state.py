"""What the tenant keeps: private, whole, and made anew where it is damaged."""

import stat
from pathlib import Path

import pytest

from transom.demo.state import StateDirectory


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def state(tmp_path: Path, said: list[str]) -> StateDirectory:
    return StateDirectory(tmp_path / "state", said.append)


def test_directory_and_files_are_private(state: StateDirectory) -> None:
    state.write_json("a.json", {"x": 1})
    assert stat.S_IMODE(state.path.stat().st_mode) == 0o700
    assert stat.S_IMODE(state.file("a.json").stat().st_mode) == 0o600


def test_what_was_written_is_read_and_nothing_else_is_left(state: StateDirectory) -> None:
    state.write_json("a.json", {"x": 1})
    state.write_json("a.json", {"x": 2})
    assert state.read_json("a.json") == {"x": 2}
    assert [path.name for path in state.path.iterdir()] == ["a.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe"])
def test_a_damaged_file_is_named_and_set_aside(
    state: StateDirectory, said: list[str], content: bytes
) -> None:
    state.write("a.json", content)
    assert state.read_json("a.json") is None
    assert "a.json was damaged" in said[0]
    assert state.read("a.json.damaged") == content
    assert state.read("a.json") is None


def test_a_missing_file_is_no_damage(state: StateDirectory, said: list[str]) -> None:
    assert state.read_json("a.json") is None and not said
