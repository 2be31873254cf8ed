"""The one QApplication, and what must be said before it exists."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from transom.resources import resource_path

_FLAGS = "QTWEBENGINE_CHROMIUM_FLAGS"
_PICTURES_AS_THEY_ARE = "--dark-mode-settings=ImagePolicy=1"
_PAINTER = "QT_QUICK_BACKEND"
_OPENGL = "QT_XCB_GL_INTEGRATION"
_CARDS = ("dri/renderD*", "nvidia[0-9]*", "mali[0-9]*", "kgsl-3d0", "dxg")


def leave_pictures_alone() -> None:
    """Let the web engine darken mail but no picture in it; before it is first used."""
    flags = os.environ.get(_FLAGS, "")
    if _PICTURES_AS_THEY_ARE not in flags:
        os.environ[_FLAGS] = f"{flags} {_PICTURES_AS_THEY_ARE}".strip()


def paint_by_processor() -> None:
    """Where there is no graphics card, do not imitate one; before the web engine is first used.

    A window with a web view in it is put together by OpenGL. Imitated, that takes 15 ms for each
    change anywhere in the window, where painting takes one. What imitates it is a compiler, which
    takes 60 MB by itself; who chose how to paint keeps it.
    """
    if sys.platform == "linux" and not has_graphics_card(Path("/dev")):
        if os.environ.setdefault(_PAINTER, "software") == "software":
            os.environ.setdefault(_OPENGL, "none")


def has_graphics_card(devices: Path) -> bool:
    """Tell whether one of Linux's devices draws, and may be used by this person."""
    found = (device for pattern in _CARDS for device in devices.glob(pattern))
    return any(os.access(device, os.R_OK | os.W_OK) for device in found)


def new_qt() -> QApplication:
    """Make it; once in a process."""
    leave_pictures_alone()
    paint_by_processor()
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)  # for the web view
    QApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("Transom")
    qt.setDesktopFileName("transom")
    qt.setQuitOnLastWindowClosed(False)
    qt.setWindowIcon(QIcon(str(resource_path("icons", "transom.svg"))))
    return qt
