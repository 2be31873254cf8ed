"""A picture looked at in place."""

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QKeyEvent, QMouseEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea
from typing_extensions import override

_FORMATS = (b"png", b"jpeg", b"gif", b"webp", b"bmp")
_MOST_PIXELS = 24_000_000


def picture_from_bytes(content: bytes) -> QImage:
    """Decode a picture of a known kind, smaller where it is huge; null if it is none.

    Runs on a worker: a large one takes a second.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()) not in _FORMATS:  # not every decoder Qt has is for strangers
        return QImage()
    size = reader.size()
    pixels = size.width() * size.height()
    if pixels > _MOST_PIXELS:
        factor = (_MOST_PIXELS / pixels) ** 0.5
        width, height = int(size.width() * factor), int(size.height() * factor)
        reader.setScaledSize(QSize(max(1, width), max(1, height)))
    return reader.read()


class PictureView(QScrollArea):
    """Shows a picture as large as there is room; a click or Enter shows every pixel, and back."""

    def __init__(self, picture: QImage, name: str) -> None:
        super().__init__()
        self._pixmap = QPixmap.fromImage(picture)
        self._is_whole = True
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(f"{name}, {picture.width()} by {picture.height()} pixels")
        self._label = QLabel()
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWidget(self._label)
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._toggle()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._toggle()
        else:
            super().keyPressEvent(event)

    def _toggle(self) -> None:
        self._is_whole = not self._is_whole
        self._fit()

    def _fit(self) -> None:
        room, size = self.viewport().size(), self._pixmap.size()
        pixmap = self._pixmap
        if self._is_whole and (size.width() > room.width() or size.height() > room.height()):
            ratio, manner = Qt.AspectRatioMode.KeepAspectRatio, _SMOOTH
            pixmap = self._pixmap.scaled(room, ratio, manner)
        self._label.setPixmap(pixmap)
        self._label.resize(pixmap.size())


_SMOOTH = Qt.TransformationMode.SmoothTransformation
