"""What somebody else's mailbox does not let one see: a state of the world, not a failure."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from transom.engine.errors import DeniedError, NotFoundError
from transom.engine.sync.tasks import Task

log = logging.getLogger(__name__)

_ROUNDS_BETWEEN = 20


class Denials:
    """Remembers which parts of a mailbox are closed, and asks for them again now and then."""

    def __init__(self) -> None:
        self._left: dict[str, int] = {}

    def around(self, tasks: Sequence[Task]) -> list[Task]:
        """Return the steps of a round, without those that were denied lately."""
        open_now = []
        for task in tasks:
            left = self._left.get(task.key, 0)
            self._left[task.key] = max(0, left - 1)
            if not left:
                open_now.append(replace(task, job=partial(self._attempt, task)))
        return open_now

    def _attempt(self, task: Task) -> Sequence[Task]:
        try:
            return task.job()
        except (DeniedError, NotFoundError) as error:
            log.info("%s is closed here: %s", task.key, type(error).__name__)
            self._left[task.key] = _ROUNDS_BETWEEN
            return []
