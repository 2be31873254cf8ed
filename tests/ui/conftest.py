"""What every test with a screen stands on: a web engine that may come after the application."""

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from tests.ui.calendar.stage import bridge, engine, icons, theme

__all__ = ["bridge", "engine", "icons", "theme"]

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
        if {"web", "mail"} & set(item.path.parts):
            item.add_marker(pytest.mark.qt_log_ignore(*_OF_THE_PLATFORM, extend=True))
