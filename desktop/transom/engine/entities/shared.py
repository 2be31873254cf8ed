"""What of somebody else's mailbox can be read, part by part."""

from dataclasses import dataclass
from enum import StrEnum


class Opening(StrEnum):
    """How far a part of a mailbox opens."""

    WHOLE = "whole"
    SOME = "some"
    CLOSED = "closed"
    MISSING = "missing"
    """There is no such mailbox, or it cannot be seen from here."""
    NOT_ASKED = "not_asked"
    """The permission for it was not turned on."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of mail, calendars and contacts; ``folders`` are named where only those open."""

    name: str
    opening: Opening
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Probe:
    """What a look at a mailbox found."""

    mailbox: str
    parts: tuple[Part, ...]

    @property
    def is_open(self) -> bool:
        """Whether anything of it can be read."""
        return any(one.opening in (Opening.WHOLE, Opening.SOME) for one in self.parts)

    @property
    def is_missing(self) -> bool:
        """Whether all that was asked for says that there is no such mailbox."""
        asked = [one.opening for one in self.parts if one.opening is not Opening.NOT_ASKED]
        return bool(asked) and set(asked) == {Opening.MISSING}
