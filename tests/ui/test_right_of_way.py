"""The workers step aside while a window is painted, and only then."""

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from transom.engine.courtesy import Courtesy
from transom.ui.right_of_way import RightOfWay


class Canvas(QWidget):
    """Notes, each time it is painted, whether the workers step aside."""

    def __init__(self, courtesy: Courtesy) -> None:
        super().__init__()
        self._courtesy = courtesy
        self.noted: list[bool] = []

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self.noted.append(self._courtesy.is_hurried)


def test_the_workers_step_aside_while_a_window_is_painted(qtbot: QtBot) -> None:
    courtesy = Courtesy()
    window = QWidget()
    canvas = Canvas(courtesy)
    layout = QVBoxLayout(window)
    layout.addWidget(canvas)
    window.resize(200, 100)
    qtbot.addWidget(window)
    RightOfWay(window, courtesy)
    window.show()
    qtbot.waitUntil(lambda: bool(canvas.noted))
    for count in range(1, 4):
        qtbot.waitUntil(lambda: not courtesy.is_hurried)
        canvas.noted.clear()
        canvas.update()
        qtbot.waitUntil(lambda: bool(canvas.noted))
        assert canvas.noted[-1], f"frame {count}"
    qtbot.waitUntil(lambda: not courtesy.is_hurried)
