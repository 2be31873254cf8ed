"""The photos of the contacts in sight, decoded once and kept while the page is open."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImageReader, QPixmap

from transom.engine.entities.contacts import ContactId

MOST_KEPT = 400
MOST_SIDE_PX = 8_000
KEPT_SIDE_PX = 256


class PhotoSource(Protocol):
    """Where stored photos are read."""

    def read_photo(self, contact: ContactId) -> bytes | None:
        """Return a stored photo."""
        ...


class PhotoDoor(Protocol):
    """The part of the engine's door that leads to the photos."""

    @property
    def reader(self) -> PhotoSource:
        """The store's reader, for the GUI thread's own connection."""
        ...


class PhotoShelf(QObject):
    """Gives photos to those who paint; filled by whoever knows what is in sight.

    Signals:
        filled: photos came that were not here before.
    """

    filled = Signal()

    def __init__(self, door: PhotoDoor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self._photos: OrderedDict[ContactId, QPixmap] = OrderedDict()

    def photo(self, contact: ContactId) -> QPixmap | None:
        """Return a photo that is already here."""
        return self._photos.get(contact)

    def fetch(self, contacts: Sequence[ContactId]) -> None:
        """Read and decode the photos that are missing, a screenful at most."""
        missing = [contact for contact in contacts if contact not in self._photos]
        for contact in missing:
            content = self._door.reader.read_photo(contact)
            self._photos[contact] = pixmap_from_bytes(content) if content else QPixmap()
        while len(self._photos) > MOST_KEPT:
            self._photos.popitem(last=False)
        if missing:
            self.filled.emit()

    def forget(self, contacts: Sequence[int]) -> None:
        """Read these again when next asked; none means all."""
        for contact in contacts or tuple(self._photos):
            self._photos.pop(ContactId(contact), None)


def pixmap_from_bytes(content: bytes) -> QPixmap:
    """Decode a picture from a server; null when it is none or too large to be a photo."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > MOST_SIDE_PX:
        return QPixmap()
    wanted = QSize(KEPT_SIDE_PX, KEPT_SIDE_PX)
    if size.width() > wanted.width() or size.height() > wanted.height():
        reader.setScaledSize(size.scaled(wanted, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    pixmap = QPixmap.fromImageReader(reader)
    side = min(pixmap.width(), pixmap.height())
    left, top = (pixmap.width() - side) // 2, (pixmap.height() - side) // 2
    return pixmap.copy(left, top, side, side) if side else pixmap
