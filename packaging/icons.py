"""Makes the PNG sizes of Transom's icon from its two drawings, with Qt's own renderer."""

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
SMALL_UP_TO = 24
ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"


def draw(source: Path, side_px: int) -> QImage:
    """Return the drawing at one size, on nothing."""
    image = QImage(side_px, side_px, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(source)).render(painter)
    painter.end()
    return image


def main() -> int:
    """Write every size beside the drawings."""
    application = QGuiApplication(["icons", "-platform", "offscreen"])
    for side in SIZES:
        name = "transom-small.svg" if side <= SMALL_UP_TO else "transom.svg"
        draw(ICONS / name, side).save(str(ICONS / f"transom-{side}.png"))
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main())
