"""The whole program on a demo of its own, driven as a person would."""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from transom.app import App

QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)

# What the web engine and a screen of no hardware say of each other, whatever is tested.
_OF_THE_PLATFORM = (
    "propagateSizeHints",
    "Vulkan",
    "GPU vendor",
    "GPUInfo not initialized",
    "QRhi",
    "RHI for backend",
    "GBM is not supported",
    "Failed to create",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.qt_log_ignore(*_OF_THE_PLATFORM, extend=True))


@pytest.fixture
def open_app(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., App]]:
    """Open the program on the test's own profile; each is stopped at the end."""
    opened: list[App] = []

    def start(*, demo: bool = True, signed_in: bool = False) -> App:
        arguments = argparse.Namespace(
            profile=tmp_path / "profile",
            key_file=tmp_path / "key",
            demo=demo,
            signed_in=signed_in,
            verbose=False,
            command=None,
        )
        app = App(arguments, qapp)
        opened.append(app)
        app.start()
        app.window.resize(1440, 900)
        return app

    yield start
    for app in opened:
        app.stop()
        app.window.deleteLater()
