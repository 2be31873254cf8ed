"""What a screen reader says of a message's row: state, people, subject, time."""

from dataclasses import dataclass
from datetime import date

from transom.engine.entities.mail import MessageKind, MessageLine
from transom.ui import text

_MOST_TOLD = 99
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Around:
    """What a row's place in the list adds to its message."""

    home: str = ""
    found: str = ""
    is_open: bool | None = None
    is_inner: bool = False


def spoken(line: MessageLine, today: date, around: Around) -> str:
    """Say a row as a person would."""
    parts = [
        "in this conversation" if around.is_inner else "",
        _state(line, around.is_open),
        "Invitation" if line.kind is MessageKind.INVITATION else "",
        _conversation(line, around.is_open),
        senders(line, around.is_open),
        text.safe(line.subject) or "No subject",
        text.day_and_time(line.received_at, today),
        "has attachments" if has_files(line, around.is_open) else "",
        "flagged" if is_flagged(line, around.is_open) else "",
        around.found,
        around.home,
    ]
    return ", ".join(part for part in parts if part)


def senders(line: MessageLine, is_open: bool | None = None) -> str:
    """Return who wrote a message, or the messages that share its row; of one's own, to whom."""
    if line.receivers:
        named = ", ".join(text.name_of(person) for person in line.receivers[:_MOST_NAMED])
        return f"To: {named}{', …' if len(line.receivers) > _MOST_NAMED else ''}"
    if line.group is None or is_open:
        return text.name_of(line.sender)
    return ", ".join(text.name_of(person) for person in line.group.people)


def count_of(line: MessageLine) -> str:
    """Return how many messages share a row; nothing for one."""
    if line.group is None:
        return ""
    return f"{_MOST_TOLD}+" if line.group.count > _MOST_TOLD else text.number(line.group.count)


def has_files(line: MessageLine, is_open: bool | None) -> bool:
    """Whether a row is to show an attachment: of a closed conversation, if any message has one."""
    return line.has_attachments if line.group is None or is_open else line.group.has_attachments


def is_flagged(line: MessageLine, is_open: bool | None) -> bool:
    """Whether a row is to show a flag: of a closed conversation, if any message has one."""
    return line.is_flagged if line.group is None or is_open else line.group.is_flagged


def _state(line: MessageLine, is_open: bool | None) -> str:
    if line.group is not None and line.group.fresh_count and not is_open:
        return f"{text.number(line.group.fresh_count)} unread"
    if line.is_read:
        return ""
    return "Unread, seen here" if line.is_seen else "Unread"


def _conversation(line: MessageLine, is_open: bool | None) -> str:
    if line.group is None:
        return ""
    shown = "" if is_open is None else ", expanded" if is_open else ", collapsed"
    return f"conversation of {count_of(line)} messages{shown}"
