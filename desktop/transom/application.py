"""The one QApplication, and what must be said before it exists."""

import os
import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from transom.resources import resource_path

_FLAGS = "QTWEBENGINE_CHROMIUM_FLAGS"
_PICTURES_AS_THEY_ARE = "--dark-mode-settings=ImagePolicy=1"


def leave_pictures_alone() -> None:
    """Let the web engine darken mail but no picture in it; before it is first used."""
    flags = os.environ.get(_FLAGS, "")
    if _PICTURES_AS_THEY_ARE not in flags:
        os.environ[_FLAGS] = f"{flags} {_PICTURES_AS_THEY_ARE}".strip()


def new_qt() -> QApplication:
    """Make it; once in a process."""
    leave_pictures_alone()
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
