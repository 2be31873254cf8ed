"""How a window is painted goes by the computer's own devices."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from transom.application import has_graphics_card, paint_by_processor

_DEVICES = {
    "dri/card0": False,  # has a screen, and draws nothing by itself
    "dri/renderD128": True,
    "nvidia0": True,
    "nvidiactl": False,
    "mali0": True,
    "dxg": True,
}


@pytest.mark.parametrize(("name", "draws"), [*_DEVICES.items()])
def test_a_graphics_card_is_known_by_the_device_that_draws(
    tmp_path: Path, name: str, draws: bool
) -> None:
    assert not has_graphics_card(tmp_path)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).touch()
    assert has_graphics_card(tmp_path) is draws


def test_what_the_person_chose_to_paint_with_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QUICK_BACKEND", "rhi")
    paint_by_processor()
    assert os.environ["QT_QUICK_BACKEND"] == "rhi"


@pytest.mark.skipif(
    sys.platform != "linux" or has_graphics_card(Path("/dev")), reason="there is a graphics card"
)
def test_without_a_graphics_card_the_program_paints_by_the_processor() -> None:
    script = (
        "import json, os; from transom.application import new_qt; qt = new_qt();"
        "from PySide6.QtQuick import QQuickWindow; window = QQuickWindow();"
        "print(json.dumps([os.environ['QT_QUICK_BACKEND'], QQuickWindow.sceneGraphBackend()]))"
    )
    environment = {name: value for name, value in os.environ.items() if "QT_QUICK" not in name}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, check=True
    )
    assert json.loads(done.stdout) == ["software", "software"]
