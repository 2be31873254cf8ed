"""One step of sync: small enough to stop after, and it says what comes next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from transom.engine.entities.accounts import AccountId


class Stage(IntEnum):
    """What is done before what; wishes of the person in front of the screen before all."""

    WISH = 0
    FOLDERS = 1
    MESSAGES = 2
    CALENDARS = 3
    CONTACTS = 4
    PROFILE = 5
    BODIES = 6
    PHOTOS = 7
    RECONCILING = 8
    FILE_TEXTS = 9

    @property
    def is_round(self) -> bool:
        """Whether a round of news waits for it."""
        return Stage.WISH < self < Stage.BODIES


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """One request and its commit; ``job`` returns the steps that follow.

    At most one task of a ``key`` exists in an account, so a chain never meets itself;
    ``rank`` orders within a stage, smaller first.
    """

    account: AccountId
    stage: Stage
    key: str
    job: Callable[[], Sequence["Task"]]
    rank: int = 0
