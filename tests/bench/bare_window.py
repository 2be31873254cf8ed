"""The floor of start: a bare QMainWindow; prints when it was painted."""

import json
import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow
from typing_extensions import override


class BareWindow(QMainWindow):
    """Says when it was painted, and ends."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, self, self._end)

    def _end(self) -> None:
        print(json.dumps({"painted": time.monotonic()}), flush=True)
        QApplication.quit()


def main() -> None:
    """Open the window at the design's size."""
    qt = QApplication(sys.argv[:1])
    window = BareWindow()
    window.resize(1440, 900)
    window.show()
    qt.exec()


if __name__ == "__main__":
    main()
