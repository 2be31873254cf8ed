"""What the tenant keeps between two runs: a private directory written atomically."""

import contextlib
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any


class StateDirectory:
    """A directory of 0700 with files of 0600; a damaged file is set aside, said, and made anew."""

    def __init__(self, path: Path, warn: Callable[[str], None]) -> None:
        self.path = path
        self._warn = warn
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o700)

    def file(self, name: str) -> Path:
        return self.path / name

    def read(self, name: str) -> bytes | None:
        """Return the file's bytes, or None where there is none."""
        try:
            return self.file(name).read_bytes()
        except FileNotFoundError:
            return None

    def write(self, name: str, content: bytes) -> None:
        """Replace the file whole: after a crash it is either the old one or the new one."""
        descriptor, temporary = tempfile.mkstemp(dir=self.path, prefix=f".{name}.")
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            Path(temporary).replace(self.file(name))
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        self._sync_directory()

    def read_json(self, name: str) -> dict[str, Any] | None:
        """Return the object in the file; None where there is none or it is damaged."""
        content = self.read(name)
        if content is None:
            return None
        try:
            value = json.loads(content)
        except ValueError:
            value = None
        if isinstance(value, dict):
            return value
        self.set_aside(name)
        return None

    def write_json(self, name: str, value: dict[str, Any]) -> None:
        self.write(name, json.dumps(value, indent=1).encode())

    def set_aside(self, name: str) -> None:
        """Keep a damaged file under another name and say so."""
        self.file(name).replace(self.file(f"{name}.damaged"))
        self._warn(f"{self.file(name)} was damaged. It was kept as {name}.damaged and starts anew.")

    def _sync_directory(self) -> None:
        with contextlib.suppress(OSError):  # Windows opens no directories
            descriptor = os.open(self.path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
