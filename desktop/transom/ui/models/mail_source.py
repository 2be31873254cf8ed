"""What the models of mail read from: the store's reader, behind the engine's door."""

from collections.abc import Sequence
from typing import Protocol

from transom.engine.entities.mail import FolderId, MessageId, MessageLine

PAGE_ROWS = 128
MOST_READ_AT_ONCE = 200
"""So many rows the GUI thread reads in one go."""


class LineSource(Protocol):
    """What the model reads: the store's mail reader."""

    def read_members(self, folder: FolderId) -> frozenset[FolderId]:
        """Return the folders whose messages a view lists; of a folder that is none, itself."""
        ...

    def read_lines(
        self,
        folder: FolderId,
        before: MessageId | None = None,
        limit: int = PAGE_ROWS,
        *,
        only_focused: bool | None = None,
    ) -> Sequence[MessageLine]:
        """Return the folder's lines that come after ``before``, newest first."""
        ...

    def read_lines_by_ids(self, ids: Sequence[MessageId]) -> Sequence[MessageLine]:
        """Return those of the named lines that exist."""
        ...


class MailDoor(Protocol):
    """The part of the engine's door that leads to mail."""

    @property
    def reader(self) -> LineSource:
        """The store's reader, for the GUI thread's own connection."""
        ...
