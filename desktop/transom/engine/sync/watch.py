"""What the schedule remembers of an account it keeps up to date."""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from transom.engine.errors import TransomError
from transom.engine.sync.progress import Progress
from transom.engine.sync.tasks import Task
from transom.engine.sync.verdicts import may_pass

_ROUNDS_TO_PASS = 3


class MailboxSync(Protocol):
    """What an account's sync knows to do."""

    def round_tasks(self, *, is_wished: bool) -> Sequence[Task]:
        """Return the first steps of a round of news; one that a person wished for skips nothing."""
        ...

    def filling_tasks(self) -> Sequence[Task]:
        """Return the first steps towards what is not urgent: bodies and photos."""
        ...

    def close(self) -> None:
        """Let go of all connections."""
        ...


@dataclass(slots=True, eq=False)
class Watch:
    """One account's mailbox, progress, and when it is due (monotonic seconds; None: never)."""

    mailbox: MailboxSync
    progress: Progress
    stopping: threading.Event
    due_at: float | None
    rested_at: float | None = None
    """When the last whole round ended; None while one runs or was broken off."""
    is_in_round: bool = False
    is_wished: bool = False
    is_interrupted: bool = False
    has_progressed: bool = False
    failures: int = 0
    complaints: set[tuple[str, str]] = field(default_factory=set)
    """What was told once already: a step's key and the kind of error."""
    setbacks: Counter[str] = field(default_factory=Counter)
    """How often in a row a step met with a failure that may pass."""

    def is_worth_telling(self, key: str, error: TransomError) -> bool:
        """Whether a person should hear of a step's failure; one that may pass gets some rounds.

        Without a ``key`` somebody waits for the step and is told by other ways.
        """
        if not key:
            return False
        if not may_pass(error):
            return True
        self.setbacks[key] += 1
        return self.setbacks[key] == _ROUNDS_TO_PASS

    def end(self) -> None:
        """Stop between two steps, and cut short the step that waits for an answer."""
        self.stopping.set()
        self.mailbox.close()
