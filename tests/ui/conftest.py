"""What every test with a screen stands on: a web engine that may come after the application."""

from PySide6.QtCore import QCoreApplication, Qt
from tests.ui.calendar.stage import bridge, engine, icons, theme

from transom.application import leave_pictures_alone, paint_by_processor

__all__ = ["bridge", "engine", "icons", "theme"]

leave_pictures_alone()
paint_by_processor()
QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
