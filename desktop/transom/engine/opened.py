"""What exists once a profile's key is there: the store at once, the way to servers when wanted."""

import logging
import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from transom.engine.auth.vault import KeySource, Vault
from transom.engine.care import Care
from transom.engine.changes import Activity, Change, Kind, Phase
from transom.engine.entities.accounts import AccountId, AccountState, Registration
from transom.engine.errors import DamagedError, StoppedError, TransomError
from transom.engine.journal import Journal
from transom.engine.means import Means
from transom.engine.profile import Profile
from transom.engine.store.salvage import Salvaged
from transom.engine.store.store import Store

if TYPE_CHECKING:  # half a second of libraries: loaded by the worker that first needs a server
    from transom.engine.servers import Servers
    from transom.engine.sync.mailbox import Mailbox
    from transom.engine.sync.schedule import Schedule

log = logging.getLogger(__name__)

_SHOWN = (
    Kind.DAMAGE,
    Kind.ACCOUNTS,
    Kind.FOLDERS,
    Kind.CALENDARS,
    Kind.CONTACT_FOLDERS,
    Kind.CONTACTS,
    Kind.SEARCHES,
)
"""What may look otherwise after a repair."""


class OpenProfile:
    """The opened store, and behind ``servers`` all that leads to servers."""

    def __init__(
        self,
        means: Means,
        vault: Vault,
        source: KeySource,
        locate: Callable[[Registration], Registration],
        *,
        mends: bool = False,
    ) -> None:
        self.key_source = source.value
        self._means, self._vault, self._locate = means, vault, locate
        self._stopping = means.workers.stopping
        vault.check_tokens()
        is_session = source is KeySource.SESSION
        self._session_directory = means.profile.session_directory if is_session else None
        path = _store_path(means.profile, vault, self._session_directory, mends=mends)
        lane = means.workers.lane("store")
        self.store = Store.open(path, vault.store_key(), lane, means.newsroom, mends=mends)
        self.care = Care(self.store, means.workers, means.newsroom)
        self._index_lane = means.workers.lane("index")
        self._index_lane.submit(self._complete_index)
        self.journal = Journal()
        self._servers: Servers | None = None
        self._lock = threading.Lock()
        self._is_halted = False

    @property
    def servers(self) -> "Servers":
        """The way to the servers; the first to ask waits for its libraries."""
        if self._servers is None:
            from transom.engine.servers import Servers

            with self._lock:
                if self._is_halted:
                    raise StoppedError("Transom is closing.")
                servers = self._servers
                if servers is None:
                    servers = Servers(
                        self._means, self._vault, self.store, self.journal, self.care, self._locate
                    )
                self._servers = servers
        return self._servers

    @property
    def schedule(self) -> "Schedule":
        """What is fetched and when; see ``servers``."""
        return self.servers.schedule

    def mend(self) -> Salvaged:
        """Go on with what can be read of a damaged copy, and fetch the rest again."""
        watched = {one.account for one in self.activities()}
        for account in watched:
            self.schedule.forget(account)
        try:
            return self.care.mend()
        finally:
            self._means.newsroom.publish(*self._everything())
            self._index_lane.submit(self._complete_index)
            for known in self.store.accounts.read_accounts():
                if known.id in watched:
                    self.schedule.watch(known)

    def _everything(self) -> list[Change]:
        """Return the news that all may look otherwise now."""
        folders = self.store.mail.read_folders()
        calendars = self.store.calendar.read_calendars()
        return [
            *(Change(kind) for kind in _SHOWN),
            *(Change(Kind.MESSAGES, one.account, one.id) for one in folders),
            *(Change(Kind.EVENTS, one.account, one.id) for one in calendars),
        ]

    def keep_within(self, text_days: int, attachment_megabytes: int) -> None:
        """Fetch texts of so many days, of all for 0, and keep so much of attachments."""
        now = self._means.clock.now()
        since = now - timedelta(days=text_days) if text_days > 0 else None
        self.store.limit(since, max(0, attachment_megabytes) << 20)

    def read_files_up_to(self, megabytes: int) -> None:
        """Read attachments up to a size for their words; for 0 let go of those that were read."""
        texts = self.store.attachment_texts
        has_grown = 0 < texts.most_bytes < megabytes << 20
        texts.most_bytes = max(0, megabytes) << 20
        if has_grown or not megabytes:
            self._index_lane.submit(texts.ask_again if megabytes else self._forget_file_texts)

    def follow_clouds(self) -> None:
        """Begin anew with the accounts whose servers moved; for a worker."""
        self.servers.follow_clouds()

    def refresh(self, *, only: Phase | None = None) -> None:
        """Look for news now, unless sync has yet to begin and will do so anyway."""
        if self._servers is not None:
            self._servers.schedule.refresh(only=only)

    def note_use(self, *, is_in_use: bool) -> None:
        """Somebody uses the window, or has left it."""
        if self._servers is not None:
            self._servers.schedule.note_use(is_in_use=is_in_use)

    def activities(self) -> list[Activity]:
        """Return what each account's sync is doing."""
        return self._servers.schedule.activities() if self._servers is not None else []

    def mailbox(self, account: AccountId) -> "Mailbox | None":
        """Return the sync of an account; None while it cannot reach its mailbox."""
        return self._servers.mailboxes.get(account) if self._servers is not None else None

    def mailboxes(self) -> "list[Mailbox]":
        """Return the sync of every account that can reach its mailbox."""
        return list(self._servers.mailboxes.values()) if self._servers is not None else []

    def odd_items(self) -> int:
        """Count the server's items that could not be read."""
        return sum(mailbox.odd_items for mailbox in self.mailboxes())

    def halt(self) -> None:
        """Tell sync to end, and cut every connection that a worker may wait for."""
        with self._lock:
            self._is_halted = True
        if self._servers is not None:
            self._servers.halt()

    def close(self) -> None:
        """Close the store once no worker runs; what was for this session only is gone."""
        with suppress(TransomError):
            self.store.journal.save(self.journal.drain())
        self.care.close()
        self.store.close()
        if self._session_directory is not None:
            shutil.rmtree(self._session_directory, ignore_errors=True)

    def _complete_index(self) -> None:
        while not self._stopping.is_set() and self.store.reindexer.go_on():
            pass
        states = {one.state for one in self.store.accounts.read_accounts()}
        if AccountState.READY not in states:  # else the texts come, and are indexed with the lines
            while not self._stopping.is_set() and self.store.catching_up.index_some():
                pass
        while not self._stopping.is_set() and self.store.reindexer.join_some():
            pass

    def _forget_file_texts(self) -> None:
        while not self._stopping.is_set() and self.store.attachment_texts.forget_some():
            pass


def _store_path(
    profile: Profile, vault: Vault, session_directory: Path | None, *, mends: bool
) -> Path:
    """Return where the store lies; DamagedError where it stood and is empty."""
    path = profile.store_path
    if session_directory is not None:
        # No key outlives this process, so nothing written under an earlier one can be read.
        shutil.rmtree(session_directory, ignore_errors=True)
        return session_directory / path.name
    if not mends and vault.has_tokens() and path.exists() and path.stat().st_size == 0:
        raise DamagedError("The local copy is an empty file; what it held is gone.")
    return path
