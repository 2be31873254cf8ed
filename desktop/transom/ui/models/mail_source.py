"""What the models of mail read from: the store's readers, behind the engine's door."""

from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from datetime import datetime
from typing import Protocol

from transom.engine.entities.listing import GroupKey, ListOrder, ListPage, ListWish
from transom.engine.entities.mail import FolderId, MessageId, MessageLine

PAGE_ROWS = 16
"""So many lines are read around a row that somebody looks at: about as many as are seen."""

FIRST_ROWS = 1_000
"""So many rows a list begins with while a worker reads the order of all."""

MOST_READ_AT_ONCE = 200
"""So many rows the GUI thread reads in one go."""


class LineSource(Protocol):
    """What the models read: the store's mail reader."""

    def read_members(self, folder: FolderId) -> frozenset[FolderId]:
        """Return the folders whose messages a view lists; of a folder that is none, itself."""
        ...

    def read_lines_by_ids(self, ids: Sequence[MessageId]) -> Sequence[MessageLine]:
        """Return those of the named lines that exist."""
        ...


class ListSource(Protocol):
    """What a list reads: the store's reader of lists."""

    def read_page(self, wish: ListWish, after: MessageId | None, limit: int) -> ListPage:
        """Return which rows follow ``after``, as far as one look goes."""
        ...

    def read_rows(self, wish: ListWish, messages: Iterable[MessageId]) -> list[MessageLine]:
        """Return the rows that these messages stand in, as far as the list shows them."""
        ...

    def read_conversations(self, wish: ListWish, keys: Iterable[GroupKey]) -> list[MessageLine]:
        """Return these conversations' rows, as far as the list shows anything of them."""
        ...

    def read_conversation(self, wish: ListWish, key: GroupKey) -> list[MessageLine]:
        """Return the messages that share a row, newest first, its own at their head."""
        ...

    def first_id(self, at: datetime) -> MessageId:
        """Return the least id that a message received at an instant, or later, can have."""
        ...

    def read_heads(self, wish: ListWish, heads: Sequence[MessageId]) -> list[MessageLine]:
        """Return those of these rows that exist, with what they say of their conversations."""
        ...

    def read_lines(self, messages: Sequence[MessageId]) -> list[MessageLine]:
        """Return those of these messages that exist, in this order."""
        ...


class MailDoor(Protocol):
    """The part of the engine's door that leads to mail."""

    @property
    def reader(self) -> LineSource:
        """The store's reader, for the GUI thread's own connection."""
        ...

    @property
    def lists(self) -> ListSource:
        """The store's reader of lists, for the same."""
        ...

    def order(self, wish: ListWish) -> Future[ListOrder]:
        """Deliver all rows of a list by their ids, in its order."""
        ...
