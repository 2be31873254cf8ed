"""A QR code, so that a telephone need not be typed on."""

import segno
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

_QUIET_MODULES = 4


class QrCode(QWidget):
    """Paints a text as a QR code, dark on light in every theme: cameras want it so."""

    def __init__(self, text: str, side_px: int) -> None:
        super().__init__()
        self._rows = tuple(tuple(row) for row in segno.make(text, error="m", micro=False).matrix)
        self._side_px = side_px
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"QR code of {text}")

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._side_px, self._side_px)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Qt.GlobalColor.white))
        module = min(self.width(), self.height()) // (len(self._rows) + 2 * _QUIET_MODULES)
        start = (min(self.width(), self.height()) - module * len(self._rows)) / 2
        for y, row in enumerate(self._rows):
            for x, is_dark in enumerate(row):
                if is_dark:
                    place = QRectF(start + x * module, start + y * module, module, module)
                    painter.fillRect(place, QColor(Qt.GlobalColor.black))
