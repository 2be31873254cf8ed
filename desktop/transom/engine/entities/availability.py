"""When somebody is free, as far as the server tells us."""

from dataclasses import dataclass
from enum import StrEnum

from transom.engine.entities.accounts import MailboxSettings
from transom.engine.entities.calendar import ShowAs
from transom.engine.entities.spans import Span


class Trouble(StrEnum):
    """Why nothing is known of somebody's time."""

    NONE = ""
    UNKNOWN_ADDRESS = "unknown_address"
    NO_PERMISSION = "no_permission"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Busy:
    """A span in which somebody is not simply free; its subject only where we may know it."""

    span: Span
    show_as: ShowAs
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Availability:
    """One person's or room's time; ``hours`` carries the working week alone."""

    address: str
    busy: tuple[Busy, ...] = ()
    hours: MailboxSettings = MailboxSettings()
    trouble: Trouble = Trouble.NONE
    code: str = ""
    """What the server calls the trouble, for the help desk."""
