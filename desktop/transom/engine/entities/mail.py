"""Mail: folders, messages, bodies and attachments.

An ``id`` of 0 means "not stored yet": the store gives local ids, the server gives ``remote_id``.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, NewType

from transom.engine.entities.accounts import AccountId, Person, RemoteId
from transom.engine.entities.spans import Span

FolderId = NewType("FolderId", int)
MessageId = NewType("MessageId", int)
"""Received second << 20 | tie: a greater id is a later message, in every account."""
AttachmentId = NewType("AttachmentId", int)

ALL_INBOXES, UNREAD, FLAGGED = FolderId(-1), FolderId(-2), FolderId(-3)
"""Views: lists over the folders of all accounts. They stand where a folder's id does."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A mail folder with the counts the server reports, and how much of what is unread was seen."""

    remote_id: RemoteId
    parent_remote_id: RemoteId
    name: str
    well_known: str = ""
    unread_count: int = 0
    total_count: int = 0
    is_hidden: bool = False
    account: AccountId = AccountId(0)
    id: FolderId = FolderId(0)
    seen_count: int = 0


class Fold(NamedTuple):
    """A part of the folder tree that can be folded up: an account, a folder, or a section."""

    kind: str
    number: int = 0


class MessageKind(StrEnum):
    """What a message is besides mail."""

    MAIL = "mail"
    INVITATION = "invitation"
    MEETING_ANSWER = "meeting_answer"
    MEETING_CANCELLED = "meeting_cancelled"


class Importance(StrEnum):
    """The sender's own weight."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Meeting:
    """What an invitation, an answer or a cancellation says of its meeting.

    ``event_remote_id`` names the event in the calendar, a series by its master; it is empty where
    there is none, as after a cancellation.
    """

    span: Span
    location: str = ""
    event_remote_id: RemoteId = RemoteId("")


@dataclass(frozen=True, slots=True)
class Message:
    """Everything known of a message but its body and attachments.

    ``change_key`` is the server's mark of this state of it; ``meeting`` comes with the body.
    """

    remote_id: RemoteId
    folder_remote_id: RemoteId
    subject: str
    preview: str
    sender: Person
    received_at: datetime
    sent_at: datetime | None = None
    to: tuple[Person, ...] = ()
    cc: tuple[Person, ...] = ()
    bcc: tuple[Person, ...] = ()
    reply_to: tuple[Person, ...] = ()
    is_read: bool = True
    is_draft: bool = False
    is_flagged: bool = False
    is_focused: bool = True
    has_attachments: bool = False
    importance: Importance = Importance.NORMAL
    kind: MessageKind = MessageKind.MAIL
    categories: tuple[str, ...] = ()
    conversation_id: str = ""
    internet_message_id: str = ""
    web_link: str = ""
    change_key: str = ""
    meeting: Meeting | None = None
    account: AccountId = AccountId(0)
    folder: FolderId = FolderId(0)
    id: MessageId = MessageId(0)


MOST_GROUPED = 100
"""So many messages of a conversation are counted, and shown below its row."""


@dataclass(frozen=True, slots=True)
class Group:
    """The messages that share a row: how many, how many are neither read nor seen, and by whom.

    The rest says what at least one of them is or has.
    """

    count: int
    fresh_count: int
    people: tuple[Person, ...]
    is_flagged: bool = False
    has_attachments: bool = False


@dataclass(frozen=True, slots=True)
class MessageLine:
    """What a row of the message list paints."""

    id: MessageId
    account: AccountId
    folder: FolderId
    sender: Person
    subject: str
    preview: str
    received_at: datetime
    is_read: bool
    is_flagged: bool
    has_attachments: bool
    importance: Importance
    kind: MessageKind
    categories: tuple[str, ...]
    conversation_size: int = 1
    is_focused: bool = True
    is_seen: bool = False
    """Seen here, while the server still has it as unread."""
    size_bytes: int = 0
    """Text and attachments together; 0 until they are known."""
    conversation: int | None = None
    group: Group | None = None
    """Of the newest message of several that share a row."""
    receivers: tuple[Person, ...] = ()
    """To whom it goes or went, where a folder holds one's own mail: sent, drafts, outbox."""

    @property
    def face(self) -> Person:
        """Who stands for the message: the other side."""
        return self.receivers[0] if self.receivers else self.sender

    @property
    def is_fresh(self) -> bool:
        """Whether it is neither read nor seen."""
        return not (self.is_read or self.is_seen)

    def fits(self, view: FolderId) -> bool:
        """Whether a view lists what is in this state; a folder lists everything."""
        if view == UNREAD:
            return not self.is_read
        return view != FLAGGED or self.is_flagged


@dataclass(frozen=True, slots=True)
class Header:
    """One line of a message's head, folding undone: hostile, whatever its name."""

    name: str
    value: str


Headers = tuple[Header, ...]
"""A message's head from the top down: what the last server wrote comes first."""


@dataclass(frozen=True, slots=True)
class Body:
    """A message's or an event's text as the server gave it: hostile until sanitised."""

    is_html: bool
    content: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What tells whether a message is the one that is stored: its id, and its state's key."""

    remote_id: RemoteId
    change_key: str
    received_at: datetime | None


class AttachmentKind(StrEnum):
    """A file, another item (mail, event, contact) or a link to a file elsewhere."""

    FILE = "file"
    ITEM = "item"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment's facts; ``name`` is the sender's choice and never a path to use."""

    remote_id: RemoteId
    kind: AttachmentKind
    name: str
    content_type: str
    size_bytes: int
    is_inline: bool = False
    content_id: str = ""
    source_url: str = ""
    id: AttachmentId = AttachmentId(0)


@dataclass(frozen=True, slots=True)
class Category:
    """A category name and its colour, ``preset0`` to ``preset24`` or ``none``."""

    name: str
    color: str
