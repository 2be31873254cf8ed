"""A screen for the windows that are measured: the one there is, else Xvfb, else none."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """Lend an environment in which a window can open."""
    environment = dict(os.environ)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        environment["QTWEBENGINE_DISABLE_SANDBOX"] = "1"  # Chromium refuses a sandbox to root
    if environment.get("DISPLAY") or environment.get("QT_QPA_PLATFORM"):
        yield environment
    elif program := shutil.which("Xvfb"):
        reading, writing = os.pipe()
        command = [program, "-displayfd", str(writing), "-screen", "0", "1600x1000x24"]
        with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as process:
            os.close(writing)
            with os.fdopen(reading) as pipe:
                number = pipe.readline().strip()
            yield environment | {"DISPLAY": f":{number}"}
            process.terminate()
    else:
        yield environment | {"QT_QPA_PLATFORM": "offscreen"}
