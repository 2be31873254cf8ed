"""Where secrets lie: the one master key by its sources, and the tokens encrypted with it."""

import json
import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from transom.engine.auth.key_record import KeyRecord, KeySource
from transom.engine.auth.key_sources import KeySources, reason_for
from transom.engine.auth.sealing import KEY_BYTES, SealError, derive_key, seal, unseal
from transom.engine.errors import DamagedError, DiskFullError, KeyringError, TooNewError
from transom.engine.profile import (
    STORE_FILE,
    keep_aside,
    next_of,
    take_next,
    write_atomically,
)

if TYPE_CHECKING:  # loaded where a profile's key is in the key ring
    from keyring.backend import KeyringBackend

__all__ = ["KeySource", "KeyState", "Vault"]

log = logging.getLogger(__name__)

_TOKENS_MARK = b"TRANSOM-TOKENS-"
_TOKENS_HEAD = _TOKENS_MARK + b"1\n"


@dataclass(frozen=True, slots=True)
class KeyState:
    """What a profile's key needs: ``source`` is None until the profile has chosen one."""

    source: KeySource | None
    is_keyring_usable: bool
    reason: str


class Vault:
    """Finds or makes the master key, and keeps the tokens; every method may block on the disk."""

    def __init__(
        self,
        profile_directory: Path,
        key_file: Path | None = None,
        keyring_backend: "KeyringBackend | None" = None,
    ) -> None:
        self._sources = KeySources(profile_directory, key_file, keyring_backend)
        self._tokens_path = profile_directory / "tokens.bin"
        self._store_path = profile_directory / STORE_FILE
        self._lock = threading.RLock()
        self._profile_id = ""
        self._master_key = b""
        self._is_in_memory = False
        self._tokens: dict[str, str] | None = None

    @property
    def paths(self) -> tuple[Path, Path]:
        """What tells where the key is, and what it opens."""
        return self._sources.record_path, self._tokens_path

    def is_readable(self) -> bool:
        """Whether what tells where the key is could be read, or is not there yet."""
        try:
            self._sources.read_record()
        except DamagedError:
            return False
        return True

    def probe(self) -> KeyState:
        """Say which source this profile uses, or could; may wait for the key ring's service."""
        record = self._sources.read_record()
        if self._sources.may_use_file(record):
            return KeyState(KeySource.KEY_FILE, False, "The key comes from the file you named.")
        is_usable = self._sources.is_ring_usable()
        source = record.source if record else None
        return KeyState(source, is_usable, reason_for(source, is_usable))

    def unlock(self, source: KeySource, passphrase: str | None = None) -> bytes:
        """Return the master key, made on first use; KeyringError where it cannot be had."""
        with self._lock:
            if source is KeySource.SESSION:
                self._open(secrets.token_hex(16), secrets.token_bytes(KEY_BYTES), is_in_memory=True)
                return self._master_key
            record = self._sources.read_record()
            if record is None:
                self._check_no_tokens()
                record, key = self._sources.make(source, passphrase)
            elif record.source is not source:
                raise KeyringError(reason_for(record.source, True))
            else:
                key = self._sources.find(record, passphrase)
                record = self._settle(record)
            self._open(record.profile_id, key, is_in_memory=False)
            return key

    def store_key(self) -> bytes:
        """Return the database's 32-byte key; the vault must be unlocked."""
        return derive_key(self._opened_key(), self._profile_id, "store")

    def has_tokens(self) -> bool:
        """Whether somebody's tokens are, or were, on disk."""
        return self._tokens_path.exists()

    def check_tokens(self) -> None:
        """Raise TooNewError where a newer Transom wrote the tokens; opens nothing."""
        if self._is_in_memory:
            return
        try:
            with self._tokens_path.open("rb") as file:
                head = file.read(len(_TOKENS_HEAD))
        except OSError:
            return
        if head.startswith(_TOKENS_MARK) and head != _TOKENS_HEAD:
            raise TooNewError(f"A newer Transom wrote {self._tokens_path.name}.")

    def read_tokens(self) -> dict[str, str]:
        """Return every account's token cache; a damaged file is kept aside and reads as empty."""
        with self._lock:
            if self._tokens is None:
                self._tokens = {} if self._is_in_memory else self._read_tokens_file()
            return dict(self._tokens)

    def write_tokens(self, key: str, blob: str | None) -> None:
        """Have one account's tokens on disk, or gone from it, before returning."""
        with self._lock:
            tokens = self.read_tokens()
            if blob is None:
                tokens.pop(key, None)
            else:
                tokens[key] = blob
            if not self._is_in_memory:
                self._write_tokens_file(tokens)
            self._tokens = tokens

    def change_key(
        self,
        re_encrypt_store: Callable[[bytes, Callable[[], None]], None],
        passphrase: str | None = None,
    ) -> None:
        """Take another master key, with everything that lies under it encrypted anew.

        ``re_encrypt_store`` is handed the store's next key and what to call the moment its copy
        under that key is whole. A kill before that moment leaves all as it was; after it the next
        ``unlock`` finishes the change.
        """
        with self._lock:
            record = self._sources.read_record()
            if self._is_in_memory or record is None:
                raise KeyringError("This key is kept in memory only and ends with the program.")
            changed, key = self._sources.begin_change(record, passphrase)
            sealed = self._sealed_tokens(self.read_tokens(), key, changed.profile_id)
            write_atomically(next_of(self._tokens_path), sealed)
            store_key = derive_key(key, changed.profile_id, "store")
            try:
                re_encrypt_store(store_key, partial(self._sources.commit_change, changed))
            except BaseException:
                self._give_up_change(changed)
                raise
            self._settle(changed)
            tokens = self._tokens
            self._open(changed.profile_id, key, is_in_memory=False)
            self._tokens = tokens

    def _give_up_change(self, changed: KeyRecord) -> None:
        """Clear away what a change left, unless it was committed: the next start ends that one."""
        record = self._sources.read_record()
        if record is not None and record.profile_id != changed.profile_id:
            self._settle(record)

    def _settle(self, record: KeyRecord) -> KeyRecord:
        """Finish a change of keys that a kill broke off, or clear away one that was not whole."""
        for path in (self._tokens_path, self._store_path):
            if record.replaced_id:
                take_next(path)
            elif record.attempted_id:
                next_of(path).unlink(missing_ok=True)
        return self._sources.settle(record)

    def _check_no_tokens(self) -> None:
        if self._tokens_path.exists():
            raise KeyringError(
                f"This profile has tokens but no {self._sources.record_path.name}, which knows "
                "their key. Put that file back, or remove the profile and sign in again."
            )

    # --- the master key ---

    def _open(self, profile_id: str, key: bytes, *, is_in_memory: bool) -> None:
        self._profile_id = profile_id
        self._master_key = key
        self._is_in_memory = is_in_memory
        self._tokens = None

    def _opened_key(self) -> bytes:
        if not self._master_key:
            raise KeyringError("The key has not been unlocked yet.")
        return self._master_key

    # --- tokens.bin ---

    def _read_tokens_file(self) -> dict[str, str]:
        tokens_key = derive_key(self._opened_key(), self._profile_id, "tokens")
        try:
            content = self._tokens_path.read_bytes()
        except FileNotFoundError:
            return {}
        if content.startswith(_TOKENS_MARK) and not content.startswith(_TOKENS_HEAD):
            raise TooNewError(f"A newer Transom wrote {self._tokens_path.name}.")
        try:
            text = unseal(tokens_key, content[len(_TOKENS_HEAD) :], _binding(self._profile_id))
            return _tokens_from_json(text)
        except (SealError, ValueError):
            aside = keep_aside(self._tokens_path)
            log.warning("the tokens were damaged: kept aside as %s", aside.name)
            return {}

    def _write_tokens_file(self, tokens: dict[str, str]) -> None:
        sealed = self._sealed_tokens(tokens, self._opened_key(), self._profile_id)
        try:
            write_atomically(self._tokens_path, sealed)
        except OSError as error:
            raise DiskFullError(
                "The renewed sign-in could not be saved, so it is not used.",
                cause=error.strerror or type(error).__name__,
            ) from error

    @staticmethod
    def _sealed_tokens(tokens: dict[str, str], key: bytes, profile_id: str) -> bytes:
        tokens_key = derive_key(key, profile_id, "tokens")
        return _TOKENS_HEAD + seal(tokens_key, json.dumps(tokens).encode(), _binding(profile_id))


def _binding(profile_id: str) -> bytes:
    return _TOKENS_HEAD + profile_id.encode()


def _tokens_from_json(text: bytes) -> dict[str, str]:
    tokens = json.loads(text)
    if not isinstance(tokens, dict):
        raise ValueError("tokens are not an object")
    return {str(key): str(blob) for key, blob in tokens.items()}
