"""The way from a closed profile to an opened one: the lock, the key, the store."""

import logging
from collections.abc import Callable

from transom.engine.auth.vault import KeySource, KeyState, Vault
from transom.engine.entities.accounts import Registration
from transom.engine.errors import DamagedError, KeyringError
from transom.engine.means import Means
from transom.engine.opened import OpenProfile
from transom.engine.profile import keep_aside, sweep_leftovers
from transom.engine.store.doors import our_errors
from transom.engine.store.lock import ProfileLock
from transom.engine.store.salvage import may_salvage

log = logging.getLogger(__name__)


class Opening:
    """Takes the profile's lock, finds its key and opens what it keeps; blocks, for a worker."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._profile = means.profile
        self._lock = ProfileLock(means.profile.lock_path)
        self._vault = Vault(means.profile.directory, means.key_file, means.keyring_backend)
        self._opened: OpenProfile | None = None
        self.may_mend = False
        """Whether the last try found the right key and a damaged copy."""

    def begin(self) -> KeyState:
        """Take the lock, or raise LockedError, and say where the key is or could be."""
        self._lock.acquire()
        sweep_leftovers(self._profile.directory, (path.name for path in self._vault.paths))
        return self._vault.probe()

    def set_aside(self) -> None:
        """Rename what cannot be opened; nothing of it is removed."""
        self._lock.acquire()
        store = self._profile.store_path
        endings = ("", "-wal", "-shm", ".spare")
        unusable = [store.with_name(store.name + ending) for ending in endings]
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
        if state.source is KeySource.KEY_FILE and self._means.key_file is not None:
            return state.source
        return None

    def unlock(
        self,
        source: str,
        passphrase: str | None,
        locate: Callable[[Registration], Registration],
        *,
        mends: bool = False,
    ) -> OpenProfile:
        """Open tokens and store with the key of a source; KeyringError if it cannot be had.

        ``locate`` says where the cloud of a registration is now. With ``mends`` a damaged store
        is replaced by what can be read of it.
        """
        chosen = KeySource(source)
        self.may_mend = False
        self._vault.unlock(chosen, passphrase)
        try:
            self._opened = OpenProfile(self._means, self._vault, chosen, locate, mends=mends)
        except DamagedError:
            path = self._profile.store_path
            self.may_mend = not mends and may_salvage(path, self._vault.store_key())
            raise
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
