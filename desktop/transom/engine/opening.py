"""The way from a closed profile to an opened one: the lock, the key, the store."""

import logging
from collections.abc import Callable
from pathlib import Path

from keyring.backend import KeyringBackend

from transom.engine.auth.proxies import Proxies
from transom.engine.auth.vault import KeySource, KeyState, Vault
from transom.engine.changes import Newsroom
from transom.engine.clock import Clock
from transom.engine.entities.accounts import Registration
from transom.engine.errors import KeyringError
from transom.engine.opened import OpenProfile
from transom.engine.profile import Profile, keep_aside, sweep_leftovers
from transom.engine.store.doors import our_errors
from transom.engine.store.lock import ProfileLock
from transom.engine.workers import Workers

log = logging.getLogger(__name__)


class Opening:
    """Takes the profile's lock, finds its key and opens what it keeps; blocks, for a worker."""

    def __init__(
        self,
        profile: Profile,
        workers: Workers,
        newsroom: Newsroom,
        clock: Clock,
        key_file: Path | None,
        keyring_backend: KeyringBackend | None,
        proxies: Proxies,
    ) -> None:
        self._profile = profile
        self._workers = workers
        self._newsroom = newsroom
        self._clock = clock
        self._key_file = key_file
        self._proxies = proxies
        self._lock = ProfileLock(profile.lock_path)
        self._vault = Vault(profile.directory, key_file, keyring_backend)
        self._opened: OpenProfile | None = None

    def begin(self) -> KeyState:
        """Take the lock, or raise LockedError, and say where the key is or could be."""
        self._lock.acquire()
        sweep_leftovers(self._profile.directory, (path.name for path in self._vault.paths))
        return self._vault.probe()

    def set_aside(self) -> None:
        """Rename what cannot be opened; nothing of it is removed."""
        self._lock.acquire()
        store = self._profile.store_path
        unusable = [store, *(store.with_name(store.name + end) for end in ("-wal", "-shm"))]
        if not self._vault.is_readable():
            unusable += self._vault.paths
        with our_errors():
            for path in unusable:
                if path.exists():
                    log.warning("kept aside: %s", keep_aside(path).name)

    def automatic_source(self, state: KeyState) -> KeySource | None:
        """Return the source that needs nobody, None where a person has to choose or to type."""
        if state.source is None:
            return KeySource.KEYRING if state.is_keyring_usable else None
        if state.source is KeySource.KEYRING and state.is_keyring_usable:
            return state.source
        if state.source is KeySource.KEY_FILE and self._key_file is not None:
            return state.source
        return None

    def unlock(
        self,
        source: str,
        passphrase: str | None,
        locate: Callable[[Registration], Registration],
    ) -> OpenProfile:
        """Open tokens and store with the key of a source; KeyringError if it cannot be had.

        ``locate`` says where the cloud of a registration is now.
        """
        chosen = KeySource(source)
        self._vault.unlock(chosen, passphrase)
        self._opened = OpenProfile(
            self._profile,
            self._vault,
            chosen,
            self._workers,
            self._newsroom,
            self._clock,
            locate,
            self._proxies,
        )
        return self._opened

    def change_key(self, passphrase: str | None) -> None:
        """Take another master key and encrypt everything under it; ``passphrase`` is a new one."""
        if self._opened is None:
            raise KeyringError("The key has not been unlocked yet.")
        self._vault.change_key(self._opened.store.change_key, passphrase)

    def close(self) -> None:
        """Close what was opened and let go of the lock."""
        if self._opened is not None:
            self._opened.close()
        self._lock.release()
