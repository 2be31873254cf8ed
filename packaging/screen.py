"""A screen of no hardware whose pixels can be watched, clicked on and saved."""

import mmap
import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

_GROUND_PX = 64


class Screen:
    """An Xvfb with its frame buffer in a file: what is painted can be seen without asking X."""

    def __init__(self, width_px: int, height_px: int) -> None:
        self._size = (width_px, height_px)
        self._folder = tempfile.TemporaryDirectory(prefix="transom-screen-")
        self.display = ""

    def __enter__(self) -> Self:
        width, height = self._size
        reading, writing = os.pipe()
        self._server = subprocess.Popen(
            [
                *("Xvfb", "-displayfd", str(writing), "-nolisten", "tcp", "-ac"),
                *("-fbdir", self._folder.name, "-screen", "0", f"{width}x{height}x24"),
            ],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as answer:
            self.display = f":{answer.readline().strip()}"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.terminate()
        self._server.wait()
        self._folder.cleanup()

    def click(self, x_px: int, y_px: int) -> None:
        """Click with the left button."""
        place = ("mousemove", str(x_px), str(y_px), "click", "1")
        subprocess.run(["xdotool", *place], check=True, env=self.environment())

    def save(self, path: Path) -> None:
        """Save what is on the screen as PNG."""
        subprocess.run(["import", "-window", "root", path], check=True, env=self.environment())

    def environment(self) -> dict[str, str]:
        """Return our environment with this display."""
        return os.environ | {"DISPLAY": self.display}

    def seconds_to_paint(self, command: list[str]) -> float:
        """Start a program, return when the middle of the screen was first painted, and end it."""
        width, height = self._size
        with (Path(self._folder.name) / "Xvfb_screen0").open("rb") as file:
            pixels = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        middle = len(pixels) - width * 4 * (height // 2)
        ground = pixels[middle : middle + _GROUND_PX]
        started = time.monotonic()
        program = subprocess.Popen(command, env=self.environment(), stderr=subprocess.DEVNULL)
        try:
            while pixels[middle : middle + _GROUND_PX] == ground:
                if time.monotonic() - started > 60 or program.poll() is not None:
                    raise TimeoutError(f"{command[0]} painted nothing")
                time.sleep(0.001)
            return time.monotonic() - started
        finally:
            program.terminate()
            program.wait()
            time.sleep(0.5)  # until X has cleared the screen
            pixels.close()
