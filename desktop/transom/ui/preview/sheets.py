"""A PDF looked at in place; importing it loads QtPdf."""

from PySide6.QtCore import QBuffer, QByteArray, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QVBoxLayout
from typing_extensions import override

_STEP = 1.25
_LEAST, _MOST = 0.25, 5.0


class SheetsView(QFrame):
    """Shows all sheets of a PDF one below the other."""

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__()
        # They are deleted in this order: the view must not hear of its document's end.
        self._view = _Sheets(self)
        self._sheets = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        self._sheets.load(self._buffer)
        self._view.setDocument(self._sheets)
        count = self._sheets.pageCount()
        self._view.setAccessibleName(f"{name}, {count} {'page' if count == 1 else 'pages'}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self._view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._view)

    @property
    def trouble(self) -> str:
        """Say why there is nothing to see, if there is nothing."""
        error = self._sheets.error()
        if error is QPdfDocument.Error.None_ and self._sheets.pageCount():
            return ""
        if error is QPdfDocument.Error.IncorrectPassword:
            return "It is locked with a password."
        return "It is damaged, or not a PDF."


class _Sheets(QPdfView):
    """Scrolls and zooms by mouse and keys; links are not followed."""

    def __init__(self, parent: QFrame) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        # Past the view's own way, which follows links into the network.
        QAbstractScrollArea.mousePressEvent(self, event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        QAbstractScrollArea.mouseMoveEvent(self, event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        QAbstractScrollArea.mouseReleaseEvent(self, event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Plus: _STEP, Qt.Key.Key_Minus: 1 / _STEP}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self.setZoomMode(QPdfView.ZoomMode.Custom)
        self.setZoomFactor(min(max(self.zoomFactor() * step, _LEAST), _MOST))
