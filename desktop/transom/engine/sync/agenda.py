"""The list of what is to be done next, over all accounts; knows no time and no thread."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass

from transom.engine.entities.accounts import AccountId
from transom.engine.sync.tasks import Stage, Task

_Key = tuple[AccountId, str]


@dataclass(slots=True)
class _Entry:
    """A task with its present urgency, which a wish may raise."""

    task: Task
    urgency: Stage
    serial: int
    generation: int

    @property
    def order(self) -> tuple[Stage, int, int]:
        return self.urgency, self.task.rank, self.serial


class Agenda:
    """Hands out the most urgent task; what is queued or running once is not taken in again."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._queued: dict[_Key, _Entry] = {}
        self._running: dict[_Key, _Entry] = {}
        self._generations: dict[AccountId, int] = {}
        self._serial = 0

    def add(self, tasks: Iterable[Task]) -> int:
        """Take tasks in and return how many are new; a known one only becomes more urgent."""
        with self._changed:
            return sum(self._add(task, task.stage) for task in tasks)

    def take(self, *, wishes_only: bool = False) -> Task | None:
        """Start the most urgent task, if there is one."""
        with self._changed:
            entries = [e for e in self._queued.values() if not wishes_only or not e.urgency]
            if not entries:
                return None
            entry = min(entries, key=lambda e: e.order)
            key = _key(entry.task)
            self._running[key] = self._queued.pop(key)
            return entry.task

    def finish(self, task: Task, followers: Iterable[Task] = ()) -> int:
        """End a running task and take in what follows, unless it was dropped meanwhile."""
        with self._changed:
            entry = self._running.pop(_key(task))
            added = 0
            if entry.generation == self._generation(task.account):
                for follower in followers:
                    inherits = follower.key == task.key and entry.urgency < follower.stage
                    added += self._add(follower, entry.urgency if inherits else follower.stage)
            self._changed.notify_all()
            return added

    def drop(self, account: AccountId, *, keeps_wishes: bool = False) -> None:
        """Forget what is queued for an account, and what would follow what is running."""
        with self._changed:
            self._generations[account] = self._generation(account) + 1
            for key, entry in list(self._queued.items()):
                if key[0] == account and not (keeps_wishes and entry.task.stage is Stage.WISH):
                    del self._queued[key]

    def has_round(self, account: AccountId) -> bool:
        """Whether steps of a round are still queued or running."""
        with self._changed:
            return any(task.stage.is_round for task in self._tasks(account))

    def has_filling(self, account: AccountId) -> bool:
        """Whether bodies or photos are still on their way."""
        with self._changed:
            return any(task.stage >= Stage.BODIES for task in self._tasks(account))

    def wait_until_quiet(self, account: AccountId, timeout_s: float) -> bool:
        """Wait until nothing of an account runs; say whether that came true in time."""
        with self._changed:
            return self._changed.wait_for(
                lambda: not any(key[0] == account for key in self._running), timeout_s
            )

    def _tasks(self, account: AccountId) -> Iterable[Task]:
        for entries in (self._queued, self._running):
            for key, entry in entries.items():
                if key[0] == account:
                    yield entry.task

    def _add(self, task: Task, urgency: Stage) -> int:
        key = _key(task)
        known = self._queued.get(key) or self._running.get(key)
        if known is not None:
            known.urgency = min(known.urgency, urgency)
            return 0
        self._serial += 1
        generation = self._generation(task.account)
        self._queued[key] = _Entry(task, urgency, self._serial, generation)
        return 1

    def _generation(self, account: AccountId) -> int:
        return self._generations.get(account, 0)


def _key(task: Task) -> _Key:
    return task.account, task.key
