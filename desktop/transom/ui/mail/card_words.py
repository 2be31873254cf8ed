"""The words on a conversation's card, from the line of its message."""

from collections.abc import Mapping

from transom.engine.entities.mail import FolderId, MessageLine
from transom.ui import text
from transom.ui.theme import Theme
from transom.ui.web.cards import Card

_LONGEST = 200


def card_from_line(line: MessageLine, places: Mapping[FolderId, str], theme: Theme) -> Card:
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
    )
