"""How far an account's sync is, told to the newsroom whenever that changes."""

import threading
from dataclasses import replace
from datetime import datetime

from transom.engine.changes import Activity, Newsroom, Phase
from transom.engine.entities.accounts import AccountId


class Progress:
    """One account's present Activity; any thread may move it on."""

    def __init__(
        self, account: AccountId, newsroom: Newsroom, checked_at: datetime | None = None
    ) -> None:
        self._lock = threading.Lock()
        self._newsroom = newsroom
        self._activity = Activity(account, Phase.IDLE, checked_at=checked_at)

    @property
    def activity(self) -> Activity:
        """What was told last."""
        with self._lock:
            return self._activity

    def begin(self) -> None:
        """A round starts; its size is unknown unless bodies are still on their way."""
        if self.activity.phase is not Phase.SYNCING:
            self._tell(phase=Phase.SYNCING, done=0, total=0)

    def expect(self, items: int) -> None:
        """So many more items are to come."""
        if items > 0:
            self._tell(total=self.activity.total + items)

    def advance(self, items: int) -> None:
        """So many items are stored now."""
        if items > 0:
            self._tell(done=self.activity.done + items)

    def remain(self, items: int) -> None:
        """Exactly so many items are to come."""
        if items > 0:
            self._tell(total=self.activity.done + items)

    def check(self, at: datetime) -> None:
        """All news up to this instant is stored."""
        self._tell(checked_at=at)

    def show(self, phase: Phase) -> None:
        """Sync rests, or waits for something."""
        self._tell(phase=phase)

    def _tell(
        self,
        phase: Phase | None = None,
        done: int | None = None,
        total: int | None = None,
        checked_at: datetime | None = None,
    ) -> None:
        with self._lock:
            old = self._activity
            total = old.total if total is None else total
            done = old.done if done is None else done
            new = replace(
                old,
                phase=phase or old.phase,
                # Folder counts are a hint: more may come than was announced.
                done=done,
                total=max(total, done) if total else 0,
                checked_at=checked_at or old.checked_at,
            )
            self._activity = new
        if new != old:
            self._newsroom.publish(new)
