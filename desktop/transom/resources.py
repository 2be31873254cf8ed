"""Where icons, style sheets and page templates lie, in a checkout or installed."""

import sys
from functools import cache
from pathlib import Path


@cache
def resources_dir() -> Path:
    """Return the folder of data files; a frozen program carries it beside its code."""
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [
        *([Path(frozen) / "resources"] if frozen else []),
        Path(__file__).parent / "resources",
        Path(__file__).parents[2] / "resources",
        Path(sys.prefix) / "share" / "transom" / "resources",
    ]
    for candidate in candidates:
        if (candidate / "styles").is_dir():
            return candidate
    raise FileNotFoundError("Transom's resources folder is missing; install it again.")


def resource_path(*parts: str) -> Path:
    """Return the path of one data file."""
    return resources_dir().joinpath(*parts)


def resource_text(*parts: str) -> str:
    """Return a data file's text."""
    return resource_path(*parts).read_text(encoding="utf-8")
