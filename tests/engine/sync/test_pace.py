"""How often is asked: by the person, and by what the system says of its battery."""

from pathlib import Path

import pytest

from transom.engine.sync.pace import Pace, is_on_battery


def supply(folder: Path, name: str, **facts: str) -> None:
    (folder / name).mkdir(parents=True)
    for fact, text in facts.items():
        (folder / name / fact).write_text(text + "\n", "utf-8")


def test_less_is_asked_the_less_somebody_gains() -> None:
    in_use, in_use_on_battery = Pace(), Pace(is_on_battery=True)
    idle, idle_on_battery = Pace(is_in_use=False), Pace(is_in_use=False, is_on_battery=True)
    asked = [one.poll_s for one in (in_use, in_use_on_battery, idle, idle_on_battery)]
    assert asked == sorted(set(asked))
    assert asked[0] <= 60 < asked[2], "seconds in use, minutes when idle"


def test_a_computer_without_a_word_about_power_is_plugged_in(tmp_path: Path) -> None:
    assert not is_on_battery(tmp_path / "nothing")
    assert not is_on_battery(tmp_path)


@pytest.mark.parametrize(
    ("online", "status", "expected"),
    [("1", "Charging", False), ("1", "Discharging", False), ("0", "Discharging", True),
     ("0", "Full", False)],
)  # fmt: skip
def test_a_laptop_on_its_battery_is_known(
    tmp_path: Path, online: str, status: str, expected: bool
) -> None:
    supply(tmp_path, "AC", type="Mains", online=online)
    supply(tmp_path, "BAT0", type="Battery", status=status)
    assert is_on_battery(tmp_path) is expected


def test_the_battery_of_a_mouse_is_nobodys_concern(tmp_path: Path) -> None:
    supply(tmp_path, "hidpp_battery_0", type="Battery", scope="Device", status="Discharging")
    assert not is_on_battery(tmp_path)
