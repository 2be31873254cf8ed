"""The news: what kind of thing changed, where, and which ids; never what it changed to."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum, auto

from transom.engine.entities.accounts import AccountId
from transom.engine.errors import SignInNeededError, TransomError


class Kind(Enum):
    """What kind of thing changed."""

    ACCOUNTS = auto()
    FOLDERS = auto()
    MESSAGES = auto()
    BODIES = auto()
    CALENDARS = auto()
    EVENTS = auto()
    CONTACT_FOLDERS = auto()
    CONTACTS = auto()
    PHOTOS = auto()
    CATEGORIES = auto()
    SEARCHES = auto()
    DAMAGE = auto()
    """The local copy is damaged, or was mended."""
    PICTURES = auto()
    """Which remote pictures are allowed."""
    NETWORK = auto()
    """A proxy asks for a name and a password."""
    STATE = auto()
    """The engine itself: opening, a key needed, ready or failed."""


@dataclass(frozen=True, slots=True)
class Change:
    """Committed rows of one kind; ``scope`` is a folder's or calendar's id, no ids means all."""

    kind: Kind
    account: AccountId | None = None
    scope: int | None = None
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the user should know; ``facts`` are for the help desk."""

    title: str
    message: str
    account: AccountId | None = None
    may_retry: bool = False
    needs_sign_in: bool = False
    facts: tuple[tuple[str, str], ...] = ()


def problem_from_error(error: TransomError, account: AccountId | None = None) -> Problem:
    """Put an error into the words the screens show."""
    return Problem(
        title=error.title,
        message=error.message,
        account=account,
        may_retry=error.may_retry,
        needs_sign_in=isinstance(error, SignInNeededError),
        facts=tuple(error.facts.items()),
    )


class Phase(StrEnum):
    """What sync is doing for an account."""

    IDLE = "idle"
    SYNCING = "syncing"
    OFFLINE = "offline"
    SIGN_IN_NEEDED = "sign_in_needed"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Activity:
    """How far an account's sync is; ``total`` is 0 while unknown."""

    account: AccountId
    phase: Phase
    done: int = 0
    total: int = 0
    checked_at: datetime | None = None


News = Change | Problem | Activity


class Newsroom:
    """Hands each piece of news to every listener, on the thread that brought it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: list[Callable[[News], None]] = []

    def listen(self, listener: Callable[[News], None]) -> Callable[[], None]:
        """Call ``listener`` with all news from now on; the answer ends that."""
        with self._lock:
            self._listeners.append(listener)

        def leave() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return leave

    def publish(self, *news: News) -> None:
        """Tell every listener, in order."""
        with self._lock:
            listeners = tuple(self._listeners)
        for piece in news:
            for listener in listeners:
                listener(piece)
