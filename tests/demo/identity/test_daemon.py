"""The daemon's credentials: kept while they are good, made anew where they are not."""

from pathlib import Path

import pytest

from transom.demo.identity.daemon import CERTIFICATE_FILE, KEY_FILE, load_daemon
from transom.demo.state import StateDirectory


@pytest.fixture
def state(tmp_path: Path) -> StateDirectory:
    return StateDirectory(tmp_path / "state", print)


def test_the_same_credentials_come_back(state: StateDirectory) -> None:
    first, second = load_daemon(state), load_daemon(state)
    assert (first.secret, first.thumbprint) == (second.secret, second.thumbprint)
    assert first.key_file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", [CERTIFICATE_FILE, KEY_FILE])
def test_a_damaged_half_makes_a_new_pair(state: StateDirectory, name: str) -> None:
    before = load_daemon(state)
    state.write(name, b"-----BEGIN NOTHING-----")
    after = load_daemon(state)
    assert after.thumbprint != before.thumbprint and after.secret == before.secret


def test_a_key_of_another_pair_makes_a_new_one(state: StateDirectory, tmp_path: Path) -> None:
    other = load_daemon(StateDirectory(tmp_path / "other", print))
    before = load_daemon(state)
    state.write(KEY_FILE, other.key_file.read_bytes())
    assert load_daemon(state).thumbprint != before.thumbprint
