"""What a list of messages shows and in which order, and what it says of a conversation."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from transom.engine.entities.accounts import AccountId
from transom.engine.entities.mail import FolderId, Group, MessageId, MessageLine

MOST_ORDERED = 100_000
"""So many findings of a search are put into an order, the newest."""

_MOST_NAMED = 6


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

    def leaves_in(self, line: MessageLine) -> bool:
        """Whether all that is asked for holds of a message."""
        return (
            not (self.is_unread and line.is_read)
            and (line.is_flagged or not self.is_flagged)
            and (line.has_attachments or not self.has_attachments)
            and (not self.category or self.category in line.categories)
        )


EVERYTHING = Sieve()

_KIB = 1024
SIZE_STEPS = (1, *(kib * _KIB for kib in (10, 100, 1024, 5 * 1024, 25 * 1024)))
"""The sizes at which lists by size begin another part; below the first a size is not known yet."""


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
    """All that a list shows, in its order: of a conversation its newest message.

    ``parts`` are the rows at which something else begins in a list that is not sorted by date: an
    initial letter, as ``initial`` has it, or one of SIZE_STEPS by its place among them.
    """

    wish: ListWish
    ids: "array[int]"
    parts: tuple[tuple[int, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class FoundOrder:
    """The rows of all that a search found, in their order.

    ``groups`` has for a row that several messages share all of them, newest first. ``others`` were
    asked for and not found. ``is_cut`` says that there was more than one order holds, and the
    oldest are left out.
    """

    ids: Sequence[MessageId] = ()
    groups: Mapping[MessageId, Sequence[MessageId]] = field(default_factory=dict)
    others: frozenset[MessageId] = frozenset()
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class GroupKey:
    """A conversation within one folder."""

    account: AccountId
    folder: FolderId
    conversation: int


@dataclass(frozen=True, slots=True)
class ListPage:
    """A piece of a list in date order; what follows comes after ``reached``."""

    ids: tuple[MessageId, ...]
    reached: MessageId | None
    is_whole: bool


def group_key(line: MessageLine) -> GroupKey | None:
    """Return the conversation that a line belongs to; None where it is alone by nature."""
    if line.conversation is None:
        return None
    return GroupKey(line.account, line.folder, line.conversation)


def with_group(line: MessageLine, lines: Sequence[MessageLine]) -> MessageLine:
    """Return a row that tells of the messages that share it; as it is where none do."""
    if len(lines) < 2:
        return replace(line, group=None)
    people = dict.fromkeys(one.sender for one in lines)
    group = Group(
        count=len(lines),
        fresh_count=sum(one.is_fresh for one in lines),
        people=tuple(people)[:_MOST_NAMED],
        is_flagged=any(one.is_flagged for one in lines),
        has_attachments=any(one.has_attachments for one in lines),
    )
    return replace(line, group=group)
