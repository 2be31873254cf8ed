"""The words on a conversation's card, from the line of its message."""

from collections.abc import Mapping

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QPixmap

from transom.engine.entities.mail import FolderId, MessageLine
from transom.ui import text
from transom.ui.theme import Theme
from transom.ui.web.cards import Card

_LONGEST = 200
_PHOTO_PX = 52


def card_from_line(
    line: MessageLine, places: Mapping[FolderId, str], theme: Theme, photo: QPixmap | None
) -> Card:
    """Return a message's card; ``places`` names the folders worth naming."""
    name = text.name_of(line.sender)[:_LONGEST]
    return Card(
        message=line.id,
        name=name,
        initials=text.initials(name),
        disc_color=theme.avatar_color(name).name(),
        words=text.safe(line.preview)[:_LONGEST],
        time=text.message_time(line.received_at, text.now().date()),
        full_time=text.full_date(line.received_at),
        place=text.safe(places.get(line.folder, "")),
        is_read=not line.is_fresh,
        has_files=line.has_attachments,
        photo=_png(photo, theme.px(_PHOTO_PX)) if photo and not photo.isNull() else b"",
    )


def _png(photo: QPixmap, side_px: int) -> bytes:
    mode = Qt.AspectRatioMode.KeepAspectRatioByExpanding
    small = photo.scaled(side_px, side_px, mode, Qt.TransformationMode.SmoothTransformation)
    spare_x, spare_y = small.width() - side_px, small.height() - side_px
    content = QBuffer()
    content.open(QIODevice.OpenModeFlag.WriteOnly)
    small.copy(spare_x // 2, spare_y // 2, side_px, side_px).save(content, "PNG")
    return bytes(content.data().data())
