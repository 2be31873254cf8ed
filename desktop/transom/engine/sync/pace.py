"""How often news are asked for: by whether somebody is there, and by what feeds the computer."""

import ctypes
import sys
from dataclasses import dataclass
from pathlib import Path

POLL_S = 30.0
"""While somebody uses the window, and the computer is plugged in."""

_IDLE_POLL_S = 300.0
_BATTERY_POLL_S = 60.0
_IDLE_BATTERY_POLL_S = 900.0
_SUPPLIES = Path("/sys/class/power_supply")


@dataclass(frozen=True, slots=True)
class Pace:
    """What decides how long sync rests between two rounds."""

    is_in_use: bool = True
    is_on_battery: bool = False

    @property
    def poll_s(self) -> float:
        """Seconds from the end of a round to the next."""
        if self.is_on_battery:
            return _BATTERY_POLL_S if self.is_in_use else _IDLE_BATTERY_POLL_S
        return POLL_S if self.is_in_use else _IDLE_POLL_S


def is_on_battery(supplies: Path = _SUPPLIES) -> bool:
    """Whether this computer lives on its battery now; no where that cannot be told."""
    if sys.platform == "win32":
        return _is_on_battery_of_windows()
    facts = [(_read(one / "type"), one) for one in _children(supplies)]
    if any(_read(one / "online") == "1" for kind, one in facts if kind in ("Mains", "USB")):
        return False
    # What a mouse or a keyboard lives on is none of the computer's.
    own = [one for kind, one in facts if kind == "Battery" and _read(one / "scope") != "Device"]
    return any(_read(one / "status") == "Discharging" for one in own)


def _children(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace").strip()
    except OSError:
        return ""


if sys.platform == "win32":

    def _is_on_battery_of_windows() -> bool:
        status = (ctypes.c_ubyte * 12)()
        is_known = ctypes.windll.kernel32.GetSystemPowerStatus(status)
        return bool(is_known) and status[0] == 0

else:

    def _is_on_battery_of_windows() -> bool:
        return False
