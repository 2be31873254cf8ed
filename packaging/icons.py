"""Makes the sizes of Transom's icon from its two drawings, with Qt's own renderer."""

import struct
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
SMALL_UP_TO = 24
WINDOWS_SIZES = (16, 24, 32, 48, 64, 256)
ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"


def draw(source: Path, side_px: int) -> QImage:
    """Return the drawing at one size, on nothing."""
    image = QImage(side_px, side_px, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(source)).render(painter)
    painter.end()
    return image


def windows_icon(pictures: dict[int, bytes]) -> bytes:
    """Return an .ico of PNG pictures, by their sides: a directory, then the pictures."""
    parts = [struct.pack("<HHH", 0, 1, len(pictures))]
    offset = 6 + 16 * len(pictures)
    for side, picture in pictures.items():
        byte = side % 256  # 0 stands for 256
        parts.append(struct.pack("<BBBBHHII", byte, byte, 0, 0, 1, 32, len(picture), offset))
        offset += len(picture)
    return b"".join([*parts, *pictures.values()])


def main() -> int:
    """Write every size beside the drawings, and the icon file that Windows wants."""
    application = QGuiApplication(["icons", "-platform", "offscreen"])
    for side in SIZES:
        name = "transom-small.svg" if side <= SMALL_UP_TO else "transom.svg"
        draw(ICONS / name, side).save(str(ICONS / f"transom-{side}.png"))
    pictures = {side: (ICONS / f"transom-{side}.png").read_bytes() for side in WINDOWS_SIZES}
    windows = Path(__file__).resolve().parent / "windows"
    (windows / "transom.ico").write_bytes(windows_icon(pictures))
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main())
