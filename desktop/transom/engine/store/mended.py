"""The files of a repair: how a mended copy takes the damaged one's place, however the program ends.

``NAME.mending`` is being written, ``NAME.mended`` is whole and waits to be NAME, ``NAME.broken`` is
what was replaced. At any moment NAME is there, or NAME.mended is.
"""

import os
from pathlib import Path

from transom.engine.profile import sync_directory, sync_file
from transom.engine.store.doors import our_errors

_LOGS = ("-wal", "-shm")


def mending_of(path: Path) -> Path:
    """Return where the mended copy is written."""
    return path.with_name(f"{path.name}.mending")


def broken_of(path: Path) -> Path:
    """Return where the damaged file is kept."""
    return path.with_name(f"{path.name}.broken")


def _mended_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.mended")


def declare_whole(path: Path) -> None:
    """From now on the mended copy counts, even if the program ends here."""
    sync_file(mending_of(path))
    os.replace(mending_of(path), _mended_of(path))  # noqa: PTH105  one call of the system
    sync_directory(path.parent)


def settle(path: Path) -> bool:
    """Put a mended copy that is whole in its place, drop one that is not; say which it was."""
    with our_errors():
        drop(mending_of(path))
        mended = _mended_of(path)
        if not mended.exists():
            return False
        broken = broken_of(path)
        if path.exists():
            drop(broken)  # of an earlier repair
            os.replace(path, broken)  # noqa: PTH105
        for ending in _LOGS:
            log = path.with_name(path.name + ending)
            if log.exists():
                os.replace(log, broken.with_name(broken.name + ending))  # noqa: PTH105
        sync_directory(path.parent)
        os.replace(mended, path)  # noqa: PTH105
        sync_directory(path.parent)
        return True


def drop(path: Path) -> None:
    """Remove a database with its logs, if it is there."""
    for ending in ("", *_LOGS, "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
