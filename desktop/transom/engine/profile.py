"""Where a profile's files lie, and how a file of it is replaced without ever being half there."""

import contextlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import platformdirs

STORE_FILE = "store.db"


class Profile:
    """One folder with everything Transom keeps; nobody else on the computer may look inside."""

    def __init__(self, directory: Path | None = None) -> None:
        self.directory = directory or Path(platformdirs.user_data_dir("transom", appauthor=False))
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A folder that was there before may be open to others.
        self.directory.chmod(0o700)

    @property
    def settings_path(self) -> Path:
        """The user's choices."""
        return self.directory / "settings.toml"

    @property
    def store_path(self) -> Path:
        """The database, encrypted."""
        return self.directory / STORE_FILE

    @property
    def lock_path(self) -> Path:
        """Held by the one process that writes."""
        return self.directory / "lock"

    @property
    def socket_path(self) -> Path:
        """Where a running window answers."""
        return self.directory / "socket"

    @property
    def session_directory(self) -> Path:
        """For files that must not outlive the process, such as a store whose key is in memory."""
        directory = self.directory / "session"
        directory.mkdir(mode=0o700, exist_ok=True)
        return directory


def write_atomically(path: Path, content: bytes) -> None:
    """Replace ``path`` (mode 0600) so that a crash leaves the old file or the new one, on disk."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)  # noqa: PTH105  one call of the system, on two names of one folder
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        raise
    sync_directory(path.parent)


def sweep_leftovers(directory: Path, names: Iterable[str]) -> None:
    """Remove what a killed process left of files it was writing; for whoever holds the lock."""
    for name in names:
        for left in directory.glob(f".{name}.*"):
            with contextlib.suppress(OSError):
                left.unlink()


def next_of(path: Path) -> Path:
    """Return where a file is prepared that will take another's place."""
    return path.with_name(f"{path.name}.next")


def take_next(path: Path) -> None:
    """Let the prepared file take its place, if there is one; a database's logs go with the old."""
    prepared = next_of(path)
    if not prepared.exists():
        return
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    os.replace(prepared, path)  # noqa: PTH105  one call of the system, on two names of one folder
    sync_directory(path.parent)


def sync_file(path: Path) -> None:
    """Have what was written to a file on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_directory(directory: Path) -> None:
    """Make renames inside ``directory`` survive a power cut, where the system knows how."""
    if os.name == "nt":  # folders cannot be opened there
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def keep_aside(path: Path) -> Path:
    """Rename a damaged file to a free name beside it, and say which."""
    aside = path.with_name(f"{path.name}.damaged")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.damaged-{number}")
    path.rename(aside)
    sync_directory(path.parent)
    return aside
