"""The icon font's letters as icons, without the library around the font."""

import json
from importlib.metadata import distribution
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap
from typing_extensions import override

_SHARE = 0.875
"""A letter is this much of its icon's height, for its bearings."""
_CENTER = Qt.AlignmentFlag.AlignCenter


class Glyphs:
    """Phosphor, as qtawesome brings it along; importing qtawesome costs ten times as much."""

    def __init__(self) -> None:
        folder = _font_folder()
        number = QFontDatabase.addApplicationFont(str(next(folder.glob("phosphor-*.ttf"))))
        self._family = QFontDatabase.applicationFontFamilies(number)[0]
        letters = json.loads(next(folder.glob("phosphor-charmap-*.json")).read_text("utf-8"))
        self._letters = {str(name): chr(int(code, 16)) for name, code in letters.items()}

    def icon(self, name: str, color: QColor, on_color: QColor) -> QIcon:
        """Return an icon by its name, ``ph.`` before it; ``on_color`` is for what is checked."""
        return QIcon(
            GlyphEngine(self._letters[name.partition(".")[2]], self._family, color, on_color)
        )


class GlyphEngine(QIconEngine):
    """Paints one letter at any size."""

    def __init__(self, letter: str, family: str, color: QColor, on_color: QColor) -> None:
        super().__init__()
        self._letter, self._family = letter, family
        self._color, self._on_color = color, on_color

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        painter.save()
        painter.setPen(self._on_color if state is QIcon.State.On else self._color)
        font = QFont(self._family)
        font.setPixelSize(max(1, round(_SHARE * rect.height())))
        painter.setFont(font)
        painter.drawText(rect, _CENTER, self._letter)
        painter.restore()

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    @override
    def clone(self) -> QIconEngine:
        return GlyphEngine(self._letter, self._family, self._color, self._on_color)


def _font_folder() -> Path:
    # By its metadata, which a frozen program has too: of qtawesome that holds the data alone.
    return Path(str(distribution("qtawesome").locate_file("qtawesome/fonts")))
