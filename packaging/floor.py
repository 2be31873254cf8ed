"""An empty web-view window: what any program with an embedded browser costs at the least."""

import sys

from PySide6.QtCore import QUrl
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QMainWindow


def main() -> int:
    """Show the window until it is closed."""
    application = QApplication(sys.argv)
    window = QMainWindow()
    view = QWebEngineView()
    window.setCentralWidget(view)
    view.load(QUrl("about:blank"))
    window.resize(1440, 900)
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
