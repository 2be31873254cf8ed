"""Has a file read for its words by a process that may die of it."""

import os
import subprocess
import sys
import threading
import time
from contextlib import suppress

from transom.engine.errors import StoppedError
from transom.engine.files.reading_child import COMMAND

PATIENCE_S = 30.0
_LOOK_AGAIN_S = 0.1
_KEPT_VARIABLES = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "LANG")


def extract_words(
    content: bytes, kind: str, stopping: threading.Event, patience_s: float = PATIENCE_S
) -> str | None:
    """Return a file's words, None if it cannot be read with reasonable means; blocks.

    ``kind`` is one of ``file_kinds``. Nothing is written to the disk.
    """
    with subprocess.Popen(
        [*_program(), COMMAND, kind],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ},
    ) as process:
        try:
            words = _talk(process, content, stopping, time.monotonic() + patience_s)
        finally:
            process.kill()
    return (
        words.decode("utf-8", "replace") if words is not None and not process.returncode else None
    )


def _talk(
    process: "subprocess.Popen[bytes]", content: bytes, stopping: threading.Event, until: float
) -> bytes | None:
    """Hand the file over and wait for the words; None once the time is over."""
    assert process.stdin is not None
    # It takes all of it before it does anything else; if it cannot, its exit code says why.
    with suppress(BrokenPipeError), process.stdin:
        process.stdin.write(content)
    process.stdin = None
    while time.monotonic() < until:
        try:
            return process.communicate(timeout=_LOOK_AGAIN_S)[0]
        except subprocess.TimeoutExpired:
            if stopping.is_set():
                raise StoppedError("Transom is closing.") from None
    return None


def _program() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "transom"]
