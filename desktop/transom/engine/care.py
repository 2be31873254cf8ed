"""Looks after the local copy: its spare, signs of damage, and what a repair put aside."""

import logging
import threading

from transom.engine.changes import Change, Kind, News, Newsroom
from transom.engine.entities.accounts import AccountId, AccountState
from transom.engine.errors import StoppedError, TransomError
from transom.engine.store.mended import broken_of, drop
from transom.engine.store.resting import Resting
from transom.engine.store.salvage import Salvaged
from transom.engine.store.store import Store
from transom.engine.workers import Workers

log = logging.getLogger(__name__)

_FIRST_AFTER_S = 3.0
_KEPT_AT_ONCE = (Kind.ACCOUNTS, Kind.SEARCHES)


class Care:
    """Watches one opened store; a Change of kind DAMAGE tells when there is something to say."""

    def __init__(self, store: Store, workers: Workers, newsroom: Newsroom) -> None:
        self.is_damaged = False
        self.salvaged = store.salvaged
        """What the last repair kept; None if there was none since the start."""
        self._store = store
        self._newsroom = newsroom
        self._stopping = workers.stopping
        self._lane = workers.lane("care")
        self._lock = threading.Lock()
        self._is_looking = False
        self._is_spare_due = True
        self._checked: set[AccountId] = set()
        store.database.on_damage = self._on_damage
        newsroom.listen(self._on_news)
        self._lane.submit(self._save_first)
        Resting(store.database).watch(workers.lane("rest"), workers.stopping)

    def mend(self) -> Salvaged:
        """Go on with what can be read; blocks, and nothing may sync meanwhile."""
        self.salvaged = self._store.mend()
        self.is_damaged = False
        self._checked.clear()
        return self.salvaged

    def note_checked(self, account: AccountId) -> None:
        """An account is up to date: once all are, the damaged file is not needed any more."""
        broken = broken_of(self._store.database.path)
        if not broken.exists():
            return
        self._checked.add(account)
        accounts = self._store.accounts.read_accounts()
        if self._checked >= {one.id for one in accounts if one.state is AccountState.READY}:
            log.info("the damaged file is removed: everything was fetched anew")
            drop(broken)

    def close(self) -> None:
        """Write the spare once more, on the calling thread."""
        self._save_spare()

    def _on_news(self, piece: News) -> None:
        if isinstance(piece, Change) and piece.kind in _KEPT_AT_ONCE:
            with self._lock:
                is_new, self._is_spare_due = not self._is_spare_due, True
            if is_new:
                self._lane.submit(self._save_spare)

    def _save_first(self) -> None:
        # What is shown first is read meanwhile. Once stopped, ``close`` saves.
        if not self._stopping.wait(_FIRST_AFTER_S):
            self._save_spare()

    def _save_spare(self) -> None:
        with self._lock:
            self._is_spare_due = False
        try:
            self._store.database.save_spare()
        except StoppedError:
            pass
        except TransomError as error:
            log.warning("the second copy of accounts is not kept: %s", type(error).__name__)

    def _on_damage(self) -> None:
        with self._lock:
            is_new, self._is_looking = not self._is_looking and not self.is_damaged, True
        if is_new:
            self._lane.submit(self._look)

    def _look(self) -> None:
        """Tell of damage only where a fresh look at the whole file finds it too."""
        try:
            self.is_damaged = not self._store.database.is_sound(self._stopping)
        except StoppedError:
            return
        finally:
            with self._lock:
                self._is_looking = False
        log.warning("the local copy is %s", "damaged" if self.is_damaged else "sound after all")
        if self.is_damaged:
            self._newsroom.publish(Change(Kind.DAMAGE))
