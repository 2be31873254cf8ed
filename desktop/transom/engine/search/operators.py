"""The operators of the search field: what each is called, what it takes, what it means."""

from dataclasses import dataclass
from enum import Enum, auto

from transom.engine.search.query import Mark, Where


class Takes(Enum):
    """What stands behind an operator."""

    WORDS = auto()
    STATE = auto()
    FOLDER = auto()
    CATEGORY = auto()
    DAYS = auto()
    SIZE = auto()
    YES = auto()


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator, a word on what it does, and what to offer behind it."""

    name: str
    takes: Takes
    help: str
    offers: tuple[str, ...] = ()


_DAYS = ("today", "yesterday", "this week", "last week", "this month", "last month", "last year")
_SIZES = ("1MB", "5MB", "10MB", "25MB")

OPERATORS = (
    Operator("from", Takes.WORDS, "who sent it"),
    Operator("to", Takes.WORDS, "who it was sent to"),
    Operator("cc", Takes.WORDS, "who got a copy"),
    Operator("subject", Takes.WORDS, "words of the subject"),
    Operator("body", Takes.WORDS, "words of the text"),
    Operator("attachment", Takes.WORDS, "words of an attachment's name"),
    Operator("has", Takes.STATE, "what it has", ("attachment", "category")),
    Operator(
        "is",
        Takes.STATE,
        "how it is",
        ("unread", "read", "flagged", "important", "draft", "invitation", "focused", "other"),
    ),
    Operator("in", Takes.FOLDER, "the folder it is in"),
    Operator("category", Takes.CATEGORY, "its category"),
    Operator("before", Takes.DAYS, "received before", _DAYS),
    Operator("after", Takes.DAYS, "received after", _DAYS),
    Operator("on", Takes.DAYS, "received on, or in", _DAYS),
    Operator("larger", Takes.SIZE, "larger than, with attachments", _SIZES),
    Operator("smaller", Takes.SIZE, "smaller than, with attachments", _SIZES),
)
"""What is offered while typing; the names that other programs use are understood as well."""

_OTHER_NAMES = {
    "attachments": "attachment",
    "filename": "attachment",
    "file": "attachment",
    "folder": "in",
    "categories": "category",
    "received": "on",
    "sent": "on",
    "date": "on",
}
_MORE = {
    "bcc": Takes.WORDS,
    "people": Takes.WORDS,
    "participants": Takes.WORDS,
    "with": Takes.WORDS,
    "since": Takes.DAYS,
    "until": Takes.DAYS,
    "size": Takes.SIZE,
    "importance": Takes.STATE,
    "hasattachment": Takes.YES,
    "hasattachments": Takes.YES,
    "isread": Takes.YES,
    "isflagged": Takes.YES,
}

TAKES = {
    **{operator.name: operator.takes for operator in OPERATORS},
    **{
        other: next(one.takes for one in OPERATORS if one.name == name)
        for other, name in _OTHER_NAMES.items()
    },
    **_MORE,
}
"""What each known name takes."""

NAMES = frozenset(TAKES)

PLACES = {
    "from": Where.SENDER,
    "to": Where.TO,
    "cc": Where.CC,
    "bcc": Where.BCC,
    "people": Where.PEOPLE,
    "participants": Where.PEOPLE,
    "with": Where.PEOPLE,
    "subject": Where.SUBJECT,
    "body": Where.BODY,
    "attachment": Where.FILES,
}

STATES = {
    "attachment": (Mark.ATTACHMENT, True),
    "attachments": (Mark.ATTACHMENT, True),
    "file": (Mark.ATTACHMENT, True),
    "category": (Mark.CATEGORY, True),
    "categories": (Mark.CATEGORY, True),
    "flag": (Mark.FLAGGED, True),
    "unread": (Mark.UNREAD, True),
    "read": (Mark.UNREAD, False),
    "flagged": (Mark.FLAGGED, True),
    "unflagged": (Mark.FLAGGED, False),
    "draft": (Mark.DRAFT, True),
    "important": (Mark.IMPORTANT, True),
    "high": (Mark.IMPORTANT, True),
    "focused": (Mark.FOCUSED, True),
    "other": (Mark.FOCUSED, False),
    "invitation": (Mark.MEETING, True),
    "meeting": (Mark.MEETING, True),
}
"""What ``is:`` and ``has:`` may be followed by: a mark, and whether it must be there."""

ANSWERS = {
    "hasattachment": (Mark.ATTACHMENT, True),
    "hasattachments": (Mark.ATTACHMENT, True),
    "isread": (Mark.UNREAD, False),
    "isflagged": (Mark.FLAGGED, True),
}
"""What a ``yes`` behind these means."""


def plain_name(name: str) -> str:
    """Return the name an operator is known by here."""
    return _OTHER_NAMES.get(name, name)
