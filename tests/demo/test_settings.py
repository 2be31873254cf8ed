"""What makes a tenant the same one again."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from transom.demo.settings import TenantSettings
from transom.demo.state import StateDirectory


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def state(tmp_path: Path, said: list[str]) -> StateDirectory:
    return StateDirectory(tmp_path, said.append)


def test_birth_seed_size_and_port_come_back(state: StateDirectory) -> None:
    made = TenantSettings(datetime(2026, 3, 1, 8, 30, tzinfo=UTC), 7, 120, 4443)
    made.save(state)
    assert TenantSettings.load(state, seed=None, messages=None) == made


def test_what_is_asked_for_now_wins_over_what_was_saved(state: StateDirectory) -> None:
    TenantSettings(datetime(2026, 3, 1, tzinfo=UTC), 7, 120, 4443).save(state)
    loaded = TenantSettings.load(state, seed=8, messages=5)
    assert (loaded.seed, loaded.messages, loaded.port) == (8, 5, 4443)


@pytest.mark.parametrize(
    "text", ["{}", '{"born_at": "2026-03-01", "seed": 1, "messages": 1, "port": 1}']
)
def test_settings_that_do_not_hold_are_made_anew(
    state: StateDirectory, said: list[str], text: str
) -> None:
    state.write("tenant.json", text.encode())
    loaded = TenantSettings.load(state, seed=None, messages=None)
    assert loaded.messages == 300 and loaded.born_at.tzinfo is not None
    assert "tenant.json" in said[0]
