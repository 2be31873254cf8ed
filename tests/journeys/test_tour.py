"""The tour walks through every page and state, and says where it could not."""

import argparse
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from transom import tour

PICTURES = (
    *("registration-register", "registration-enter", "settings-permissions", "settings-calendar"),
    *("key", "welcome", "registration", "signin-code", "signin-failed", "signin", "consent"),
    *("mail-nothing-selected", "mail", "mail-attachments", "mail-invitation", "mail-plain"),
    *("mail-look-alike", "mail-sender", "mail-headers", "mail-signed", "mail-doubtful-files"),
    *("mail-conversation", "mail-several", "mail-unread", "mail-table"),
    *("mail-deceit", "mail-other", "search", "search-nothing", "mail-empty-folder", "shortcuts"),
    *("calendar", "calendar-card", "calendar-day", "calendar-month", "calendar-agenda"),
    *("calendar-year", "calendar-details", "calendar-free", "calendar-side-by-side"),
    *("wall", "wall-kit", "people", "settings", "settings-appearance", "settings-calendar"),
    *("settings-storage", "settings-about", "settings-narrow", "calendar-narrow"),
    *("people-narrow", "mail-narrow", "mail-drawer", "mail-one-pane", "mail-one-pane-reading"),
    *("settings-two-accounts", "mail-second-account", "sign-in-again", "offline"),
)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_the_tour_comes_home_with_a_picture_of_everything(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "transom", "tour", str(tmp_path / "pictures")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1000, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    taken = {path.name: QImage(str(path)) for path in (tmp_path / "pictures").iterdir()}
    wanted = {f"{name}-{theme}.png" for name in PICTURES for theme in ("light", "dark")}
    assert wanted - taken.keys() == set()
    for name, picture in taken.items():
        colors = {
            picture.pixel(x, y)
            for x in range(0, picture.width(), 7)
            for y in range(0, picture.height(), 7)
        }
        assert len(colors) > 4, f"{name} is blank"


def test_a_folder_that_cannot_be_made_ends_the_tour_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "file"
    taken.write_text("x")
    assert tour.run(argparse.Namespace(directory=taken)) == 1
    assert f"transom tour: {taken}: File exists" in capsys.readouterr().err
