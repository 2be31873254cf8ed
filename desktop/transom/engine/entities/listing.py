"""What a list of messages shows and in which order, and what it says of a conversation."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from transom.engine.entities.accounts import AccountId
from transom.engine.entities.mail import FolderId, MessageId, MessageLine


class SortKey(StrEnum):
    """What a list is sorted by; the newest come first among equals."""

    DATE = "date"
    SENDER = "sender"
    SUBJECT = "subject"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which messages a list leaves in; all that is asked for must hold."""

    is_unread: bool = False
    is_flagged: bool = False
    has_attachments: bool = False
    category: str = ""

    def __bool__(self) -> bool:
        return self.is_unread or self.is_flagged or self.has_attachments or bool(self.category)


EVERYTHING = Sieve()


@dataclass(frozen=True, slots=True)
class ListWish:
    """What a list is to show; ``folder`` may be a view, over the folders of all accounts.

    Conversations are made of what the sieve leaves in, each within its folder, and stand where
    their newest message stands. They are made by date alone.
    """

    folder: FolderId
    only_focused: bool | None = None
    sieve: Sieve = EVERYTHING
    sort: SortKey = SortKey.DATE
    is_descending: bool = True
    is_grouped: bool = False

    @property
    def makes_conversations(self) -> bool:
        """Whether messages that belong together share a row."""
        return self.is_grouped and self.sort is SortKey.DATE


@dataclass(frozen=True, slots=True)
class ListOrder:
    """All that a list shows, in its order."""

    wish: ListWish
    ids: Sequence[MessageId]


@dataclass(frozen=True, slots=True)
class GroupKey:
    """A conversation within one folder."""

    account: AccountId
    folder: FolderId
    conversation: int


@dataclass(frozen=True, slots=True)
class ListPage:
    """A piece of a list in date order; what follows comes after ``reached``."""

    lines: tuple[MessageLine, ...]
    reached: MessageId | None
    is_whole: bool


def group_key(line: MessageLine) -> GroupKey | None:
    """Return the conversation that a line belongs to; None where it is alone by nature."""
    if line.conversation is None:
        return None
    return GroupKey(line.account, line.folder, line.conversation)
