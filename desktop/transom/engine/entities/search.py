"""Searches that are kept, and what a server adds to one."""

from dataclasses import dataclass
from typing import NewType

from transom.engine.entities.mail import MessageId

SavedSearchId = NewType("SavedSearchId", int)


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search by its name; ``words`` is what stands in the field."""

    name: str
    words: str
    id: SavedSearchId = SavedSearchId(0)


@dataclass(frozen=True, slots=True)
class ServerFound:
    """What servers found; ``absent`` counts messages that are not stored here.

    ``cap`` is where a server stops; 0 if none could be asked. ``unasked`` counts mailboxes whose
    server did not answer.
    """

    here: tuple[MessageId, ...] = ()
    absent: int = 0
    cap: int = 0
    is_capped: bool = False
    unasked: int = 0
