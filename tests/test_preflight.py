"""What would make Qt abort is said in a sentence first."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ON_LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at Linux only")


def open_window(profile: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: text for name, text in os.environ.items() if name != "WAYLAND_DISPLAY"}
    return subprocess.run(
        [sys.executable, "-m", "transom", f"--profile={profile}"],
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=30,
    )


@ON_LINUX
def test_no_display_is_a_sentence(tmp_path: Path) -> None:
    ended = open_window(tmp_path, DISPLAY="", QT_QPA_PLATFORM="")
    assert ended.returncode == 1
    assert "there is no display here" in ended.stderr


@ON_LINUX
def test_a_display_that_does_not_answer_is_a_sentence(tmp_path: Path) -> None:
    ended = open_window(tmp_path, DISPLAY=":9999", QT_QPA_PLATFORM="xcb")
    assert ended.returncode == 1
    assert "there is no display here" in ended.stderr


@ON_LINUX
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can try")
def test_root_gets_no_window_without_a_sandbox(tmp_path: Path) -> None:
    ended = open_window(tmp_path, QTWEBENGINE_DISABLE_SANDBOX="", QT_QPA_PLATFORM="offscreen")
    assert ended.returncode == 1
    assert "as an ordinary user" in ended.stderr
