"""The columns of a list that is shown as a table: their titles, and what stands in them."""

from datetime import date
from enum import IntEnum

from transom.engine.entities.listing import SortKey
from transom.engine.entities.mail import Importance, MessageKind, MessageLine
from transom.ui import text
from transom.ui.models.spoken import senders


class Column(IntEnum):
    """A column by its place in the model."""

    SENDER = 0
    SUBJECT = 1
    RECEIVED = 2
    SIZE = 3
    FLAGS = 4
    CATEGORIES = 5


TITLES = {
    Column.SENDER: "From",
    Column.SUBJECT: "Subject",
    Column.RECEIVED: "Received",
    Column.SIZE: "Size",
    Column.FLAGS: "Marks",
    Column.CATEGORIES: "Categories",
}

SORTED_BY = {
    Column.SENDER: SortKey.SENDER,
    Column.SUBJECT: SortKey.SUBJECT,
    Column.RECEIVED: SortKey.DATE,
    Column.SIZE: SortKey.SIZE,
}


def cell_words(column: Column, line: MessageLine, today: date) -> str:
    """Return what stands in a cell."""
    match column:
        case Column.SENDER:
            return senders(line)
        case Column.SUBJECT:
            return text.safe(line.subject) or "No subject"
        case Column.RECEIVED:
            return text.message_time(line.received_at, today)
        case Column.SIZE:
            return text.size_words(line.size_bytes) if line.size_bytes else ""
        case Column.FLAGS:
            return ", ".join(_marks_of(line))
        case Column.CATEGORIES:
            return ", ".join(text.safe(name) for name in line.categories)


def _marks_of(line: MessageLine) -> list[str]:
    marks = {
        "high importance": line.importance is Importance.HIGH,
        "flagged": line.is_flagged,
        "has attachments": line.has_attachments,
        "invitation": line.kind is MessageKind.INVITATION,
        "cancelled meeting": line.kind is MessageKind.MEETING_CANCELLED,
    }
    return [words for words, holds in marks.items() if holds]
